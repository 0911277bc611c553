"""Hearing a voice, and the thread of answers that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dundian.features.ledger.services import record

from .models import Message, MessageKind, Voice, VoiceState


class ReceiptTaken(Exception):
    """这个回执码已经有人用了。"""


class NoSuchReceipt(Exception):
    """没找到，看看是不是少了一位。"""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing heard, as the official's phone brings it. `lookup` is None where nobody took a receipt."""

    id: UUID
    programme_id: int
    group_id: int | None
    official_id: int
    enterprise_id: int | None
    record_id: UUID | None
    lookup: bytes | None
    text: str
    speaker: str
    class_code: str | None
    matter_scope: str | None
    said_at: datetime
    kept_at: datetime


@transaction.atomic
def hear(*, heard: Heard, by: str, at: datetime) -> None:
    """Keep one voice; raises ReceiptTaken if another voice answers to this code already."""
    if heard.lookup is not None and Voice.objects.filter(lookup=heard.lookup).exists():
        raise ReceiptTaken
    Voice.objects.create(**vars(heard))
    record(step="HEAR", subject=f"voice:{heard.id}", by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something said to everybody who named a problem. `by` is the unit that says it, never a person."""

    kind: str
    text: str
    by: str
    at: datetime


@transaction.atomic
def reply(*, voice_ids: Iterable[UUID], line: Line) -> None:
    """Put one line into the thread of each voice. An answer makes its voices wait for the worker's word."""
    ids = list(voice_ids)
    Message.objects.bulk_create(
        Message(voice_id=voice_id, at=line.at, by=line.by, kind=line.kind, text=line.text) for voice_id in ids
    )
    if line.kind in {MessageKind.REPLY, MessageKind.SET_ASIDE, MessageKind.REFUSED}:
        Voice.objects.filter(pk__in=ids).update(state=VoiceState.ANSWERED)


@transaction.atomic
def withdraw(*, voice_ids: Iterable[UUID], said_at: datetime, at: datetime) -> None:
    """Take back what was said to these voices at one moment. It is kept, and shown to nobody any more."""
    ids = list(voice_ids)
    Message.objects.filter(voice_id__in=ids, at=said_at, withdrawn_at=None).exclude(by="").update(withdrawn_at=at)
    Voice.objects.filter(pk__in=ids, state=VoiceState.ANSWERED).update(state=VoiceState.WAITING)


def _answer_of_the_worker(lookup: bytes, kind: MessageKind, text: str, at: datetime) -> UUID:
    voice = Voice.objects.select_for_update().filter(lookup=lookup).first()
    if voice is None:
        raise NoSuchReceipt
    state = VoiceState.CONFIRMED if kind == MessageKind.CONFIRM else VoiceState.REOPENED
    # A button pressed twice is one word, unless the second time brings more to say.
    if voice.state != state or text:
        Message.objects.create(voice=voice, at=at, kind=kind, text=text)
        voice.state = state
        voice.save(update_fields=["state"])
    return voice.pk


@transaction.atomic
def confirm(*, lookup: bytes, text: str, at: datetime) -> UUID:
    """Whoever holds the receipt says that it is done; returns the voice, raises NoSuchReceipt."""
    return _answer_of_the_worker(lookup, MessageKind.CONFIRM, text, at)


@transaction.atomic
def reopen(*, lookup: bytes, text: str, at: datetime) -> UUID:
    """Whoever holds the receipt says that it is not done; returns the voice, raises NoSuchReceipt."""
    return _answer_of_the_worker(lookup, MessageKind.REOPEN, text, at)


@transaction.atomic
def hand_to(*, voice_ids: Iterable[UUID], union_id: int | None) -> None:
    """Let the union that handles the problem read these voices, and nobody but it; None takes them back."""
    Voice.objects.filter(pk__in=list(voice_ids)).update(handler_union_id=union_id)
