"""How a case begins: somebody heard something."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from dundian.engines.casework import Step, after
from dundian.engines.text.taxonomy import taxonomy
from dundian.features.inbox.content import Opened, Unreadable, words
from dundian.features.ledger.services import take_turn
from dundian.features.voices import services as voices
from dundian.features.voices.models import Matter, Speaker
from dundian.features.voices.services import Heard

from ..models import Case
from .deadlines import start_clock
from .taking import Taking, unit_of, write_step

LOOKUP_BYTES = 32


class UnknownClass(Exception):
    """没有这个分类，换一个。"""


@transaction.atomic
def open_case(*, heard: Heard, by: str, at: datetime) -> UUID:
    """Hear a voice and open a case for it, still to be verified by the group that heard it; returns the case.

    The caller's scope must see the whole programme, since the number follows from all of its cases.
    """
    take_turn()
    last = Case.objects.filter(programme_id=heard.programme_id).aggregate(last=Max("number"))["last"]
    case = Case(
        id=uuid4(),
        programme_id=heard.programme_id,
        number=(last or 0) + 1,
        group_id=heard.group_id,
        enterprise_id=heard.enterprise_id,
        official_id=heard.official_id,
        owner_group_id=heard.group_id,
        class_code=heard.class_code,
        state=after(None, Step.OPEN).value,
        opened_at=at,
    )
    start_clock(case, since=localdate(at))
    case.save(force_insert=True)
    voices.hear(heard=heard, by=by, at=at)
    Case.voices.through.objects.create(case_id=case.pk, voice_id=heard.id)
    write_step(case, Taking(step=Step.OPEN, by=by, at=at), before={}, unit=unit_of(case))
    return case.pk


def known_class(code: str) -> str | None:
    """The code of a class or leaf of the taxonomy, or None: a phone may carry an older list than ours."""
    codes = {each.code for each in taxonomy().classes} | {each.code for each in taxonomy().leaves()}
    return code if code in codes else None


def _lookup(text: str) -> bytes | None:
    if not text:
        return None
    try:
        lookup = bytes.fromhex(text)
    except ValueError as fault:
        raise Unreadable("回执的记号没看懂。") from fault
    if len(lookup) != LOOKUP_BYTES:
        raise Unreadable("回执的记号没看懂。")
    return lookup


def _record_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as fault:
        raise Unreadable("记录的编号没看懂。") from fault


def open_voice(*, parcel: Opened, at: datetime) -> None:
    """Take a parcel of kind "voice"; raises Unreadable.

    Its body: {"record_id", "lookup" (hex), "text", "speaker", "class_code", "scope", "consent": true}.
    """
    body, where = parcel.body, parcel.placement
    text = words(body, "text")
    if body.get("consent") is not True:
        raise Unreadable("没有征得本人同意，先不立案。")
    if not text:
        raise Unreadable("这条心声里没有话。")
    speaker, matter = words(body, "speaker").upper(), words(body, "scope").upper()
    if speaker not in Speaker.values:
        raise Unreadable("没说是谁的诉求：职工、企业还是基层工会。")
    heard = Heard(
        id=parcel.id,
        programme_id=where.programme_id,
        group_id=where.group_id,
        official_id=where.official_id,
        enterprise_id=where.enterprise_id,
        record_id=_record_id(words(body, "record_id")),
        lookup=_lookup(words(body, "lookup")),
        text=text,
        speaker=speaker,
        class_code=known_class(words(body, "class_code")),
        matter_scope=matter if matter in Matter.values else None,
        said_at=parcel.said_at,
        kept_at=parcel.kept_at,
    )
    try:
        open_case(heard=heard, by=parcel.by, at=at)
    except voices.ReceiptTaken as fault:
        raise Unreadable(str(fault.__doc__)) from fault
