"""Empty workbooks to fill in: the heads that are read, drop-downs where there is a choice, one example row."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .kinds.record import Kind
from .paper import saved, write, write_head
from .tables import KINDS

SERIAL, EXAMPLE = "序号", "示例"
LAST_ROW = 1000
GREY = Font(color="7A7A7A", italic=True)
CHOICES = {
    "sex": ("男", "女"),
    "leader": ("是", "否"),
    "night_ok": ("是", "否"),
    "heavy_ok": ("是", "否"),
    "politics": ("中共党员", "中共预备党员", "共青团员", "民主党派", "无党派人士", "群众"),
    "ownership": ("民营", "港澳台商投资", "外商投资", "混合所有制", "国有", "集体"),
}
EXAMPLES = {
    "roster": {
        "name": "张某某", "sex": "女", "birth": "1985-07", "ethnic": "汉族", "politics": "中共党员", "unit": "办公室",
        "post": "副主任", "phone": "13800138000", "phases": "一期、三期", "available": "5.10-5.14", "leader": "否",
        "roles": "宣传员", "dialects": "温州话", "night_ok": "是", "heavy_ok": "否",
    },
    "enterprises": {
        "name": "某某有限公司", "county": "某县", "township": "某镇", "workers": "300", "beds": "男4女2", "accept": "6",
        "shifts": "早班 6:00-14:00、中班 14:00-22:00", "posts": "包装3、质检2（夜班）", "contact": "李某某",
        "contact_phone": "13800138000", "available": "一期、三期", "ownership": "民营", "breaks": "12:00-12:30",
    },
    "townships": {
        "county": "某县", "name": "某镇", "union": "某镇总工会", "chair": "王某某", "phone": "0571-87654321",
        "members": "1200", "unions": "35",
    },
}  # fmt: skip
ADVICE = (
    "一行一个，列的先后、列名可以改，不用的列可以删，“示例”那一行不会导进去。",
    "身份证号、手机号的格子已经设成文本，不要改成数字，否则后几位会丢。",
    "看不准的格子导入时会一处一处指出来，不会替你猜。",
)


def template(kind: str) -> bytes:
    """Return an .xlsx for one kind of list; all its cells are text, so nothing typed is changed by Excel."""
    asked = KINDS[kind]
    keys = _keys(asked)
    book = Workbook()
    sheet = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    sheet.title = asked.title.replace("（", "").replace("）", "")
    write_head(sheet, [SERIAL, *(asked.field_of(key).title for key in keys)])
    for column, key in enumerate([SERIAL, *keys], 1):
        text = EXAMPLE if key == SERIAL else EXAMPLES[kind].get(key, "")
        write(sheet, 2, column, text).font = GREY
        for row in range(3, 203):
            sheet.cell(row, column).number_format = "@"
        if key in CHOICES:
            _offer(sheet, column, CHOICES[key])
    advice = book.create_sheet("填写说明")
    for row, line in enumerate(ADVICE, 1):
        write(advice, row, 1, line)
    advice.column_dimensions["A"].width = 80
    return saved(book)


def _keys(asked: Kind) -> list[str]:
    """Return the fields of a kind in the order of its heads; families and the two halves of beds are left out."""
    return [
        field.key for field in asked.fields if "#" not in field.key and field.key not in ("beds_male", "beds_female")
    ]


def _offer(sheet: Worksheet, column: int, choices: Sequence[str]) -> None:
    letter = get_column_letter(column)
    offer = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    offer.errorStyle = "warning"
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
