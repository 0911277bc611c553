"""Two clicks at once."""

from __future__ import annotations

import threading

from django.test import Client

from dundian.features.registry import queries as registry
from dundian.features.registry.models import Person
from tests import actors
from tests.doors.desk.imports.test_wizard import ROWS, begun, book


def test_a_double_click_on_import_takes_the_rows_once(committed: None) -> None:
    from django.db import connection

    client, here, draft = begun(book(ROWS[:1]))
    statuses: list[int] = []

    def run() -> None:
        try:
            mine = Client(HTTP_HOST=actors.DESK)
            mine.cookies = client.cookies
            statuses.append(mine.post(f"{draft}take/").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302, 302]
    assert Person.objects.filter(name="测试丙").count() == 1
    assert len(registry.imports(programme_id=here)) == 1
