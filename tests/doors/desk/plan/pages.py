"""Where the pages of a plan are, and the steps that their forms take."""

from __future__ import annotations

from django.test import Client

from dundian.features.programme.services import seats
from tests.features.programme.season import Season


def at(of: Season, part: str = "") -> str:
    return f"/p/{of.programme_id}/plan/{part}"


def where(of: Season, official_id: int) -> int:
    seat = seats.seats_of(of.programme_id)[official_id]
    return seat["group"] if seat else 0


def move(client: Client, of: Season, who: int, to: int, *, seen: int | None = None) -> str:
    step = f"{who}:{where(of, who) if seen is None else seen}:{to}"
    return client.post(at(of, "move/"), {"step": step}, follow=True).content.decode()


def send(client: Client, of: Season) -> str:
    return client.post(at(of, "send/now/"), follow=True).content.decode()
