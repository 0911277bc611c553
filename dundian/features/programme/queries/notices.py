"""What each official is to be told: built from the plan as it is now, or as it was last published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dundian.features.registry.models import Enterprise
from dundian.features.registry.sealed import unseal

from ..models import CalendarEvent, CalendarFeed, Group, GroupWeek, Notice, NoticeWords, Placement, Publication
from ..timetables import lines_of, timetable_of, week_of
from .officials import ROLES
from .problem import place_words


@dataclass(frozen=True, kw_only=True)
class Words:
    """The organiser's own words in every notice."""

    report_time: time | None
    report_place: str
    bring: str
    rules: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One official's line on the sending page. `state`: NEW, CHANGED, SENT, GONE (told, but no longer placed)."""

    official_id: int
    name: str
    group_words: str
    state: str
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PublicationRow:
    """One sending."""

    at: datetime
    by: str
    notice_count: int
    changed_count: int


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One calendar event. With `starts_at` it is a moment; else whole days, `end_on` included."""

    uid: str
    sequence: int
    is_cancelled: bool
    stamped_at: datetime
    summary: str
    place: str
    text: str
    start_on: date | None = None
    end_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def notice_words(programme_id: int) -> Words:
    """The organiser's words; empty before he wrote any."""
    row = NoticeWords.objects.filter(programme_id=programme_id).first() or NoticeWords()
    return Words(
        report_time=row.report_time,
        report_place=row.report_place,
        bring=row.bring,
        rules=row.rules,
        contact=row.contact,
    )


def notices_now(programme_id: int) -> dict[int, dict[str, Any]]:
    """What everybody who is placed would be told now, by official: plain JSON, in the order of phases and groups."""
    rows = (
        Placement.objects.filter(official__programme_id=programme_id)
        .select_related("official__person__home_unit", "group__phase__programme", "group__enterprise")
        .order_by("group__phase__number", "group__number", "-is_leader", "official_id")
    )
    words = notice_words(programme_id)
    by_group: dict[int, list[Placement]] = defaultdict(list)
    for row in rows:
        by_group[row.group_id].append(row)
    weeks = _agreed_weeks(programme_id)
    return {
        row.official_id: _facts(row, by_group[row.group_id], words) | _week_of(row, weeks.get(row.group_id))
        for row in rows
    }


def _agreed_weeks(programme_id: int) -> dict[int, dict[str, Any]]:
    """The timetables that enterprises agreed to last, of groups that are still there in the same days."""
    rows = GroupWeek.objects.filter(group__phase__programme_id=programme_id).exclude(agreed={})
    found = {}
    for row in rows.select_related("group__phase", "group__enterprise"):
        facts, phase, host = row.agreed["facts"], row.group.phase, row.group.enterprise
        days = facts["days"][0], facts["days"][-1]
        if host and host.name == facts["enterprise"] and days == (str(phase.start_on), str(phase.end_on)):
            found[row.group_id] = row.agreed
    return found


def _week_of(row: Placement, agreed: dict[str, Any] | None) -> dict[str, Any]:
    """His own lines of the week; nothing where there are none, so that what was told before stays the same."""
    lines = list(lines_of(week_of(agreed["facts"]), timetable_of(agreed), f"o{row.official_id}")) if agreed else []
    return {"week": lines} if lines else {}


def _facts(row: Placement, mates: list[Placement], words: Words) -> dict[str, Any]:
    phase, group = row.group.phase, row.group
    leader = next((mate.official.person.name for mate in mates if mate.is_leader), None)
    return {
        "programme": phase.programme.name,
        "host": phase.programme.host,
        "name": row.official.person.name,
        "is_leader": row.is_leader,
        "roles": [name for key, name in ROLES if key in row.official.roles],
        "phase": phase.number,
        "start": phase.start_on.isoformat(),
        "end": phase.end_on.isoformat(),
        "group": group.number,
        "leader": leader,
        "mates": [_mate(mate) for mate in mates if mate.official_id != row.official_id],
        "enterprise": _host(group.enterprise, group) if group.enterprise else None,
        "workshop": row.workshop,
        "post": row.post,
        "report_time": words.report_time.strftime("%H:%M") if words.report_time else None,
        "report_place": words.report_place,
        "bring": words.bring,
        "rules": words.rules,
        "contact": words.contact,
    }


def _mate(mate: Placement) -> dict[str, str]:
    person = mate.official.person
    return {"name": person.name, "unit": person.home_unit.name if person.home_unit else ""}


def _host(enterprise: Enterprise, group: Group) -> dict[str, Any]:
    return {
        "id": enterprise.pk,
        "name": enterprise.name,
        "county": enterprise.county,
        "township": enterprise.township,
        "workers": enterprise.worker_count,
        "shifts": enterprise.shifts,
        "contact": enterprise.contact,
        "contact_phone": enterprise.contact_phone_mask,
        "beds_male": enterprise.beds_male if group.beds_male is None else group.beds_male,
        "beds_female": enterprise.beds_female if group.beds_female is None else group.beds_female,
        "is_night": group.is_night,
        "is_heavy": group.is_heavy,
    }


def notice_rows(programme_id: int) -> list[NoticeRow]:
    """Everybody who is placed or was told something, and whether what he was told still holds."""
    now = notices_now(programme_id)
    sent = {
        notice.official_id: notice
        for notice in Notice.objects.filter(official__programme_id=programme_id).select_related("publication")
    }
    rows = [_row(pk, facts, sent.get(pk)) for pk, facts in now.items()]
    gone = [notice for pk, notice in sent.items() if pk not in now]
    return rows + [_row(notice.official_id, notice.facts, notice, state="GONE") for notice in gone]


def withdrawn(programme_id: int) -> list[NoticeRow]:
    """Those who were told that they do not go any more, and whose calendar address still opens."""
    rows = CalendarFeed.objects.filter(official__programme_id=programme_id, official__placement=None)
    told = Notice.objects.filter(official__programme_id=programme_id).values("official_id")
    return [
        NoticeRow(official_id=pk, name=name, group_words="", state="WITHDRAWN", sent_at=None)
        for pk, name in rows.exclude(official_id__in=told).values_list("official_id", "official__person__name")
    ]


def events_of(official_id: int, *, programme_id: int) -> list[EventRow]:
    """What stands or once stood in an official's calendar, cancelled entries too."""
    rows = CalendarEvent.objects.filter(official_id=official_id, official__programme_id=programme_id)
    return [_event(row) for row in rows.order_by("pk")]


def _row(official_id: int, facts: dict[str, Any], notice: Notice | None, *, state: str = "") -> NoticeRow:
    sent = "SENT" if notice and notice.facts == facts else "CHANGED"
    return NoticeRow(
        official_id=official_id,
        name=facts["name"],
        group_words=place_words(facts["phase"], facts["group"]),
        state=state or (sent if notice else "NEW"),
        sent_at=notice.publication.at if notice else None,
    )


def notice_of(official_id: int, *, programme_id: int) -> dict[str, Any] | None:
    """What somebody was told last, None before he was told anything.

    The enterprise's telephone is kept as a mask in what was told; here it is opened, for him who has to ring it.
    """
    row = Notice.objects.filter(official_id=official_id, official__programme_id=programme_id).first()
    if row is None:
        return None
    facts: dict[str, Any] = row.facts
    host = Enterprise.objects.filter(pk=facts["enterprise"]["id"]).first() if facts["enterprise"] else None
    if host and host.contact_phone_sealed:
        facts["enterprise"]["contact_phone"] = unseal(host.contact_phone_sealed)
    return facts


def told_week(official_id: int) -> list[dict[str, Any]]:
    """The lines of his week as he was told last; none before a week was agreed to and sent."""
    row = Notice.objects.filter(official_id=official_id).first()
    return list(row.facts.get("week", ())) if row else []


def publications(programme_id: int) -> list[PublicationRow]:
    """Every sending, the newest first."""
    rows = Publication.objects.filter(programme_id=programme_id)
    return [PublicationRow(at=r.at, by=r.by, notice_count=r.notice_count, changed_count=r.changed_count) for r in rows]


def calendar_secret(official_id: int) -> str | None:
    """The secret of an official's calendar address, opened for who may hand it out; None before publication."""
    feed = CalendarFeed.objects.filter(official_id=official_id).first()
    return unseal(feed.secret_sealed) if feed else None


def calendar_events(secret_hash: bytes) -> tuple[str, list[EventRow]] | None:
    """The name of a calendar and its events, cancelled ones too; None for a secret that opens nothing (any more)."""
    feed = CalendarFeed.objects.filter(secret_hash=secret_hash).select_related("official__programme").first()
    if feed is None:
        return None
    rows = CalendarEvent.objects.filter(official_id=feed.official_id).order_by("pk")
    return feed.official.programme.name, [_event(row) for row in rows]


def _event(row: CalendarEvent) -> EventRow:
    facts = row.facts
    at = facts.get("at")
    return EventRow(
        uid=row.uid,
        sequence=row.sequence,
        is_cancelled=row.is_cancelled,
        stamped_at=row.stamped_at,
        summary=facts["summary"],
        place=facts["place"],
        text=facts["text"],
        start_on=date.fromisoformat(facts["start"]) if "start" in facts else None,
        end_on=date.fromisoformat(facts["end"]) if "end" in facts else None,
        starts_at=datetime.fromisoformat(at) if at else None,
        ends_at=datetime.fromisoformat(facts["until"]) if "until" in facts else None,
    )
