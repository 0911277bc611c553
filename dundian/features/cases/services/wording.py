"""What a case is called and how it is described, and two cases that are one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dundian.engines.text.taxonomy import taxonomy
from dundian.features.voices import services as voices

from ..models import Case, Mark
from .opening import UnknownClass, known_class
from .taking import Taking, is_open, taken, voice_ids


class TitleMissing(Exception):
    """给这件事起个说法，一句话就行。"""


class UnknownFlag(Exception):
    """没有这种红旗。"""


class NotMergeable(Exception):
    """这两件并不到一起：要是同一次活动里、都还没办完的两件事。"""


def rename(*, case_id: UUID, title: str, by: str, at: datetime) -> None:
    """Give a case the words of a person instead of the worker's first sentence. Raises TitleMissing."""
    if not title.strip():
        raise TitleMissing
    with taken(case_id, Taking(step=Mark.RENAME, by=by, at=at)) as case:
        case.title = title.strip()


def reclassify(
    *, case_id: UUID, class_code: str, by: str, at: datetime, red_flag: str | None = None, is_machine: bool = False
) -> None:
    """Put a case into a class of the taxonomy, with or without a red flag. A machine's choice stays marked as one.

    Raises UnknownClass, UnknownFlag.
    """
    if known_class(class_code) is None:
        raise UnknownClass
    if red_flag is not None and red_flag not in taxonomy().red_flags:
        raise UnknownFlag
    with taken(case_id, Taking(step=Mark.RECLASSIFY, by=by, at=at)) as case:
        case.class_code, case.is_machine_class, case.red_flag = class_code, is_machine, red_flag


def describe(*, case_id: UUID, method: str, affected: str, by: str, at: datetime) -> None:
    """Write down what is going to be done (办法) and whom it concerns (影响)."""
    with taken(case_id, Taking(step=Mark.DESCRIBE, by=by, at=at)) as case:
        case.method, case.affected = method.strip(), affected.strip()


@transaction.atomic
def merge(*, keep_id: UUID, merged_id: UUID, by: str, at: datetime) -> None:
    """并成一件: the voices of one case go over to the other, whose owner answers them all from now on.

    Raises NotMergeable; both cases must be open to the caller.
    """
    if keep_id == merged_id:
        raise NotMergeable
    with taken(merged_id, Taking(step=Mark.MERGE, by=by, at=at)) as gone:
        moved = voice_ids(gone)
        gone.merged_into_id = keep_id
    aside = {"from": merged_id, "moved": moved}
    with taken(keep_id, Taking(step=Mark.MERGE, by=by, at=at, aside=aside)) as kept:
        if kept.programme_id != gone.programme_id or not (is_open(kept) and is_open(gone)):
            raise NotMergeable
        move_voices(moved, from_case=gone, to_case=kept)


def move_voices(moved: list[UUID], *, from_case: Case, to_case: Case) -> None:
    """Hand voices from one case to another, and to whoever may read them there."""
    Case.voices.through.objects.filter(case_id=from_case.pk, voice_id__in=moved).update(case_id=to_case.pk)
    voices.hand_to(voice_ids=moved, union_id=to_case.owner_union_id)
