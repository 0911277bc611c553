"""Two organisers at one plan, on two connections."""

from __future__ import annotations

import threading

from django.db import connection

from dundian.features.programme.services import moves, seats
from dundian.features.programme.services.moves import Step
from tests.actors import NOW

from .season import BY, season, solved


def test_two_organisers_who_move_the_same_official_at_once_move_him_once(committed: None) -> None:
    of = season()
    solved(of)
    who = of.officials[0]
    seat = seats.seats_of(of.programme_id)[who]
    assert seat is not None
    here = seat["group"]
    targets = [g for g in of.groups if g != here][:2]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def race(to: int) -> None:
        try:
            start.wait()
            step = Step(official_id=who, seen=here, to=to)
            moves.move(programme_id=of.programme_id, steps=(step,), by=BY, at=NOW)
            outcomes.append("moved")
        except moves.MovedMeanwhile:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(to,)) for to in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "refused"]
    after = seats.seats_of(of.programme_id)[who]
    assert after is not None
    assert after["group"] in targets
