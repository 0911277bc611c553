"""Where the officials of a programme were in earlier seasons, and what that means for its plan.

An earlier season is a programme that was told to its people and had a phase that ended before this one begins;
samples count among samples only. It is counted when **everybody who organises this programme may open it**: so nobody
reads here what he could not read there, and the plan is the same whoever looks at it or works it out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from dundian.engines.planning.history import NONE, History, PastPlacement, histories

from ..models import Grant, Group, Placement, Programme, Publication


@dataclass(frozen=True, kw_only=True)
class SeasonRow:
    """An earlier season. `blind`: who organises this programme and may not open that one; then it is left out."""

    programme_id: int
    name: str
    began_on: date
    blind: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PastGroup:
    """One group of an earlier season."""

    season: SeasonRow
    began_on: date
    phase_number: int
    group_id: int
    group_number: int
    hardness: int


@dataclass(frozen=True, kw_only=True)
class PastRow(PastGroup):
    """Where somebody was in an earlier season."""

    enterprise_id: int
    enterprise_name: str


@dataclass(frozen=True, kw_only=True)
class HostedRow(PastGroup):
    """A group that an enterprise hosted: how many were in it, and how many of them are on the roster again."""

    people_count: int
    again_count: int


@dataclass(frozen=True, kw_only=True)
class Past:
    """One person's earlier seasons, the newest first, and what follows from them. Keys are those of the problem."""

    rows: tuple[PastRow, ...] = ()
    history: History = NONE

    @property
    def last_enterprise(self) -> str | None:
        """The name of the enterprise of last time, if it is remembered."""
        return self.rows[0].enterprise_name if self.history.last_enterprise else None

    def counts(self, row: PastRow) -> bool:
        """Whether one of the rows still gives points."""
        return mates_key(row.group_id) in {each.group for each in self.history.counted}


NO_PAST = Past()


def mates_key(group_id: int) -> str:
    """What those share in the problem who were in one group of an earlier season; nobody writes so by hand."""
    return f"past:g{group_id}"


def pasts(programme_id: int, *, before: date | None) -> dict[int, Past]:
    """The past of everybody on the roster who has one, by person; `before` is the first day of this season.

    Three queries, or one where nothing went before.
    """
    seasons = [row for row in earlier_seasons(programme_id, before=before) if not row.blind]
    if before is None or not seasons:
        return {}
    found = _places(programme_id, {row.programme_id: row for row in seasons}, before)
    judged = histories((_told(who, row) for who, rows in found.items() for row in rows), day_one=before)
    return {who: Past(rows=tuple(rows), history=judged[str(who)]) for who, rows in found.items()}


def earlier_seasons(programme_id: int, *, before: date | None) -> list[SeasonRow]:
    """The seasons that ended before this one begins, the newest first, with those that are left out and why."""
    if before is None:
        return []
    is_sample = Programme.objects.filter(pk=programme_id).values("is_sample")
    rows = (
        Programme.objects.filter(Exists(Publication.objects.filter(programme=OuterRef("pk"))))
        .filter(phases__end_on__lt=before, is_sample=Subquery(is_sample))
        .exclude(pk=programme_id)
        .annotate(began_on=Max("phases__start_on"))
        .order_by("-began_on", "-pk")
        .values_list("pk", "name", "began_on")
    )
    seasons = [SeasonRow(programme_id=pk, name=name, began_on=began_on) for pk, name, began_on in rows]
    opened = _opened(programme_id) if seasons else {}
    return [replace(row, blind=_blind(row.programme_id, opened)) for row in seasons]


def left_out(programme_id: int, *, person_id: int, before: date | None) -> list[SeasonRow]:
    """The earlier seasons of one person that are left out, since not everybody who organises this one may open them."""
    seasons = [row for row in earlier_seasons(programme_id, before=before) if row.blind]
    if before is None or not seasons:
        return []
    places = Placement.objects.filter(official__person_id=person_id, group__phase__end_on__lt=before)
    was_in = set(places.values_list("official__programme_id", flat=True))
    return [row for row in seasons if row.programme_id in was_in]


def hosted_before(programme_id: int, *, enterprise_id: int, before: date | None) -> list[HostedRow]:
    """The groups that an enterprise hosted in the earlier seasons of a programme that count, the newest first."""
    seasons = {row.programme_id: row for row in earlier_seasons(programme_id, before=before) if not row.blind}
    if before is None or not seasons:
        return []
    again = Q(placements__official__person__officials__programme=programme_id)
    rows = (
        Group.objects.filter(enterprise_id=enterprise_id, phase__programme__in=seasons, phase__end_on__lt=before)
        .annotate(people=Count("placements", distinct=True), again=Count("placements", filter=again, distinct=True))
        .filter(people__gt=0)
        .order_by("-phase__start_on", "-pk")
        .select_related("phase")
    )
    return [
        HostedRow(
            season=seasons[group.phase.programme_id],
            began_on=group.phase.start_on,
            phase_number=group.phase.number,
            group_id=group.pk,
            group_number=group.number,
            hardness=group.hardness,
            people_count=group.people,
            again_count=group.again,
        )
        for group in rows
    ]


def _opened(programme_id: int) -> dict[tuple[int, str], set[int | None]]:
    """Which programmes each organiser of this one organises, by account and name; None = all of them."""
    here = Grant.objects.filter(role=Grant.Role.ORGANISER, programme_id=programme_id, account__is_active=True)
    rows = Grant.objects.filter(role=Grant.Role.ORGANISER, account__in=here.values("account")).order_by("account_id")
    found: dict[tuple[int, str], set[int | None]] = defaultdict(set)
    for account_id, name, where in rows.values_list("account_id", "account__name", "programme_id"):
        found[account_id, name].add(where)
    return found


def _blind(programme_id: int, opened: Mapping[tuple[int, str], set[int | None]]) -> tuple[str, ...]:
    return tuple(name for (_account, name), where in opened.items() if not where & {None, programme_id})


def _places(programme_id: int, seasons: Mapping[int, SeasonRow], before: date) -> dict[int, list[PastRow]]:
    """Where the people of this programme were in these seasons, the newest first."""
    rows = Placement.objects.filter(
        official__programme__in=seasons,
        official__person__officials__programme=programme_id,
        group__phase__end_on__lt=before,
        group__enterprise__isnull=False,
    ).values_list(
        *("official__person_id", "official__programme_id", "group__phase__start_on", "group__phase__number"),
        *("group_id", "group__number", "group__enterprise_id", "group__enterprise__name", "group__hardness"),
    )
    found: dict[int, list[PastRow]] = defaultdict(list)
    for row in rows.order_by("-group__phase__start_on", "official__programme_id"):
        person_id, season_id, began_on, phase_number, group_id, group_number, host_id, host, hardness = row
        found[person_id].append(
            PastRow(
                season=seasons[season_id],
                began_on=began_on,
                phase_number=phase_number,
                group_id=group_id,
                group_number=group_number,
                enterprise_id=host_id,
                enterprise_name=host,
                hardness=hardness,
            )
        )
    return found


def _told(person_id: int, row: PastRow) -> PastPlacement:
    return PastPlacement(
        person=str(person_id),
        season=str(row.season.programme_id),
        began_on=row.began_on,
        enterprise=f"e{row.enterprise_id}",
        group=mates_key(row.group_id),
        hardness=row.hardness,
    )
