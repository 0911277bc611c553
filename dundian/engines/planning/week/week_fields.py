"""The fields that only a week has, on top of those of every planning file: clock times, spans, days, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dundian.engines.planning.fields import Fields
from dundian.engines.planning.week.problem import DAY, Span

_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


class WeekFields(Fields):
    """A JSON object of a week's file. Clock times are "HH:MM"."""

    def span(self, start: str = "start", end: str = "end") -> Span:
        """Take two clock times; an end that is not after the start lies on the next day."""
        return self._over_midnight(start, self._clock(start, self._take(start)), self._clock(end, self._take(end)))

    def spans(self, key: str) -> tuple[Span, ...]:
        """Take a list of ["HH:MM", "HH:MM"]; absent is empty."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self._bad(key, "这里要写一个列表（[ ]）")
        return tuple(self._pair(f"{key}[{i}]", each) for i, each in enumerate(value))

    def clock(self, key: str, *, default: int) -> int:
        """Take a clock time that may be absent."""
        value = self._take(key, None)
        return default if value is None else self._clock(key, value)

    def days(self, key: str, *, default: list[str] | None = None) -> tuple[date, ...]:
        """Take a list of days as YYYY-MM-DD, none of them twice."""
        value = self._take(key) if default is None else self._take(key, default)
        found = tuple(self._day(f"{key}[{i}]", each) for i, each in enumerate(self._texts(key, value)))
        if len(set(found)) < len(found):
            raise self._bad(key, "同一天写了两遍")
        return found

    def by_day(self, key: str) -> Mapping[date, str]:
        """Take an object of day → text; absent is empty."""
        value = self._object(key)
        return {self._day(f"{key}.{day}", day): self._text(f"{key}.{day}", each) for day, each in value.items()}

    def counts(self, key: str) -> Mapping[str, int]:
        """Take an object of id → whole number; absent is empty."""
        return {each: self._whole(f"{key}.{each}", count, 1000) for each, count in self._object(key).items()}

    def wholes(self, key: str, *, default: tuple[int, ...]) -> tuple[int, ...]:
        """Take a list of whole numbers that is not empty."""
        value = self._take(key, list(default))
        if not isinstance(value, list) or not value:
            raise self._bad(key, "这里要写一个列表（[ ]）")
        return tuple(self._whole(f"{key}[{i}]", each, 10_000) for i, each in enumerate(value))

    def between(self, key: str, least: int, most: int, *, default: int) -> int:
        """Take a whole number within limits that may be absent."""
        value = self.whole(key, default=default)
        if not least <= value <= most:
            raise self._bad(key, f"这里要写 {least} 到 {most}")
        return value

    def _object(self, key: str) -> dict[str, Any]:
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self._bad(key, "这里要写一组字段（{ }）")
        return value

    def _pair(self, key: str, value: Any) -> Span:
        if not isinstance(value, list) or len(value) != 2:
            raise self._bad(key, "钟点要写成 [“11:30”, “12:30”] 这样一对")
        return self._over_midnight(key, self._clock(key, value[0]), self._clock(key, value[1]))

    def _over_midnight(self, key: str, start: int, end: int) -> Span:
        if start >= DAY:
            raise self._bad(key, "开始的钟点要早于 24:00")
        if start == end:
            raise self._bad(key, "开始、结束是同一个钟点")
        return start, end if end > start else end + DAY

    def _clock(self, key: str, value: Any) -> int:
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None or int(found[1]) * 60 + int(found[2]) > DAY:
            raise self._bad(key, "钟点要写成 07:30 这样")
        return int(found[1]) * 60 + int(found[2])

    def _day(self, key: str, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self._bad(key, "日期要写成 2021-05-10 这样") from None
