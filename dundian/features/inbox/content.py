"""What the bytes of a parcel say. Reading is apart from keeping: a fault here never reaches the phone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dundian.features.programme.queries import PlacementRow

VERSION = 1
# A phone's clock may be wrong by days, and the record still stands; beyond this it cannot be a moment of speaking.
EARLIEST = 2000


class Unreadable(Exception):
    """这份东西没看懂。"""


@dataclass(frozen=True, kw_only=True)
class Content:
    """The envelope around a body: what kind of body, and when it was said by the phone's clock."""

    kind: str
    said_at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A parcel on its way to the service that its kind names."""

    id: UUID
    said_at: datetime
    kept_at: datetime
    body: dict[str, Any]
    placement: PlacementRow
    by: str


def plain(text: str) -> str:
    """Text as UTF-8 and PostgreSQL can hold it: no NUL, and U+FFFD for half of a surrogate pair.

    A phone that cuts a sentence in the middle of an emoji sends such a half.
    """
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def moment(text: object) -> datetime:
    """An ISO moment with its offset; raises Unreadable for anything else."""
    written = plain(str(text))
    try:
        at = datetime.fromisoformat(written)
    except ValueError as fault:
        raise Unreadable(f"时间没看懂：{written[:40]}") from fault
    if at.tzinfo is None or at.year < EARLIEST:
        raise Unreadable(f"时间没看懂：{written[:40]}")
    return at


def words(body: dict[str, Any], name: str) -> str:
    """The text under a name, "" where it is absent. Raises Unreadable for another type."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"“{name}”应该是文字。")
    return plain(value).strip()


def read(payload: bytes) -> Content:
    """Read {"v": 1, "kind", "said_at", "body"} from UTF-8 JSON; raises Unreadable."""
    try:
        page = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise Unreadable("不是 JSON。") from fault
    if not isinstance(page, dict) or page.get("v") != VERSION:
        raise Unreadable("不是这一版的格式。")
    if not isinstance(page.get("kind"), str) or not isinstance(page.get("body"), dict):
        raise Unreadable("少了种类或内容。")
    return Content(kind=plain(page["kind"]), said_at=moment(page.get("said_at")), body=page["body"])
