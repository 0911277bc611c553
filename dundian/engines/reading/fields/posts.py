"""Posts for officials: 包装3、质检2 · 包装(3人) · 3名包装工 · 搬运2（重体力）."""

import re
from typing import Any

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import HAN, NUMERAL, numeral, plain

N = rf"(\d{{1,4}}|[{NUMERAL}]{{1,4}})"
OF = r"(?:人|名|个|位|岗)"
NIGHT = r"夜班|夜|上夜班"
HEAVY = r"重体力|体力|重活|重"
MARKS = rf"\(({NIGHT}|{HEAVY})\)"
NUMBERING = rf"(?:^|(?<=[\s;,、]))\(?\d{{1,2}}[.、)](?={HAN})"
WORD = rf"(?:{HAN}|[A-Za-z])(?:{HAN}|[A-Za-z0-9#·-])*?(?:\([^()\d]*\))?"


def posts(cell: Cell, column: Column) -> list[dict[str, Any]]:  # noqa: ARG001 – every reader is called alike
    """Return {name, count} of each post, with night or heavy True where marked; a count not given is None."""
    if cell.is_number:
        raise Doubt(f"“{cell.shown}”只有数字，没写是什么岗位")
    found: list[dict[str, Any]] = []
    for item in _items(_unnumbered(plain(re.sub("[①-⑳]", "、", cell.shown)))):
        shared = re.fullmatch(rf"(.+?)各{N}{OF}?", item)
        names = [*found_nameless(found), shared[1]] if shared else []
        if shared:
            for post in found:
                post["count"] = numeral(shared[2]) if post["name"] in names else post["count"]
            found.append({"name": shared[1], "count": numeral(shared[2])})
        else:
            found.append(_post(item, cell))
    if not found:
        raise Doubt(f"“{cell.shown}”看不出是什么岗位")
    return found


def found_nameless(found: list[dict[str, Any]]) -> list[str]:
    """Return the names of the posts that still lack a count: 包装、质检各2 gives both two."""
    return [post["name"] for post in found if post["count"] is None]


def _unnumbered(written: str) -> str:
    """Return 1.包装3人 2.质检2人 without its numbers; 包装 3、质检 2 has none."""
    return re.sub(NUMBERING, "、", written) if re.match(NUMBERING, written) else written


def _items(written: str) -> list[str]:
    outside = re.sub(r"\(([^()]*)\)", lambda inner: f"({re.sub('[、,;/ ]', '·', inner[1])})", written)
    cut = re.split(r"[、,;.|\n+]+|/(?!人)", outside)
    pieces = [piece for item in cut for piece in (_run_together(item.strip()) if item.strip() else [])]
    return [piece.strip() for piece in pieces if piece.strip()]


def _run_together(item: str) -> list[str]:
    """Return the posts of 包装3人质检2人 or 包装3 质检2; 3名包装工 is one."""
    if re.match(N, item) and re.match(rf"{N}{OF}", item):
        return item.split(" ")
    return re.split(rf"(?<=[\d人名个位)]) *(?={HAN})(?![人名个位岗])", item)


def _post(item: str, cell: Cell) -> dict[str, Any]:
    marks = {}
    for mark in re.findall(MARKS, item):
        marks["night" if re.fullmatch(NIGHT, mark) else "heavy"] = True
    bare = re.sub(MARKS, "", item).replace(" ", "")
    behind = re.fullmatch(rf"({WORD})[:*x×X-]?\(?(?:共|需)?{N}{OF}?\)?", bare)
    before = re.fullmatch(rf"{N}{OF}({WORD})", bare)
    alone = re.fullmatch(rf"{WORD}", bare)
    about = re.fullmatch(rf"({WORD}?)约{N}{OF}?(?:左右)?", bare) or re.fullmatch(rf"({WORD}){N}{OF}?左右", bare)
    if behind and not about:
        return {"name": behind[1], "count": numeral(behind[2]), **marks}
    if before:
        return {"name": before[2], "count": numeral(before[1]), **marks}
    if alone and not re.search(r"若干|不限|约|左右|多名|数名|等$|待定|看情况", bare):
        return {"name": bare, "count": None, **marks}
    fix = f"{about[1]}{numeral(about[2])}" if about else None
    raise Doubt(f"“{cell.shown}”：“{item}”看不出是什么岗位、几个人，写成“包装3、质检2”", fix=fix)
