"""The invented lists as an office would send them: three workbooks that say in their first line what they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .invented import HOSTS, TOWNSHIPS, Invented, officials

SAYS_SO = "示例数据，全部虚构：人名、企业、电话都是编的，如有雷同纯属巧合"
ROSTER_HEADS = (
    *("序号", "姓名", "性别", "出生年月", "政治面貌", "单位", "职务", "手机", "可参加期次", "能否任组长", "三员"),
    *("会说方言", "可上夜班", "可干重活", "回避企业", "去年蹲点企业", "去年小组", "调研课题", "居住地"),
)
HOST_HEADS = (
    *("序号", "企业名称", "县（市、区）", "乡镇（街道）", "经济类型", "职工数", "床位", "可接待人数", "班次"),
    *("可安排岗位", "休息时间", "联系人", "联系电话"),
)
UNION_HEADS = ("序号", "县（市、区）", "乡镇（街道）", "工会名称", "工会主席", "联系电话", "会员数", "基层工会数")


def workbooks() -> dict[str, bytes]:
    """The three workbooks by file name: what `import` and the desk's wizard take."""
    people = officials()
    return {
        "示例-干部名册.xlsx": _workbook("干部名册", ROSTER_HEADS, map(_person, range(1, len(people) + 1), people)),
        "示例-企业名单.xlsx": _workbook("企业名单", HOST_HEADS, _hosts()),
        "示例-镇街工会.xlsx": _workbook("镇街工会", UNION_HEADS, _unions()),
    }


def _person(number: int, p: Invented) -> Sequence[str | int]:
    return (
        *(number, p.name, p.sex, p.birth, p.politics, p.unit, p.post, p.phone, p.phases, _mark(p.leads), p.roles),
        *(p.dialects, _mark(p.night), _mark(p.heavy), p.barred, p.last_enterprise, p.last_group, p.topic, p.county),
    )


def _mark(yes: bool) -> str:
    return "是" if yes else "否"


def _hosts() -> Iterable[Sequence[str | int]]:
    for number, host in enumerate(HOSTS, 1):
        beds = f"男{host.beds[0]}女{host.beds[1]}"
        where = (host.county, host.township, host.ownership, host.workers, beds, sum(host.beds))
        contact = f"{'陆邵贺尤范纪祝龚柯裴骆汤'[number - 1]}经理"
        yield number, host.name, *where, host.shifts, host.posts, host.breaks, contact, f"19900009{number:03d}"


def _unions() -> Iterable[Sequence[str | int]]:
    for number, (county, township) in enumerate(TOWNSHIPS, 1):
        chair = f"{'庄岳季毛邱侯倪温康'[number % 9]}{['立新', '海燕', '国平', '晓明', '红梅'][number % 5]}"
        size = 1200 + 731 * number % 5400
        yield number, county, township, f"{township}总工会", chair, f"19900008{number:03d}", size, 20 + 13 * number % 70


def _workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError
    sheet.title = title
    sheet.append([f"{title}（{SAYS_SO}）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet["A1"].font = Font(bold=True, color="7A4D00")
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[2]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEF4FB")
        cell.alignment = Alignment(horizontal="center")
    for index, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(index)].width = max(6, 2.2 * len(head) + 2)
    sheet.freeze_panes = "C3"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
