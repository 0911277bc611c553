"""Yes and no, and what the enterprise is owned by."""

import re

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import squeezed

YES = {
    "是",
    "能",
    "可",
    "可以",
    "行",
    "有",
    "√",
    "✓",
    "✔",
    "☑",
    "对",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "愿意",
    "适合",
    "适应",
    "o",
    "○",
    "●",
    "◯",
    "组长",
    "胜任",
    "没问题",
    "会",
    "参加",
}
NO = {
    "否",
    "不",
    "不能",
    "不可",
    "不可以",
    "不行",
    "没有",
    "×",
    "x",
    "✗",
    "✘",
    "☐",
    "□",
    "n",
    "no",
    "false",
    "f",
    "0",
    "不愿意",
    "不宜",
    "不适合",
    "不适应",
    "无",
    "不会",
    "不参加",
    "组员",
}

OWNERSHIPS = (
    ("mixed", r"混合|中外合资|中外合作"),
    ("hmt", r"港|澳|台"),
    ("foreign", r"外商|外资|外企|外国"),
    ("state", r"国有|国企|央企|国资|全民"),
    ("collective", r"集体"),
    ("private", r"私|民营|个体|有限责任|股份|自然人|有限公司|非公"),
)


def mark(cell: Cell, column: Column) -> bool:  # noqa: ARG001 – every reader is called alike
    """Return whether the cell says yes."""
    written = squeezed(cell.shown).lower().strip("()")
    if written in YES:
        return True
    if written in NO:
        return False
    raise Doubt(f"“{cell.shown}”看不出是“是”还是“否”")


def ownership(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return the code of the economic type: private, hmt, foreign, mixed, state or collective."""
    written = squeezed(cell.shown).lower()
    for code, pattern in OWNERSHIPS:
        if written == code or re.search(pattern, written):
            return code
    raise Doubt(f"经济类型写成了“{cell.shown}”，没看懂（民营、港澳台、外商、混合、国有、集体）")
