"""Which rows of a table are records: titles, totals, notes, examples and hidden rows are not, and say so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .fields.people import OFFICE
from .fields.words import HAN, is_nothing, squeezed
from .headers.finding import Header
from .headers.labels import variants
from .workbook.cells import Cell, Sheet

HIDDEN, SUM = "隐藏", "合计"
TOTAL = r"(?:总?合计|总计|小计|共计|累计|总数|总人数|本页合计|本页小计|平均|合计数|汇总)"
SUMS = (
    rf"{TOTAL}(?:[:：]?(?:\(?[\d.,男女]+|共.*).*)?"
    rf"|男(?:共?\d+)[人名]?[,、;]?女(?:共?\d+)[人名]?|共[\d一二三四五六七八九十百]+(?:人|名|家|个|户).*|[^人家]{{1,12}}{TOTAL}"
)
NOTE = (
    r"(?:注|备注|说明|填表|填报|制表|审核|联系人|联系电话|报送|负责人|日期|审批|领导签字|单位\(|以上|此表|本表|附件?|请|温馨|"
    r"经办|复核|盖章|统计时间|截至|填写|主管|\*|※|1[.、]|一、)"
)
EXAMPLE = r"示例|样例|范例|示范|填写样式|例:|\(例\)"
HINT = (
    r"\(?(?:必填|选填|非必填|填写?[^\d]|请(?:填|写|选|输|按|注)|如[:\d]|例如?[:\d]|格式|下拉|文本格式"
    r"|\d+位(?:手机|数字|号)|可多选|单选)"
)
PAGE = r"\W*第?\d+页\W*(?:共\d+页)?\W*"
SERIAL = r"\W*[A-Za-z]{0,3}\d+\W*"
OF_UNIT = rf".{{1,12}}{TOTAL}"
NUMBER_OF = r"共?\d+[人名家个户]?"
LONG = 16


class Skipped(NamedTuple):
    """A row that was not taken for a record, and what it is."""

    row: int
    what: str


@dataclass(frozen=True)
class Segment:
    """The rows under one header: records, what else was met, and which of that stands between the records."""

    header: Header
    records: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    between: Mapping[int, str]


def segments(sheet: Sheet, headers: list[Header]) -> Iterator[Segment]:
    """Return what lies under each header; titles above the first one belong to it."""
    rows = sheet.rows
    for index, header in enumerate(headers):
        later = [other.top for other in headers[index + 1 :] if other.top > header.bottom]
        end = min(later, default=rows[-1] + 1 if rows else 0)
        above = [Skipped(row, "标题") for row in rows if row < header.top] if index == 0 else []
        again = [Skipped(header.top, "重复的表头")] if index and header.top != headers[0].top else []
        yield _segment(sheet, header, [row for row in rows if header.bottom < row < end], [*above, *again])


def _segment(sheet: Sheet, header: Header, rows: list[int], above: list[Skipped]) -> Segment:
    what = {row: _not_a_record(sheet, header, row) for row in rows}
    between = {row: said for row, said in what.items() if said}
    skipped = [*above, *(Skipped(row, said) for row, said in between.items())]
    records = tuple(row for row, said in what.items() if said is None)
    return Segment(header, records, tuple(skipped), between)


def _not_a_record(sheet: Sheet, header: Header, row: int) -> str | None:
    """Return what a row is when it is no record: '' for a blank one, None for a record."""
    cells = {c: cell for c in sheet.columns if header.holds(c) and (cell := sheet.at(row, c))}
    told = {column: cell for column, cell in cells.items() if not is_nothing(cell.shown)}
    known = {head.column for head in header.heads.values()}
    serials = set(told) - known - set(header.ignored)
    if all(column in serials and _is_serial(told[column]) for column in told):
        return ""  # blank, or only its number was filled in beforehand
    if row in sheet.hidden_rows:
        return HIDDEN
    anchor = next((head.column for key, head in header.heads.items() if key in ("name", "union")), 0)
    for test, what in TESTS:
        if test(sheet, row, anchor, told):
            return what
    return None if set(told) & known else "没有能认的内容"


def _is_serial(cell: Cell) -> bool:
    return cell.is_lost or bool(re.fullmatch(SERIAL, squeezed(cell.shown)))


def _is_total(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:  # noqa: ARG001 – tests are alike
    if anchor in told and re.fullmatch(NUMBER_OF, squeezed(told[anchor].shown)):  # 宣教部小计 | 2人
        first = squeezed(told[_first(told)].shown)
        if _first(told) < anchor and re.fullmatch(rf"{SUMS}|{OF_UNIT}", first):
            return True
    for column, cell in told.items():
        text = squeezed(cell.shown).rstrip(":")
        if column <= anchor and re.fullmatch(TOTAL, text):
            return True
        if re.fullmatch(SUMS, text) and (column == anchor or (anchor not in told and len(told) <= 12)):
            return column == anchor or _first(told) == column
    return False


def _first(told: dict[int, Cell]) -> int:
    return min(told)


def _is_example(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:  # noqa: ARG001
    texts = [squeezed(told[column].shown) for column in sorted(told)[:2]]
    texts += [squeezed(told[anchor].shown)] if anchor in told else []
    return any(re.search(EXAMPLE, text) or text == "例" for text in texts if len(text) < LONG)


def _is_hint(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:  # noqa: ARG001
    """Whether most cells say how to fill the column in: 必填 | 填男或女 | 如1985.07."""
    hints = [cell for cell in told.values() if re.match(HINT, squeezed(cell.shown))]
    return anchor in told and len(hints) > 1 and 2 * len(hints) >= len(told)


def _is_note(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:
    first = _first(told)
    text = squeezed(told[first].shown)
    if len(told) == 1 and re.fullmatch(PAGE, text):
        return True
    if anchor in told and (_is_bracketed(told[anchor]) or _is_word_and_text(text, told)):
        return True
    if anchor in told and not (first == anchor and (":" in text or len(text) > LONG)):
        return False
    if anchor not in told and all(":" in squeezed(cell.shown) for cell in told.values()):
        return True
    begins = re.match(NOTE, text)
    if begins and (len(told) <= 2 or ":" in text) and len(text) > 2:
        return True
    is_wide = len(told) == 1 and (len(text) >= LONG or _width(sheet, row, first) > 2)
    return is_wide and (first != anchor or len(text) >= LONG)


def _is_bracketed(cell: Cell) -> bool:
    return not cell.is_lost and bool(re.fullmatch(r"\(.*\)", squeezed(cell.shown)))


def _is_word_and_text(first: str, told: dict[int, Cell]) -> bool:
    """Whether a row is 说明 | 1.请填写本人常用手机号."""
    return len(told) == 2 and bool(re.fullmatch(rf"{NOTE}:?", first)) and len(squeezed(told[max(told)].shown)) > LONG


def _is_section(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:
    if len(told) != 1:
        return False
    column, cell = next(iter(told.items()))
    text = squeezed(cell.shown)
    if _width(sheet, row, column) > 2 or (column == anchor and re.search(rf"{OFFICE}$", text)):
        return True
    is_numbered = re.match(r"[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第.{1,3}(?:部分|组|片区)", text)
    if is_numbered and column <= anchor:
        return True
    return (
        column < anchor and isinstance(cell.value, str) and bool(re.search(HAN, text)) and not sheet.region(row, column)
    )


def _width(sheet: Sheet, row: int, column: int) -> int:
    region = sheet.region(row, column)
    return region.right - region.left + 1 if region and region.top == region.bottom else 1


def _is_repeated_head(sheet: Sheet, row: int, anchor: int, told: dict[int, Cell]) -> bool:  # noqa: ARG001
    cell = told.get(anchor)
    return cell is not None and bool({"姓名", "企业名称", "单位名称", "乡镇街道"} & set(variants(cell.shown)))


TESTS = (
    (_is_total, SUM),
    (_is_example, "示例"),
    (_is_repeated_head, "重复的表头"),
    (_is_hint, "说明"),
    (_is_note, "说明"),
    (_is_section, "小标题"),
)
