"""Posts for officials: 包装3、质检2 · 包装(3人) · 3名包装工 · 搬运2（重体力）."""

import re
from typing import Any

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import DIGIT, HAN, QUANTITY, numeral, plain

N = rf"(\d{{1,4}}|{QUANTITY}{{1,4}})"
OF = r"(?:人|名|个|位|岗)"
NIGHT = r"夜班|夜|上夜班"
HEAVY = r"重体力|体力|重活|重"
MARKS = rf"\(({NIGHT}|{HEAVY})\)"
TOTAL = r"(?:总?共计?|合计|总计|小计)[:]?\d{1,4}[人名个]?"
VAGUE = (
    rf"{DIGIT}{{2}}十?[人名个]|若干|不限|约|左右|多名|数名|等$|待定|看情况|安排|均可|都可|任意|视|根据|按照"
    r"|听从|服从|不固定|灵活|各|以[上下内]"
)
LONGEST_NAME = 12
NUMBERING = rf"(?:^|(?<=[\s;,、]))\(?\d{{1,2}}[.、)](?={HAN})"
WORD = rf"(?:\d{{1,2}}[号#楼])?(?:{HAN}|[A-Za-z])(?:{HAN}|[A-Za-z0-9#·-])*?(?:\([^()\d]*\))?"


Post = dict[str, Any]


def posts(cell: Cell, column: Column) -> list[Post]:  # noqa: ARG001 – every reader is called alike
    """Return {name, count} of each post, with night or heavy True where marked; a count not given is None."""
    if cell.is_number:
        raise Doubt(f"“{cell.shown}”只有数字，没写是什么岗位")
    found: list[Post] = []
    doubtful: list[str] = []
    items = _items(_unnumbered(plain(re.sub(r"[①-⑳\r\n]+", "、", cell.shown))))
    totals = [item for item in items if re.fullmatch(TOTAL, item)]
    for item in items:
        if item in totals:
            continue
        shared = re.fullmatch(rf"({WORD})各{N}{OF}?", item)
        post, is_sure = _post(shared[1] if shared else item)
        doubtful += [] if is_sure else [item]
        found.append(post)
        if shared:  # 包装、质检各2: both two
            for one in found:
                one["count"] = numeral(shared[2]) if one["count"] is None else one["count"]
    doubtful += [item for item in totals if numeral(re.sub(r"\D", "", item)) != sum(one["count"] or 0 for one in found)]
    if not found or doubtful:
        item = doubtful[0] if doubtful else cell.shown
        raise Doubt(f"“{item}”看不出是什么岗位、几个人，写成“包装3、质检2”", fix=_fix(found))
    return found


def _fix(found: list[Post]) -> str | None:
    """Return the whole cell as it may have been meant, None where a post was not understood at all."""
    if not found or not all(post["name"] for post in found):
        return None
    night, heavy = "（夜班）", "（重体力）"
    return "、".join(
        f"{post['name']}{post['count'] or ''}{night if 'night' in post else ''}{heavy if 'heavy' in post else ''}"
        for post in found
    )


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
    return re.split(rf"(?<=[\d人名个位)]) *(?={HAN})(?![人名个位岗号楼以左])", item)


def _post(item: str) -> tuple[Post, bool]:
    """Return a post and whether it is sure; its name is '' where nothing was understood."""
    post: Post = {"name": "", "count": None}
    for mark in re.findall(MARKS, item):
        post["night" if re.fullmatch(NIGHT, mark) else "heavy"] = True
    bare = re.sub(MARKS, "", item).replace(" ", "")
    about = re.fullmatch(rf"({WORD}?)约{N}{OF}?(?:左右)?", bare) or re.fullmatch(
        rf"({WORD}){N}{OF}?(?:左右|以上)", bare
    )
    about = about or re.fullmatch(rf"({WORD}?){N}{OF}?[-至到]\d{{1,4}}{OF}?", bare)
    behind = re.fullmatch(rf"({WORD})[:*x×X-]?\(?(?:共|需)?{N}{OF}?\)?", bare)
    before = re.fullmatch(rf"{N}{OF}({WORD})", bare)
    is_vague = re.search(VAGUE, bare) is not None
    if about and not re.search(VAGUE, about[1]):
        return post | {"name": about[1], "count": numeral(about[2])}, False
    if behind and not is_vague:
        return post | {"name": behind[1], "count": numeral(behind[2])}, True
    if before and not is_vague:
        return post | {"name": before[2], "count": numeral(before[1])}, True
    remarked = re.fullmatch(rf"({WORD}?){N}{OF}?\([^()]*\)", bare)
    if remarked and not re.search(VAGUE, remarked[1]):
        return post | {"name": remarked[1], "count": numeral(remarked[2])}, False
    is_name = re.fullmatch(WORD, bare) and len(bare) <= LONGEST_NAME and not is_vague
    return (post | {"name": bare}, True) if is_name else (post, False)
