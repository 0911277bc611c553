"""How long a roster takes from its file to the list of a programme, and how long each page of the wizard is awaited.

usage: python bench/imports.py [ROWS …]        default 108 5000

A house of its own in a temporary folder. People, units and numbers are invented. Every figure is one run: what is read
is the whole file, what is timed of a page is the whole request at the desk.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dundian.site.postgres import server
from dundian.site.resetting import reset

SIZES = (108, 5000)
HEADS = ("序号", "姓名", "性别", "出生年月", "政治面貌", "单位", "职务", "手机", "身份证号", "可参加期次", "能否任组长")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", "伟芳娜敏静强磊军洋勇艳杰涛明超兰霞平刚英华玉萍红"


def id_number(born: date, serial: int) -> str:
    """A number whose check digit is right; the place is one that no office gives out."""
    body = f"999999{born:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def roster(size: int) -> bytes:
    """An office's list of so many people; every seventieth has a sex that nobody can read."""
    dice, book = random.Random(size), Workbook()  # noqa: S311 – invented people, not secrets
    sheet = book.active
    assert sheet is not None
    sheet.append(["蹲点干部名册（虚构）"])
    sheet.append(HEADS)
    for number in range(1, size + 1):
        born = date(1965, 1, 1) + timedelta(days=dice.randrange(12_000))
        serial = number % 1000
        name = dice.choice(FAMILY) + dice.choice(GIVEN) + dice.choice(GIVEN)
        sex = "不详" if number % 70 == 0 else "男" if serial % 2 else "女"
        unit, post = f"第{number // 10}处", dice.choice(("科员", "主任", "科长"))
        numbers = (13_800_000_000 + number, id_number(born, serial))
        phases, leads = dice.choice(("一、三", "均可", "二")), dice.choice(("是", "否"))
        party = dice.choice(("中共党员", "群众"))
        sheet.append([number, name, sex, f"{born:%Y.%m}", party, unit, post, *numbers, phases, leads])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def timed(title: str, work: Callable[[], Any]) -> Any:
    since = time.monotonic()
    result = work()
    print(f"  {title:<46}{time.monotonic() - since:8.2f} s", flush=True)
    return result


class Desk:
    """An organiser with a programme of three phases, in the middle of an import."""

    def __init__(self) -> None:
        from django.test import Client
        from django.utils import timezone

        from dundian.features.programme import services as programme
        from dundian.features.registry import services as registry

        self.at = timezone.now()
        account_id = registry.open_account(username=f"bench{self.at:%H%M%S%f}", name="测量", at=self.at)
        programme.grant(account_id=account_id, role="ORGANISER", programme_id=None)
        self.programme_id = programme.start_programme(name="测量季", at=self.at, by="bench")
        for number in (1, 2, 3):
            start = date(2026, 5, 4) + timedelta(days=14 * number)
            programme.add_phase(
                programme_id=self.programme_id,
                number=number,
                start_on=start,
                end_on=start + timedelta(days=4),
                by="bench",
                at=self.at,
            )
        self.client = Client(HTTP_HOST="localhost:8000")
        self.client.force_login(registry.Account.objects.get(pk=account_id))

    def asked(self, address: str, *, then: int = 200) -> Any:
        answer = self.client.get(address)
        assert answer.status_code == then, (address, answer.status_code)
        return answer

    def sent(self, address: str, data: dict[str, Any] | None = None) -> str:
        answer = self.client.post(address, data or {})
        assert answer.status_code == 302, (address, answer.status_code)
        return str(answer["Location"])

    def hand_in(self, content: bytes) -> str:
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = SimpleUploadedFile("名册.xlsx", content)
        return self.sent(f"/p/{self.programme_id}/imports/roster/", {"file": file}).removesuffix("columns/")


def measured(size: int) -> None:
    from django.utils import timezone

    from dundian.doors.desk.imports.reading import context_of
    from dundian.engines.reading.tables import read_table
    from dundian.features.programme import services as programme
    from dundian.features.programme.scope import EVERYTHING, Scope, in_scope
    from dundian.features.registry import services as registry

    print(f"{size} rows")
    content, desk = roster(size), Desk()
    context = context_of(desk.programme_id, timezone.localdate())
    reading = timed("read", lambda: read_table(content, filename="名册.xlsx", kind="roster", context=context))
    rows = registry.rows_to_take(reading)
    source = registry.Source(file_name="名册.xlsx", digest="0" * 64, by="bench", at=desk.at)

    def take() -> Any:
        return programme.take_roster(rows=rows, source=source, programme_id=desk.programme_id)

    def undo(batch_id: int) -> None:
        with in_scope(Scope(by="bench", tokens=frozenset({EVERYTHING}))):
            registry.undo_import(batch_id=batch_id, by="bench", at=desk.at)

    first = timed("take", take)
    assert (first.made_count, first.left_out) == (len(rows), ())
    again = timed("take again, unchanged", take)
    assert again.same_count == len(rows)
    timed("undo what changed nothing", lambda: undo(again.batch_id))
    timed("undo", lambda: undo(first.batch_id))

    draft = timed("desk: hand the file in", lambda: desk.hand_in(content))
    timed("desk: columns", lambda: desk.asked(f"{draft}columns/"))
    timed("desk: columns settled", lambda: desk.sent(f"{draft}columns/"))
    timed("desk: rows", lambda: desk.asked(f"{draft}rows/"))
    timed("desk: rows again", lambda: desk.asked(f"{draft}rows/"))
    fault = reading.errors[0]
    mended = {"skip": f'["{fault.sheet}", {fault.row}]'}
    timed("desk: one row mended", lambda: desk.sent(f"{draft}rows/", mended))
    timed("desk: rows after that", lambda: desk.asked(f"{draft}rows/"))
    batch = timed("desk: take", lambda: desk.sent(f"{draft}take/"))
    timed("desk: what it did", lambda: desk.asked(batch))
    timed("desk: the list of officials", lambda: desk.asked(f"/p/{desk.programme_id}/officials/"))
    timed("desk: undo", lambda: desk.sent(f"{batch}undo/"))


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    home = Path(tempfile.mkdtemp(prefix="dundian-bench-"))
    try:
        with server(home) as database:
            env = {"DUNDIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "dundian.site.settings"}
            os.environ |= env | {"DATABASE_URL": database.owner_url}
            subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True)
            database.renew_grants()
            os.environ["DATABASE_URL"] = database.app_url
            import django

            django.setup()
            for size in sizes:
                measured(size)
            from django.db import connection

            connection.close()
    finally:
        os.environ.pop("DATABASE_URL", None)
        reset(home)
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
