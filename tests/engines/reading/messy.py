"""Rosters and lists of enterprises as offices might send them, made at random with the truth beside them.

Each writer returns (what stands in the cell, what must be read); DOUBT as truth means: reported, read as None.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dundian.engines.reading.fields.identity import check_of_credit, check_of_id

from .books import table, xls, xlsx

DOUBT = object()
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "虚拟设想测试甲乙丙丁戊己"
UNITS = ["虚构办公室", "虚构报社", "虚构干部学校", "虚构服务中心", "虚构宣教部"]
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass
class Messy:
    data: bytes
    filename: str
    rows: list[dict[str, Any]] = field(default_factory=list)  # by key; "_row" as Excel shows it
    doubts: set[tuple[int, str]] = field(default_factory=set)


def name(rng: random.Random, at: int) -> tuple[str, str]:
    whole = rng.choice(SURNAMES) + GIVEN[at % len(GIVEN)] + rng.choice(["", GIVEN[at // len(GIVEN) % len(GIVEN)]])
    whole += chr(0x4E00 + at)  # no two alike
    return rng.choice([whole, whole, whole + " ", f" {whole}", whole[0] + " " + whole[1:]]), whole


def sex(rng: random.Random) -> tuple[Any, Any]:
    man = ["男", "男性", "1", "M", "男 ", 1, "male"]
    woman = ["女", "女性", "2", "F", "女士", 2, "f"]
    if rng.random() < 0.05:
        return rng.choice(["未知", "0.5", "南", ""]), DOUBT
    return (rng.choice(man), "男") if rng.random() < 0.5 else (rng.choice(woman), "女")


def birth(rng: random.Random) -> tuple[Any, Any]:
    day = date(rng.randint(1962, 1999), rng.randint(1, 12), rng.randint(1, 28))
    y, m, d = day.year, day.month, day.day
    month = f"{y}-{m:02d}"
    if rng.random() < 0.06:
        return rng.choice([f"{y}年", f"{y}.13", "不记得了", f"{y}-02-30", "2019.05", str(y)]), DOUBT
    return rng.choice(
        [
            (f"{y}.{m:02d}", month),
            (f"{y}年{m}月", month),
            (f"{y % 100}.{m:02d}", month),
            (f"{y}.{m:02d}".translate(FULL), month),
            (f"{y}-{m}", month),
            (f"{y}/{m:02d}", month),
            (f"{y}{m:02d}", month),
            (f"{y}{m:02d}{d:02d}", day.isoformat()),
            (y * 10000 + m * 100 + d, day.isoformat()),
            (f"{y}年{m}月{d}日", day.isoformat()),
            (f"{y}/{m}/{d}", day.isoformat()),
            (f"{y}-{m:02d}-{d:02d} 00:00:00", day.isoformat()),
            ((day - date(1899, 12, 30)).days, day.isoformat()),
            ("", None),
        ]
    )


def phone(rng: random.Random) -> tuple[Any, Any]:
    number = "1" + str(rng.randint(3, 9)) + "".join(rng.choices("0123456789", k=9))
    if rng.random() < 0.08:
        return rng.choice(["1.38E+10", number[:10], number + "1", number[:3] + "****" + number[7:], "没有手机"]), DOUBT
    return rng.choice(
        [
            (number, number),
            (int(number), number),
            (float(number), number),
            (f"{number}.0", number),
            (f"{number[:3]}-{number[3:7]}-{number[7:]}", number),
            (f"{number[:3]} {number[3:7]} {number[7:]}", number),
            (number.translate(FULL), number),
            (f"+86 {number}", number),
            ("0571-87654321", "0571-87654321"),
            ("", None),
            ("/", None),
        ]
    )


def identity(rng: random.Random) -> tuple[Any, Any]:
    day = date(rng.randint(1962, 1999), rng.randint(1, 12), rng.randint(1, 28))
    front = f"330102{day:%Y%m%d}{rng.randint(100, 999)}"
    number = front + check_of_id(front)
    wrong = front + ("0" if number[-1] != "0" else "1")
    if rng.random() < 0.2:
        lost = [float(number[:17] + "0"), "3.30102E+17", wrong, number[:17], number[:6] + "********" + number[-4:]]
        return rng.choice(lost), DOUBT
    return rng.choice([(number, number), (number.lower(), number), (number.translate(FULL), number), ("", None)])


def phases(rng: random.Random) -> tuple[Any, Any]:
    if rng.random() < 0.05:
        return rng.choice(["四期", "看情况", "1、5"]), DOUBT
    return rng.choice(
        [
            ("一期、三期", [1, 3]), ("第1期;第3期", [1, 3]), ("1,3", [1, 3]), ("全程", [1, 2, 3]), ("均可", [1, 2, 3]),
            ("二期外都行", [1, 3]), ("第二期", [2]), (2, [2]), ("1-3期", [1, 2, 3]), ("一、二期", [1, 2]),
            ("", None),
            ("除三期外", [1, 2]), ("第一期和第二期", [1, 2]), ("都可以", [1, 2, 3]), ("２、３", [2, 3]),
        ]
    )  # fmt: skip


WRITERS = {"sex": sex, "birth": birth, "phone": phone, "id_number": identity, "phases": phases}
HEADS = {
    "name": ["姓名", "姓 名", "*姓名（必填）", "干部姓名", "姓\n名"],
    "sex": ["性别", "性 别", "性别（男/女）"],
    "birth": ["出生年月", "出生日期", "生日", "出生\n年月"],
    "unit": ["单位", "工作单位", "所在部门", "处室"],
    "phone": ["手机", "联系电话", "手机号码", "联系方式"],
    "id_number": ["身份证号", "公民身份号码", "身份证号码（18位）"],
    "phases": ["可参加期次", "期次", "报名批次"],
    "note": ["备注", "备 注"],
}


def roster(seed: int) -> Messy:
    """Return a roster of up to twenty people in one of three formats."""
    rng = random.Random(seed)  # noqa: S311 – not for secrets
    made = Messy(b"", rng.choice(["名册.xlsx", "名册.xls", "名册.csv"]))
    keys = ["name", *rng.sample(["birth", "unit", "phone", "id_number", "phases", "note"], rng.randint(2, 6)), "sex"]
    rng.shuffle(keys)
    grid: list[list[Any]] = [["2021年蹲点干部名册（虚构）"]] if rng.random() < 0.7 else []
    if rng.random() < 0.3:
        grid += [["填报单位：虚构总工会", "", "", "2021年5月"], []]
    has_serials = rng.random() < 0.6
    grid.append([*(["序号"] if has_serials else []), *(rng.choice(HEADS[key]) for key in keys)])
    units = sorted(rng.choices(UNITS, k=rng.randint(4, 20)))
    is_grouped = rng.random() < 0.5 and len(units) > 2 * len(set(units))
    for at, unit in enumerate(units):
        is_first = at == 0 or units[at - 1] != unit
        person = _person(rng, keys, at, made, len(grid) + 1, (unit, is_first or not is_grouped))
        grid.append([at + 1, *person] if has_serials else person)
        if rng.random() < 0.05 and not is_grouped:
            grid.append([])
    if rng.random() < 0.5:
        grid += [[], [rng.choice(["合计", "总 计", "小计："]), f"{len(units)}人"]]
    if rng.random() < 0.4:
        grid.append(["注：以上人员均已征求本人意见。"])
    made.data = _written(rng, grid, made.filename)
    return made


def _person(rng: random.Random, keys: list[str], at: int, made: Messy, row: int, unit: tuple[str, bool]) -> list[Any]:
    truth: dict[str, Any] = {"_row": row}
    cells: list[Any] = []
    for key in keys:
        if key == "name":
            written, value = name(rng, at)
        elif key == "unit":
            written, value = (unit[0] if unit[1] else ""), unit[0]
        elif key == "note":
            written, value = rng.choice([("素食", "素食"), ("", None), ("无", None)])
        else:
            written, value = WRITERS[key](rng)
        if made.filename.endswith(".csv") and isinstance(written, float):
            written = f"{written:.2E}" if value is DOUBT else repr(written)
        cells.append(written)
        truth[key] = None if value is DOUBT else value
        if value is DOUBT:
            made.doubts.add((row, key))
    made.rows.append(truth)
    _clash(truth, made, row)
    return cells


def _clash(truth: dict[str, Any], made: Messy, row: int) -> None:
    """Add the doubts where sex or birth, drawn apart, do not fit the identity number."""
    number = truth.get("id_number")
    if not number:
        return
    if truth.get("sex") and truth["sex"] != ("男" if int(number[16]) % 2 else "女"):
        truth["sex"] = None
        made.doubts.add((row, "sex"))
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if truth.get("birth") and not born.startswith(truth["birth"]):
        truth["birth"] = None
        made.doubts.add((row, "birth"))


def _written(rng: random.Random, grid: list[list[Any]], filename: str) -> bytes:
    if filename.endswith(".xlsx"):
        return xlsx(grid)
    if filename.endswith(".xls"):
        return xls(grid)
    return table(grid, encoding=rng.choice(["gb18030", "utf-8-sig", "utf-8"]), delimiter=rng.choice(",;\t"))


BEDS = [
    ("男4女2", (4, 2)), ("4男2女", (4, 2)), ("男女各3", (3, 3)), ("6(女2)", (4, 2)), ("男：4 女：2", (4, 2)),
    ("男4人、女2人", (4, 2)), ("6张（男4女2）", (4, 2)), ("女2男4", (4, 2)), ("６（女２）", (4, 2)), ("6", DOUBT),
    ("共6张，其中女2张", (4, 2)), ("若干", DOUBT), ("男4", DOUBT), ("", (None, None)),
]  # fmt: skip
SHIFTS = [
    ("早班 6:00-14:00/中班14:00-22:00", [("早班", "06:00", "14:00"), ("中班", "14:00", "22:00")]),
    ("两班倒 8:00-20:00,20:00-次日8:00", [(None, "08:00", "20:00"), (None, "20:00", "08:00")]),
    ("常白班8-17点", [("常白班", "08:00", "17:00")]),
    ("白班：7：30—16：30", [("白班", "07:30", "16:30")]),
    ("早8晚5", [(None, "08:00", "17:00")]),
    ("早6-14中14-22夜22-6", [("早班", "06:00", "14:00"), ("中班", "14:00", "22:00"), ("夜班", "22:00", "06:00")]),
    ("三班两运转", DOUBT),
    ("7:30-19:30两班倒", DOUBT),
    ("看订单", DOUBT),
    ("", None),
]
POSTS = [
    ("包装3、质检2", [("包装", 3), ("质检", 2)]),
    ("包装(3人)", [("包装", 3)]),
    ("包装3人 质检2人", [("包装", 3), ("质检", 2)]),
    ("包装、质检各2", [("包装", 2), ("质检", 2)]),
    ("3名包装工、2名质检员", [("包装工", 3), ("质检员", 2)]),
    ("包装：3；质检：2", [("包装", 3), ("质检", 2)]),
    ("装配", [("装配", None)]),
    ("普工若干", DOUBT),
    ("", None),
]
COUNTS = [
    (300, 300),
    ("300人", 300),
    ("1,200", 1200),
    ("三百", 300),
    ("３００", 300),
    ("约300", DOUBT),
    ("300+", DOUBT),
]
COUNTS += [("-3", DOUBT), (12.5, DOUBT), ("", None)]
FIRM_HEADS = {
    "name": ["企业名称", "单位名称", "公司名称（全称）"],
    "county": ["县（市、区）", "所在县区", "区县"],
    "township": ["乡镇（街道）", "镇街", "所在乡镇"],
    "uscc": ["统一社会信用代码", "信用代码"],
    "workers": ["职工数", "员工人数（人）", "在职职工"],
    "beds": ["床位", "可提供床位数", "住宿床位（男/女）"],
    "shifts": ["班次", "班制", "作息时间"],
    "posts": ["岗位", "可安排岗位", "提供岗位及人数"],
    "contact_phone": ["联系电话", "联系人电话", "手机"],
}


def enterprises(seed: int) -> Messy:
    """Return a list of up to twelve enterprises in one of three formats."""
    rng = random.Random(seed)  # noqa: S311 – not for secrets
    made = Messy(b"", rng.choice(["企业.xlsx", "企业.xls", "企业.csv"]))
    keys = ["name", *rng.sample([key for key in FIRM_HEADS if key != "name"], rng.randint(3, 8))]
    rng.shuffle(keys)
    grid: list[list[Any]] = [["蹲点企业情况表（虚构）"], []] if rng.random() < 0.6 else []
    grid.append(["序号", *(rng.choice(FIRM_HEADS[key]) for key in keys), "厂区面积"])
    for at in range(rng.randint(2, 12)):
        grid.append([at + 1, *_firm(rng, keys, at, made, len(grid) + 1), "约两亩"])
    if rng.random() < 0.5:
        grid.append(["", "合计"] + [9] * rng.randint(0, 3))
    made.data = _written(rng, grid, made.filename)
    return made


def _firm(rng: random.Random, keys: list[str], at: int, made: Messy, row: int) -> list[Any]:
    truth: dict[str, Any] = {"_row": row}
    cells = []
    for key in keys:
        written, value = _of_firm(rng, key, at)
        cells.append(written)
        if value is DOUBT:
            made.doubts.add((row, key))
        truth[key] = None if value is DOUBT else value
    if "beds" in truth:
        truth["beds_male"], truth["beds_female"] = truth.pop("beds") or (None, None)
    made.rows.append(truth)
    return cells


def _of_firm(rng: random.Random, key: str, at: int) -> tuple[Any, Any]:  # noqa: PLR0911 – one answer a field
    match key:
        case "name":
            whole = f"虚构{GIVEN[at % len(GIVEN)]}{at}制品有限公司"
            return rng.choice([whole, f"{whole} ", whole.translate(FULL)]), whole
        case "county":
            return f"虚构{'甲乙丙'[at % 3]}县", f"虚构{'甲乙丙'[at % 3]}县"
        case "township":
            return f"虚构{at}镇", f"虚构{at}镇"
        case "uscc":
            front = "91330102" + f"{at:03d}" + "".join(rng.choices("0123456789ABCDEFGH", k=6))
            code = front + check_of_credit(front)
            wrong = front + ("0" if code[-1] != "0" else "1")
            return rng.choice([(code, code), (code.lower(), code), (wrong, DOUBT), (code[:-1], DOUBT), ("", None)])
        case "contact_phone":
            return phone(rng)
        case "shifts" | "posts":
            written, value = rng.choice(SHIFTS if key == "shifts" else POSTS)
            names = ("name", "start", "end") if key == "shifts" else ("name", "count")
            return written, [dict(zip(names, one, strict=True)) for one in value] if isinstance(value, list) else value
        case _:
            return rng.choice(BEDS if key == "beds" else COUNTS)
