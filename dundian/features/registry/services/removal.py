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
    "cases.Case": gettext_noop("办事"),
    "pledges.Pledge": gettext_noop("承诺"),
}
# An invitation that nobody has used holds nothing back.
_WEIGHTLESS = {"registry.SignInLink"}


class StillUsed(Exception):
    """还有地方在用，删不了。先在那边换掉，再来删。"""

    def __init__(self, holders: Collection[str]) -> None:
        where = "、".join(holders) or _("别的记录")
        super().__init__(_("删不了：%(where)s里还用着。先在那边换掉，再来删。") % {"where": where})


def holders_of(row: models.Model, *, but: Collection[tuple[str, int]] = frozenset()) -> list[str]:
    """In Chinese, the kinds of rows that point to this one, without those in `but` (label, id). Empty = it is free."""
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model._meta.label in _WEIGHTLESS:
            continue
        model = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: row.pk})
        rows = rows.exclude(pk__in=[pk for label, pk in but if label == model._meta.label])
        if rows.exists():
            found.append(_(HOLDERS.get(model._meta.label, gettext_noop("别的记录"))))
    return list(dict.fromkeys(found))


def remove_unused(row: models.Model) -> None:
    """Delete a row on which nothing hangs; raises StillUsed. Rows that this scope cannot see count as well."""
    if held := holders_of(row):
        raise StillUsed(held)
    delete_now(row)


def delete_now(row: models.Model) -> None:
    """Delete and let the database judge at once, not at the end of the transaction; raises StillUsed."""
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
