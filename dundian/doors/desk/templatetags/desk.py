"""Icons and days as the desk writes them."""

from __future__ import annotations

from datetime import date

from django import template
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from dundian.doors.desk.said import said
from dundian.features.programme.queries.problem import phase_words
from dundian.features.programme.queries.progress import Progress, progress

register = template.Library()
WEEKDAYS = (
    pgettext_lazy("short", "周一"),
    pgettext_lazy("short", "周二"),
    pgettext_lazy("short", "周三"),
    pgettext_lazy("short", "周四"),
    pgettext_lazy("short", "周五"),
    pgettext_lazy("short", "周六"),
    pgettext_lazy("short", "周日"),
)


@register.simple_tag
def icon(name: str, door: str = "desk") -> SafeString:
    """One icon of the sprite; it says nothing to a screen reader, the words beside it do."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static(f"{door}/built/icons.svg"),
        name,
    )


register.filter("said", said)


@register.filter
def day(value: date | None) -> str:
    """5 月 12 日 周三"""
    if value is None:
        return ""
    facts = {"day": dateformat.format(value, _("n 月 j 日")), "weekday": WEEKDAYS[value.weekday()]}
    return _("%(day)s %(weekday)s") % facts


@register.filter
def phase(number: int) -> str:
    """一期, and in the reader's language."""
    return said(phase_words(number))


@register.filter
def short_day(value: date | None) -> str:
    """5/12"""
    return f"{value.month}/{value.day}" if value else ""


@register.filter
def left(due: date | None, today: date) -> str:
    """剩 2 天, 今天到期, 超 1 天"""
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return _("今天到期")
    if days > 0:
        return ngettext("剩 %(days)s 天", "剩 %(days)s 天", days) % {"days": days}
    return ngettext("超 %(days)s 天", "超 %(days)s 天", -days) % {"days": -days}


@register.filter
def undo_address(tags: str | None) -> str:
    """The address that takes a step back, as a message carries it in its tags ("undo:/…"); "" where it has none."""
    return next((word[5:] for word in (tags or "").split() if word.startswith("undo:/")), "")


@register.simple_tag
def planning_progress(programme_id: int) -> Progress:
    """How far planning has come, for the bar of its steps: the same on every page that shows it."""
    return progress(programme_id)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, name: str, value: object) -> str:
    """The query of this page with one value changed, or left out when the value is empty."""
    query = context["request"].GET.copy()
    if value:
        query[name] = str(value)
    else:
        query.pop(name, None)
    return str(query.urlencode())
