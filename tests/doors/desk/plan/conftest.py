"""The job of a plan, inside the transaction of a test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job runs inside the test's transaction, whose connection it must not close."""
    monkeypatch.setattr("dundian.doors.clock.plans.close_old_connections", lambda: None)
