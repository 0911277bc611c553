"""Beds by sex: 男4女2 · 4男2女 · 男女各3 · 6(女2) · 4/2 under a head that names the order."""

import re
from typing import NamedTuple

from ..workbook.cells import Cell
from .context import Column, Doubt
from .counts import MOST
from .words import QUANTITY, numeral, squeezed

N = rf"(\d{{1,4}}|{QUANTITY}{{1,4}})"
OF = r"(?:张|个|床|人|位|名|铺)?(?:床位|床|铺)?"
SEX = r"(男|女)(?:性|生|职工|干部|同志|士)?(?:宿舍|宿|寝室|寝)?(?:床位?)?"


class Beds(NamedTuple):
    """Free beds for men and for women, or only their total: then other columns must tell the split."""

    male: int | None
    female: int | None
    total: int | None = None


def beds(cell: Cell, column: Column) -> Beds:
    """Return the beds of one cell; what is only about right, or for one sex alone, is a doubt."""
    if not isinstance(cell.value, str) and not cell.is_number:
        month, day = getattr(cell.value, "month", ""), getattr(cell.value, "day", "")
        raise Doubt(f"“{cell.shown}”：床位被 Excel 变成了日期，重填", fix=_pair(column, month, day))
    written = re.sub(r"^(?:床位|共有?)(?=\D)|^(?:可住|提供)|[:：为有]|[,;、.]+$", "", squeezed(cell.shown))
    written = re.sub(r"(?<=\d)\.0(?!\d)", "", written)
    written = re.sub(rf"(?<=[男女])\({N}\)|(?<=\d)\((男|女)\)", lambda inner: inner[1] or inner[2], written)
    found = _split(written) or _by_order(written, column)
    only = re.fullmatch(rf"(?:共|合?计|总共?)?{N}{OF}", written)
    total = numeral(only[1]) if only else None
    if found is None and total is None:
        raise Doubt(f"“{cell.shown}”看不出男女各几张床，写成“男4女2”", fix=_proposal(written, column))
    if max(found or (total or 0,)) > MOST:
        raise Doubt(f"“{cell.shown}”太大了，不像床位数")
    return Beds(*found) if found else Beds(None, None, total)


def disagreement(told: Beds, male: int | None, female: int | None) -> Doubt | None:
    """Return the doubt where a total has no split, or the columns beside it say something else."""
    if told.total is None:
        same = told.male in (None, male) and told.female in (None, female)
        return None if same else Doubt(f"这一格是男{told.male}女{told.female}，男、女床位两列却不同")
    if male is None or female is None:
        return Doubt(f"“{told.total}”看不出男女各几张床，写成“男4女2”")
    if male < 0 or female < 0 or male + female != told.total:
        return Doubt(f"一共 {told.total} 张，和男、女床位对不上")
    return None


def _split(written: str) -> tuple[int, int] | None:
    each = re.fullmatch(rf"男女(?:性|生|职工)?(?:床位?)?各{N}{OF}", written)
    if each:
        return _numbers(each[1], each[1])
    total = rf"(?:共|合?计|总共?)?{N}{OF}[,;(、]?(?:其中)?"
    of_total = re.fullmatch(rf"{total}{SEX}{N}{OF}\)?", written) or re.fullmatch(
        rf"{total}()()?{N}{OF}(男|女)\)?", written
    )
    if of_total:
        return _of_total(of_total)
    written = re.sub(r"(?<=[男女])(?:无|没有)", "0", written)
    sexes = re.sub(rf"^(?:共|合?计|总共?)?{N}{OF}[,;(、](?=.*男.*)(?=.*女.*)", "", written).rstrip(")")
    sexes = re.sub(rf"[,;、 ]*(?:共|合计|总共){N}{OF}$", "", sexes)
    first = re.fullmatch(rf"{SEX}{N}{OF}[、,;/+和 (-]*{SEX}{N}{OF}", sexes)
    if first and {first[1], first[3]} == {"男", "女"}:
        return _checked_sum(written, _numbers(*((first[2], first[4]) if first[1] == "男" else (first[4], first[2]))))
    last = re.fullmatch(rf"{N}{OF}(男|女)(?:性|生|床位?)?[、,;/+和 ]*{N}{OF}(男|女)(?:性|生|床位?)?", sexes)
    if last and {last[2], last[4]} == {"男", "女"}:
        return _checked_sum(written, _numbers(*((last[1], last[3]) if last[2] == "男" else (last[3], last[1]))))
    return None


def _of_total(found: re.Match[str]) -> tuple[int, int] | None:
    parts = [part for part in found.groups() if part]
    sex = next(part for part in parts if part in {"男", "女"})
    whole, part = (numeral(number) for number in parts if number not in {"男", "女"})
    if whole is None or part is None or part > whole:
        return None
    return (part, whole - part) if sex == "男" else (whole - part, part)


def _checked_sum(written: str, found: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the split unless the cell also names a total that it does not add up to."""
    last = re.search(rf"[,;、 ]*(?:共|合计|总共){N}{OF}\)?$", written)
    if found and last and numeral(last[1]) != sum(found):
        return None
    total = re.match(rf"(?:共|合?计|总共?)?{N}{OF}[,;(、](?!.*^{N}(?:男|女))", written)
    is_total = total and not re.match(rf"{N}{OF}(?:男|女)", written)
    return None if found and total and is_total and numeral(total[1]) != sum(found) else found


def _by_order(written: str, column: Column) -> tuple[int, int] | None:
    pair = re.fullmatch(rf"{N}{OF}[/、,;+ -]{N}{OF}", written)
    order = _order(column)
    if not pair or not order:
        return None
    return _numbers(pair[1], pair[2]) if order == "男女" else _numbers(pair[2], pair[1])


def _order(column: Column) -> str | None:
    named = re.search(r"男.{0,4}女|女.{0,4}男", squeezed(column.label))
    return None if not named else "男女" if named[0].startswith("男") else "女男"


def _numbers(male: str, female: str) -> tuple[int, int] | None:
    men, women = numeral(male), numeral(female)
    return None if men is None or women is None else (men, women)


def _pair(column: Column, first: object, second: object) -> str | None:
    if not first or not second:
        return None
    return f"女{first}男{second}" if _order(column) == "女男" else f"男{first}女{second}"


def _proposal(written: str, column: Column) -> str | None:
    if re.fullmatch(r"(?:不|无法|不能|没有?|未|暂不|暂无)(?:提供|安排|可住|住宿|床位?|宿舍)+", written):
        return "男0女0"
    remarked = re.fullmatch(r"(.+)\([^()\d男女]+\)", written)
    if remarked and (split := _split(remarked[1])):
        return f"男{split[0]}女{split[1]}"
    pair = re.fullmatch(rf"{N}[/、,;+-]{N}", written)
    if pair:
        return _pair(column, numeral(pair[1]), numeral(pair[2]))
    one = re.fullmatch(rf"{SEX}{N}{OF}", written) or re.fullmatch(rf"(?:仅|只有?|限){SEX}{N}{OF}", written)
    if one:
        return f"男{numeral(one[2])}女0" if one[1] == "男" else f"男0女{numeral(one[2])}"
    return None
