"""When each sweep runs. The worker is `python -m django procrastinate worker`; it needs PROCRASTINATE_IMPORT_PATHS.

A lock of its own keeps each sweep from waiting in line twice; the job is one row, whatever the sweep finds.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from . import sweeps


def _now(sweep: Callable[..., object]) -> None:
    """Run a sweep on a connection that is known to work: the server may have been restarted since the last one."""
    close_old_connections()
    try:
        sweep(at=timezone.now())
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="open_parcels", queueing_lock="open_parcels", lock="open_parcels")
def open_parcels(timestamp: int) -> None:  # noqa: ARG001 – when it was due; what counts is now
    """Every minute."""
    _now(sweeps.open_parcels)


@app.periodic(cron="*/10 * * * *")
@app.task(name="watch_deadlines", queueing_lock="watch_deadlines", lock="watch_deadlines")
def watch_deadlines(timestamp: int) -> None:  # noqa: ARG001 – see above
    """Every ten minutes: a due day that moved or a new day is noticed soon, and a second look changes nothing."""
    _now(sweeps.watch_deadlines)


@app.periodic(cron="* * * * *")
@app.task(name="propose_classes", queueing_lock="propose_classes", lock="propose_classes")
def propose_classes(timestamp: int) -> None:  # noqa: ARG001 – see above
    """Every minute: whoever verifies a case finds the proposal there."""
    _now(sweeps.propose_classes)


@app.periodic(cron="*/10 * * * *")
@app.task(name="ask_enterprises", queueing_lock="ask_enterprises", lock="ask_enterprises")
def ask_enterprises(timestamp: int) -> None:  # noqa: ARG001 – see above
    """Every ten minutes: a week that was laid out late is put before its enterprise at once."""
    _now(sweeps.ask_enterprises)


@app.periodic(cron="* * * * *")
@app.task(name="take_up_stalled", queueing_lock="take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:  # noqa: ARG001 – see above
    """Every minute: give back to the queue what a worker was doing when it died.

    Without this a sweep that was running then would hold its lock for ever, and never run again.
    """
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job, retry_at=timezone.now())
