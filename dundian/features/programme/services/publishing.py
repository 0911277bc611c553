"""发通知: what everybody is told, the calendars that follow it, and who may lead a group at the desk.

A calendar's address holds a secret of 32 bytes. It is found by its hash, and kept sealed under the registry's key
besides, so that the office can hand the same address out again; a stolen database opens no calendar. A new address
ends the old one at once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypedDict
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from dundian.features.ledger.services import record
from dundian.features.registry.models import Account
from dundian.features.registry.sealed import seal

from ..models import CalendarEvent, CalendarFeed, Grant, Notice, NoticeWords, Official, Placement, Publication
from ..queries.notices import notices_now
from ..queries.problem import place_words
from .grants import give, withdraw
from .seats import hold

CHINA = ZoneInfo("Asia/Shanghai")
# An event of an official: its kind and, of the week, which entry.
Which = tuple[str, str]


class NothingToPublish(Exception):
    """还没有人分好组，没什么可发的。"""


class NothingNew(Exception):
    """和上次发的一样，没有新的可发。"""


class NotPublished(Exception):
    """通知还没发给这个人，日历也就还没有。"""


class NoCalendar(Exception):
    """这个人没有日历地址，不用作废。"""


class Words(TypedDict):
    """What the organiser writes into every notice."""

    report_time: time | None
    report_place: str
    bring: str
    rules: str
    contact: str


@transaction.atomic
def write_words(*, programme_id: int, words: Words, by: str, at: datetime) -> None:
    """Set the organiser's words of a programme; they go out with the next sending."""
    hold(programme_id)
    NoticeWords.objects.update_or_create(programme_id=programme_id, defaults=dict(words))
    record(step="NOTICE_WORDS", subject=f"programme:{programme_id}", by=by, at=at)


@transaction.atomic
def publish(*, programme_id: int, by: str, at: datetime) -> int:
    """Tell everybody where he goes, renew the calendars, and return how many were told something new.

    Raises NothingToPublish, NothingNew. Who is no longer placed loses his notice, his events are cancelled.
    """
    hold(programme_id)
    now = notices_now(programme_id)
    sent = {n.official_id: n for n in Notice.objects.filter(official__programme_id=programme_id)}
    if not now and not sent:
        raise NothingToPublish
    fresh = {pk: facts for pk, facts in now.items() if pk not in sent or sent[pk].facts != facts}
    gone = sent.keys() - now.keys()
    if not fresh and not gone:
        raise NothingNew
    publication = Publication.objects.create(
        programme_id=programme_id, at=at, by=by, notice_count=len(now), changed_count=len(fresh) + len(gone)
    )
    Notice.objects.filter(official_id__in=[*fresh, *gone]).delete()
    Notice.objects.bulk_create(
        Notice(official_id=pk, publication=publication, facts=facts) for pk, facts in fresh.items()
    )
    _make_feeds(fresh.keys(), at)
    _renew_events({**fresh, **dict.fromkeys(gone)}, at)
    _let_leaders_in(programme_id, by=by, at=at)
    facts = {"told": len(now), "changed": len(fresh) + len(gone)}
    record(step="PUBLISH", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
    return len(fresh) + len(gone)


def _secret_hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _feed(official_id: int, at: datetime) -> CalendarFeed:
    secret = secrets.token_urlsafe(32)
    return CalendarFeed(
        official_id=official_id, secret_hash=_secret_hash(secret), secret_sealed=seal(secret), made_at=at
    )


def _make_feeds(official_ids: Any, at: datetime) -> None:
    known = set(CalendarFeed.objects.filter(official_id__in=official_ids).values_list("official_id", flat=True))
    CalendarFeed.objects.bulk_create(_feed(pk, at) for pk in official_ids if pk not in known)


@transaction.atomic
def renew_calendar(*, programme_id: int, official_id: int, by: str, at: datetime) -> None:
    """Give an official's calendar a new address and end the old one; raises NotPublished."""
    found = CalendarFeed.objects.select_for_update().filter(
        official_id=official_id, official__programme_id=programme_id
    )
    if not found.exists():
        raise NotPublished
    found.delete()
    _feed(official_id, at).save()
    record(step="RENEW_CALENDAR", subject=f"official:{official_id}", by=by, at=at)


@transaction.atomic
def revoke_calendar(*, programme_id: int, official_id: int, by: str, at: datetime) -> None:
    """End the address of an official's calendar; the next notice makes a new one. Raises NoCalendar."""
    feed = CalendarFeed.objects.filter(official_id=official_id, official__programme_id=programme_id)
    if not feed.delete()[0]:
        raise NoCalendar
    record(step="REVOKE_CALENDAR", subject=f"official:{official_id}", by=by, at=at)


def _renew_events(told: Mapping[int, dict[str, Any] | None], at: datetime) -> None:
    """Bring the events of these officials up to what they were told; None = he is not placed any more."""
    known: dict[int, dict[Which, CalendarEvent]] = defaultdict(dict)
    for event in CalendarEvent.objects.filter(official_id__in=list(told)):
        known[event.official_id][event.kind, event.slot] = event
    for official_id, notice in told.items():
        wanted = {**_events(notice), **_slot_events(notice)} if notice else {}
        for which, facts in wanted.items():
            _keep_event(known[official_id].get(which), official_id, which, facts, at)
        for which, event in known[official_id].items():
            if which not in wanted and not event.is_cancelled:
                event.is_cancelled, event.sequence, event.stamped_at = True, event.sequence + 1, at
                event.save()


def _keep_event(
    event: CalendarEvent | None, official_id: int, which: Which, facts: dict[str, str], at: datetime
) -> None:
    if event is None:
        uid, (kind, slot) = f"{uuid4()}@dundian", which
        CalendarEvent.objects.create(official_id=official_id, kind=kind, slot=slot, uid=uid, facts=facts, stamped_at=at)
    elif event.is_cancelled or event.facts != facts:
        event.facts, event.is_cancelled = facts, False
        event.sequence, event.stamped_at = event.sequence + 1, at
        event.save()


def _events(notice: dict[str, Any]) -> dict[Which, dict[str, str]]:
    host = notice["enterprise"]
    place = "".join(filter(None, (host["county"], host["township"], host["name"]))) if host else ""
    lines = [
        place_words(notice["phase"], notice["group"]) + (f"，组长 {notice['leader']}" if notice["leader"] else ""),
        f"企业联系人 {host['contact']}" if host and host["contact"] else "",
        f"带上：{notice['bring']}" if notice["bring"] else "",
        f"有事找：{notice['contact']}" if notice["contact"] else "",
    ]
    text = "\n".join(line for line in lines if line)
    where = host["name"] if host else f"{notice['group']} 组"
    events: dict[Which, dict[str, str]] = {
        ("WEEK", ""): {
            "start": notice["start"],
            "end": notice["end"],
            "summary": f"蹲点：{where}",
            "place": place,
            "text": text,
        }
    }
    if notice["report_time"]:
        moment = datetime.combine(date.fromisoformat(notice["start"]), time.fromisoformat(notice["report_time"]), CHINA)
        events["REPORT", ""] = {
            "at": moment.astimezone(UTC).isoformat(),
            "summary": f"报到：{where}",
            "place": notice["report_place"] or place,
            "text": text,
        }
    return events


def _slot_events(notice: dict[str, Any]) -> dict[Which, dict[str, str]]:
    """The entries of his week, each under the name that it keeps when it moves within its day."""
    host = notice["enterprise"]["name"] if notice["enterprise"] else ""
    found: dict[Which, dict[str, str]] = {}
    for line in notice.get("week", ()):
        midnight = datetime.combine(date.fromisoformat(line["day"]), time(), CHINA)
        found["SLOT", line["slot"]] = {
            "at": (midnight + timedelta(minutes=line["start"])).astimezone(UTC).isoformat(),
            "until": (midnight + timedelta(minutes=line["end"])).astimezone(UTC).isoformat(),
            "summary": line["what"] + (f"：{line['with']}" if line["with"] else ""),
            "place": line["place"] or host,
            "text": f"{place_words(notice['phase'], notice['group'])} {host}".strip(),
        }
    return found


def _let_leaders_in(programme_id: int, *, by: str, at: datetime) -> None:
    """Give the account of each leader his group at the desk, and take it from officials who do not lead it (any more).

    Grants of accounts that belong to nobody on this roster were given by hand and stay.
    """
    people = Official.objects.filter(programme_id=programme_id).values("person_id")
    accounts = dict(Account.objects.filter(person_id__in=people).values_list("person_id", "pk"))
    leading = Placement.objects.filter(official__programme_id=programme_id, is_leader=True)
    wanted = {
        (accounts[person_id], group_id)
        for person_id, group_id in leading.values_list("official__person_id", "group_id")
        if person_id in accounts
    }
    held = Grant.objects.filter(
        role=Grant.Role.LEADER, group__phase__programme_id=programme_id, account_id__in=accounts.values()
    )
    for row in held:
        if (row.account_id, row.group_id) not in wanted:
            withdraw(grant_id=row.pk, by=by, at=at)
    for account_id, group_id in sorted(wanted):
        give(account_id=account_id, role=Grant.Role.LEADER, place={"group_id": group_id}, by=by, at=at)
