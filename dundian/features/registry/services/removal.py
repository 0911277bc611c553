"""Taking a row out of the registry: only when nothing hangs on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.fields.reverse_related import ManyToOneRel
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What a row that holds on to another one is called on screen. Later features are named, never imported.
HOLDERS = {
    "registry.Account": gettext_noop("账号"),
    "registry.Device": gettext_noop("手机"),
    "registry.Person": gettext_noop("人员"),
    "registry.Enterprise": gettext_noop("企业"),
    "registry.Union": gettext_noop("下级工会"),
    "programme.Official": gettext_noop("名单"),
    "programme.Placement": gettext_noop("分组"),
    "programme.Group": gettext_noop("小组"),
    "programme.Grant": gettext_noop("账号权限"),
    "programme.Notice": gettext_noop("发出的通知"),
    "cases.Case": gettext_noop("办事"),
    "pledges.Pledge": gettext_noop("承诺"),
    "pledges.Speech": gettext_noop("发言"),
    "field.Record": gettext_noop("记录"),
    "voices.Voice": gettext_noop("心声"),
    "inbox.Parcel": gettext_noop("手机传来的"),
}
# An invitation that nobody has used holds nothing back, nor does a calendar whose owner goes nowhere any more.
_WEIGHTLESS = {"registry.SignInLink", "programme.CalendarFeed", "programme.CalendarEvent"}


class StillUsed(Exception):
    """还有地方在用，删不了。先在那边换掉，再来删。"""

    def __init__(self, holders: Collection[str]) -> None:
        where = "、".join(holders) or _("别的记录")
        super().__init__(_("删不了：%(where)s里还用着。先在那边换掉，再来删。") % {"where": where})


def holders_among(
    model: type[models.Model], pks: Collection[int], *, but: Collection[tuple[str, int]] = frozenset()
) -> dict[int, list[str]]:
    """For each of these rows that is held, in Chinese the kinds of rows that point to it: one question a relation.

    Rows in `but` (label, id) hold nothing.
    """
    found: dict[int, list[str]] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model._meta.label in _WEIGHTLESS:
            continue
        label = relation.related_model._meta.label
        # The key of a later feature's row may be a UUID; those of ours are numbers.
        column = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{column}__in": pks}).values_list(column, "pk")
        for pk, holder in rows:
            words = _(HOLDERS.get(label, gettext_noop("别的记录")))
            if (label, holder) not in but and words not in found.setdefault(pk, []):
                found[pk].append(words)
    return {pk: words for pk, words in found.items() if words}


def holders_of(row: models.Model) -> list[str]:
    """In Chinese, the kinds of rows that point to this one. Empty = it is free."""
    return holders_among(type(row), [row.pk]).get(row.pk, [])


def remove_unused(row: models.Model) -> None:
    """Delete a row on which nothing hangs; raises StillUsed. Rows that this scope cannot see count as well."""
    if held := holders_of(row):
        raise StillUsed(held)
    delete_now(row)


def delete_now(row: models.Model | models.QuerySet[models.Model]) -> None:
    """Delete one row or several and let the database judge at once, not when the transaction ends; raises StillUsed."""
    try:
        with transaction.atomic():
            row.delete()
            _judge()
    except (ProtectedError, RestrictedError, IntegrityError) as fault:
        raise StillUsed(_names(fault)) from fault


def _judge() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _names(fault: Exception) -> list[str]:
    rows: Any = getattr(fault, "protected_objects", None) or getattr(fault, "restricted_objects", None) or ()
    if isinstance(fault, DatabaseError):
        return []
    return list(dict.fromkeys(_(HOLDERS.get(row._meta.label, gettext_noop("别的记录"))) for row in rows))
