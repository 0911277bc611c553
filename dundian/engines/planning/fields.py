"""One JSON object, taken apart field by field: what is asked for is checked, what is left over is refused."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Self

_MISSING: Any = object()


class BadProblem(Exception):
    """这个文件不是一份能算的分组问题。"""


@lru_cache(maxsize=10_000)
def _shared(names: frozenset[str]) -> frozenset[str]:
    """Return one and the same set for equal sets: a large roster holds few different ones."""
    return names


class Fields:
    """A JSON object at a path. Every method takes one field; `done` refuses what nobody took."""

    def __init__(self, value: Any, path: str) -> None:
        self.path = path or "文件"
        self._prefix = f"{path}." if path else ""
        if not isinstance(value, dict):
            raise BadProblem(f"{self.path}：这里要写一组字段（{{ }}）。")
        self._left = dict(value)

    def done(self) -> None:
        """Refuse what is left: an unknown key is a slip of the pen."""
        for key in self._left:
            raise BadProblem(f"{self._prefix}{key}：不认识这个字段。")

    def name(self, key: str) -> str:
        """Take a text that is not empty."""
        return self._text(key, self._take(key))

    def optional_name(self, key: str) -> str | None:
        """Take a text that may be null or absent."""
        value = self._take(key, None)
        return None if value is None else self._text(key, value)

    def choice(self, key: str, among: Collection[str]) -> str:
        """Take one of a few texts."""
        return self._among(key, self.name(key), among)

    def names(
        self, key: str, *, among: Collection[str] | None = None, default: Iterable[str] | None = None
    ) -> frozenset[str]:
        """Take a list of texts as a set."""
        found = self._texts(key, self._take(key, _MISSING if default is None else list(default)))
        return _shared(frozenset(found if among is None else (self._among(key, each, among) for each in found)))

    def name_list(self, key: str) -> tuple[str, ...]:
        """Take a list of texts in its order; absent is empty."""
        return tuple(dict.fromkeys(self._texts(key, self._take(key, []))))

    def truth(self, key: str, *, default: bool | None = None) -> bool:
        """Take true or false."""
        value = self._take(key, _MISSING if default is None else default)
        if not isinstance(value, bool):
            raise self._bad(key, "这里只能写 true 或 false")
        return value

    def whole(self, key: str, *, largest: int | None = None, default: int | None = None) -> int:
        """Take a whole number from 0."""
        return self._whole(key, self._take(key, _MISSING if default is None else default), largest)

    def optional_whole(self, key: str) -> int | None:
        """Take a whole number from 0 that may be null or absent."""
        value = self._take(key, None)
        return None if value is None else self._whole(key, value)

    def number(self, key: str, *, default: float) -> float:
        """Take a number from 0."""
        value = self._number(key, self._take(key, default))
        if value < 0:
            raise self._bad(key, "这里不能小于 0")
        return value

    def day(self, key: str) -> date | None:
        """Take a day as YYYY-MM-DD that may be null or absent."""
        text = self.optional_name(key)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            raise self._bad(key, "日期要写成 2021-05-10 这样") from None

    def point(self, key: str) -> tuple[float, float] | None:
        """Take [x, y] that may be null or absent."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            raise self._bad(key, "位置要写成 [x, y]")
        return self._number(key, value[0]), self._number(key, value[1])

    def range(self, key: str) -> tuple[int, int]:
        """Take [least, most]."""
        return self._range(key, self._take(key))

    def ranges(self, key: str, count: int) -> tuple[tuple[int, int], ...] | None:
        """Take `count` pairs of [least, most] that may be null or absent."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != count:
            raise self._bad(key, f"这里要写 {count} 对 [2, 5] 这样的数，先最少后最多")
        return tuple(self._range(key, each) for each in value)

    def rooms(self, key: str) -> tuple[int, ...] | None:
        """Take the beds of each room, [[4], [2]] or [4, 2], that may be null or absent."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._bad(key, "房间要写成 [[4], [4], [2]] 这样，一间一个床位数")
        rooms = (each[0] if isinstance(each, list) and len(each) == 1 else each for each in value)
        return tuple(self._whole(key, each) for each in rooms)

    def mapping(self, key: str) -> Mapping[str, str | None] | None:
        """Take an object of id → id or null, that may be null or absent."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._bad(key, "这里要写一组字段，干部在前，派驻点在后")
        return {who: None if where is None else self._text(f"{key}.{who}", where) for who, where in value.items()}

    def object(self, key: str) -> Self:
        """Take an object."""
        return type(self)(self._take(key), f"{self._prefix}{key}")

    def optional_object(self, key: str) -> Self | None:
        """Take an object that may be null or absent."""
        value = self._take(key, None)
        return None if value is None else type(self)(value, f"{self._prefix}{key}")

    def objects(self, key: str) -> list[Self]:
        """Take a list of objects."""
        value = self._take(key)
        if not isinstance(value, list):
            raise self._bad(key, "这里要写一个列表（[ ]）")
        return [type(self)(each, f"{self._prefix}{key}[{i}]") for i, each in enumerate(value)]

    def _take(self, key: str, default: Any = _MISSING) -> Any:
        value = self._left.pop(key, default)
        if value is _MISSING:
            raise self._bad(key, "少了这个字段")
        return value

    def _bad(self, key: str, why: str) -> BadProblem:
        return BadProblem(f"{self._prefix}{key}：{why}。")

    def _text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._bad(key, "这里要写文字")
        return sys.intern(value)  # one unit or one phase stands in thousands of rows

    def _texts(self, key: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            raise self._bad(key, "这里要写一个列表（[ ]）")
        return [self._text(key, each) for each in value]

    def _among(self, key: str, value: str, among: Collection[str]) -> str:
        if value not in among:
            raise self._bad(key, f"只能写 {'、'.join(among)}，这里是 {value}")
        return value

    def _whole(self, key: str, value: Any, largest: int | None = None) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= (largest or 10**9):
            raise self._bad(key, "这里要写整数，" + (f"0 到 {largest}" if largest else "不小于 0"))
        return value

    def _number(self, key: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self._bad(key, "这里要写一个数")
        return float(value)

    def _range(self, key: str, value: Any) -> tuple[int, int]:
        if not isinstance(value, list) or len(value) != 2:
            raise self._bad(key, "这里要写 [2, 5] 这样一对数，先最少后最多")
        least, most = self._whole(key, value[0]), self._whole(key, value[1])
        if least > most:
            raise self._bad(key, "最少不能大于最多")
        return least, most
