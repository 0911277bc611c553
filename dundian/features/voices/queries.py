"""Voices and their threads, for whoever may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.scope import Scope

from .models import Matter, Message, Speaker, Voice


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One line of a thread. `by` is a unit; empty for whoever holds the receipt."""

    at: datetime
    by: str
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """What somebody who comes back with his code may read."""

    voice_id: UUID
    text: str
    said_at: datetime
    kept_at: datetime
    state: str
    messages: tuple[MessageRow, ...]


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What somebody said, without any hint of who he is."""

    voice_id: UUID
    text: str
    speaker: str
    matter: str
    said_at: datetime
    has_receipt: bool
    messages: tuple[MessageRow, ...]


def _messages(voice: Voice) -> tuple[MessageRow, ...]:
    return tuple(_message(m) for m in voice.messages.all() if m.withdrawn_at is None)


def _message(m: Message) -> MessageRow:
    return MessageRow(at=m.at, by=m.by, kind=m.kind, text=m.text)


def thread(*, lookup: bytes) -> Thread | None:
    """The thread of a receipt, or None. Asked under the receipt's own scope."""
    voice = Voice.objects.prefetch_related("messages").filter(lookup=lookup).first()
    if voice is None:
        return None
    return Thread(
        voice_id=voice.pk,
        text=voice.text,
        said_at=voice.said_at,
        kept_at=voice.kept_at,
        state=voice.state,
        messages=_messages(voice),
    )


def quotes(scope: Scope, *, voice_ids: Iterable[UUID]) -> list[Quote]:
    """What was said in these voices, oldest first; nothing at all for whoever may not read voices."""
    if not policy.may(scope, Action.SEE_VOICES):
        return []
    rows = Voice.objects.filter(pk__in=list(voice_ids)).prefetch_related("messages").order_by("said_at")
    return [
        Quote(
            voice_id=v.pk,
            text=v.text,
            speaker=Speaker(v.speaker).label,
            matter=Matter(v.matter_scope).label if v.matter_scope else "",
            said_at=v.said_at,
            has_receipt=v.lookup is not None,
            messages=_messages(v),
        )
        for v in rows
    ]
