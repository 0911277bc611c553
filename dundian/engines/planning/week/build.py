"""The whole model of a week, put together."""

from __future__ import annotations

from dundian.engines.planning.week.acts import add_acts
from dundian.engines.planning.week.evenings import add_limits, add_meals, add_reviews
from dundian.engines.planning.week.labour import add_labour, add_rest
from dundian.engines.planning.week.model import Focus, WeekModel, patterns
from dundian.engines.planning.week.problem import Week


def build_model(
    week: Week,
    *,
    off: frozenset[str] = frozenset(),
    is_elastic: bool = False,
    focus: Focus | None = None,
    bound: int = 0,
) -> WeekModel:
    """Return the model of a week without the rules in `off`; an elastic one may give up wishes at a price.

    With a focus only what it leaves open is decided. `bound` is what every timetable is known to cost at least.
    """
    model = WeekModel(week, off, is_elastic, patterns(week), focus)
    add_acts(model)
    add_labour(model)
    add_rest(model)
    add_reviews(model)
    add_meals(model)
    add_limits(model)
    model.minimise(bound=bound)
    return model
