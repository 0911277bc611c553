"""Laying weeks out: deferred by the desk under its name, since doors do not know each other."""

from __future__ import annotations

import time

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from dundian.features.programme.services import weeks
from dundian.features.programme.services.plans import Time


@app.task(name="week.work_out", queue="plans")
def work_out(run_id: int) -> None:
    """Carry one run out."""
    close_old_connections()
    try:
        weeks.work_weeks_out(run_id=run_id, time=Time(clock=time.monotonic, now=timezone.now))
    finally:
        close_old_connections()
