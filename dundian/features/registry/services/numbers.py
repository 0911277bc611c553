"""How phones and id numbers become columns: sealed and masked, or nothing at all (settings.KEEP_SEALED_NUMBERS)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from ..sealed import mark, mask_id, mask_phone, seal


def phone_columns(text: str | None, *, prefix: str = "phone") -> dict[str, Any]:
    """`<prefix>_sealed` and `<prefix>_mask` of one phone; all None where numbers are not kept or none is given."""
    kept = text if text and settings.KEEP_SEALED_NUMBERS else None
    return {f"{prefix}_sealed": seal(kept) if kept else None, f"{prefix}_mask": mask_phone(kept) if kept else None}


def person_numbers(*, phone: str | None, id_number: str | None) -> dict[str, Any]:
    """The number columns of a person, only those for which a number is given. Numbers with a mask in them say nothing.

    The marks let a later import meet the same person without opening a seal.
    """
    columns: dict[str, Any] = {}
    if phone and "*" not in phone:
        columns |= phone_columns(phone) | {"phone_mark": _mark(phone)}
    if id_number and "*" not in id_number:
        number = id_number.upper()
        kept = settings.KEEP_SEALED_NUMBERS
        columns |= {
            "id_sealed": seal(number) if kept else None,
            "id_mask": mask_id(number) if kept else None,
            "id_mark": _mark(number),
        }
    return columns


def _mark(number: str) -> bytes | None:
    return mark(number) if settings.KEEP_SEALED_NUMBERS else None


def id_mark(number: str | None) -> bytes | None:
    """The mark by which a person of this id number is met; None where there is none, or numbers are not kept."""
    return _mark(number.upper()) if number and "*" not in number else None


def same_number(sealed_mark: Any, number: str | None) -> bool | None:
    """Whether a kept mark belongs to this number; None when one of the two is not known."""
    if sealed_mark is None or not number or "*" in number:
        return None
    return bytes(sealed_mark) == mark(number.upper())
