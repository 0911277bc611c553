"""The list of enterprises that receive a group: heads, what a row adds up to, which rows are the same."""

from typing import Any

from ..fields import availability, beds, counts, identity, marks, phones, posts, shifts, words
from ..fields.context import Column, Context, Doubt
from ..headers.field import Field
from ..workbook.cells import Cell
from .heads import heads_of
from .record import Kind, Record, part_values

HEADS = heads_of("enterprises")


def _post_count(cell: Cell, column: Column) -> int | list[dict[str, Any]]:
    """Return how many the post beside it takes, or the posts themselves where the head meant both."""
    try:
        return counts.count(cell, column)
    except Doubt:
        return posts.posts(cell, column)


FIELDS = (
    Field(
        "name",
        "企业名称",
        words.text,
        HEADS["name"],
        part="企业名称|公司名称|单位名称|企业全称|^(?:推荐|拟|申报|入选|用工|定点|参加|接待|接收)+(?:蹲点)?(?:企业|公司)$",
        never="英文|曾用|简称|工会|原",
        spans=False,
    ),
    Field(
        "county",
        "县（市、区）",
        words.text,
        HEADS["county"],
        part="县市区|县区|区县|区市县|所在县",
        fills=True,
    ),
    Field(
        "township",
        "乡镇（街道）",
        words.text,
        HEADS["township"],
        part="乡镇|镇街|街道",
        never="工会|电话|联系|地址",
        fills=True,
        within="county",
    ),
    Field(
        "uscc",
        "统一社会信用代码",
        identity.uscc,
        HEADS["uscc"],
        part="信用代码",
        spans=False,
    ),
    Field(
        "workers",
        "职工数",
        counts.count,
        HEADS["workers"],
        part="职工(?:总|人)?数|员工(?:总|人)?数|用工人?数|从业人",
        never="女|会员|接收|接待|农民工",
        spans=False,
    ),
    Field(
        "beds",
        "床位（男/女）",
        beds.beds,
        HEADS["beds"],
        part="床位|住宿|可住",
        never=r"费|标准|地址|是否|人数|职工|员工|^(?=.*男)(?!.*女)|^(?=.*女)(?!.*男)",
        spans=False,
    ),
    Field(
        "beds_male",
        "男床位",
        counts.count,
        HEADS["beds_male"],
        part=r"^(?=.*(?:床|宿|住|铺))[^女]*男[^女]*$",
        never="职工|员工|工人|接",
        spans=False,
    ),
    Field(
        "beds_female",
        "女床位",
        counts.count,
        HEADS["beds_female"],
        part=r"^(?=.*(?:床|宿|住|铺))[^男]*女[^男]*$",
        never="职工|员工|工人|接",
        spans=False,
    ),
    Field(
        "accept",
        "可接待人数",
        counts.count,
        HEADS["accept"],
        part="(?:接待|接收|接纳|容纳|安排)(?:(?:干部|蹲点)?人?数|(?:几|多少)(?:名|个|位)?(?:人|干部))",
        spans=False,
    ),
    Field(
        "shifts",
        "班次",
        shifts.shifts,
        HEADS["shifts"],
        part="班次|班制|作息|上班时间|倒班",
    ),
    Field(
        "shifts#",
        "班次",
        shifts.named_shift,
        part=r"^(早班|中班|夜班|白班|晚班|常白班|日班|大夜班|小夜班|[甲乙丙丁]班)(?:时间|起止|作息)*$",
    ),
    Field(
        "posts",
        "可安排岗位",
        posts.posts,
        HEADS["posts"],
        part="岗位|工种",
        never="工资|津贴|要求|说明|性质|类别|风险|薪",
        spans=False,
    ),
    Field("post_count", "岗位人数", _post_count, HEADS["post_count"], spans=False),
    Field(
        "contact",
        "联系人",
        phones.contact,
        HEADS["contact"],
        part="联系人|对接人|联络",
        never="电话|手机|方式|号码|职务",
    ),
    Field(
        "contact_phone",
        "联系电话",
        phones.contact_phone,
        HEADS["contact_phone"],
        part="电话|手机|联系方式",
        never="法人|法定代表|传真|董事|总经理|主席|书记",
    ),
    Field(
        "available",
        "可接待时间",
        availability.available,
        HEADS["available"],
        part="可?(?:接待|接收|接纳|安排)(?:的)?(?:时间|期次|日期|时段|批次)",
    ),
    Field(
        "ownership",
        "经济类型",
        marks.ownership,
        HEADS["ownership"],
        part="经济类型|企业性质|所有制|注册类型",
    ),
    Field("breaks", "休息时间", shifts.breaks, HEADS["breaks"], part="休息时间|工间|午休"),
    Field("note", "备注", words.remark, HEADS["note"], part="备注"),
)

KEYS = (
    *[
        "name",
        "county",
        "township",
        "uscc",
        "workers",
        "beds_male",
        "beds_female",
        "accept",
        "shifts",
        "posts",
        "contact",
        "contact_phone",
    ],
    *["available", "ownership", "breaks", "note"],
)


def _finish(record: Record, context: Context) -> None:  # noqa: ARG001 – every kind finishes alike
    record.has_identity = record.get("name") is not None
    if not record.has_identity and "name" not in record.doubts:
        record.doubt("name", Doubt("这一行没有企业名称，没有收"))
    _take_contact(record)
    _take_beds(record)
    _take_post_count(record)
    named = [shift for shift in part_values(record, "shifts").values() if shift]
    if named and record.get("shifts") is None and "shifts" not in record.doubts:
        record.values["shifts"] = named


def _take_beds(record: Record) -> None:
    """Bring together a cell with the split, a cell with the total, and columns of their own for men and women."""
    told: beds.Beds | None = record.get("beds")
    if told is None:
        return
    male, female = record.get("beds_male"), record.get("beds_female")
    if told.total is not None and male is None and female is not None:
        male = told.total - female
    elif told.total is not None and female is None and male is not None:
        female = told.total - male
    elif told.total is None and male is None and female is None:
        male, female = told.male, told.female
    wrong = beds.disagreement(told, male, female)
    if wrong and "beds" in record.labels:
        record.doubt("beds", wrong)
        return
    for key, number in (("beds_male", male), ("beds_female", female)):
        if key not in record.doubts:
            record.values[key] = number


def _take_contact(record: Record) -> None:
    """Give name and number their own fields, whichever column they stood in."""
    told: list[phones.Contact] = [said for key in ("contact", "contact_phone") if (said := record.get(key))]
    for key, known in (
        ("contact", [one.name for one in told if one.name]),
        ("contact_phone", [one.phone for one in reversed(told) if one.phone]),
    ):
        if key not in record.doubts:
            record.values[key] = known[0] if known else None


def _take_post_count(record: Record) -> None:
    """Give the post its number from the column beside it."""
    told, named = record.values.pop("post_count", None), record.get("posts")
    if isinstance(told, list):
        record.values["posts"] = [*(named or []), *told]
    elif told is not None and named and len(named) == 1 and named[0]["count"] in (None, told):
        named[0]["count"] = told
    elif told is not None and "posts" not in record.doubts:
        record.doubt("post_count", Doubt(f"“{told}”是哪个岗位的人数看不出，在岗位后面写上人数"))


def _twin(first: Record, second: Record) -> str | None:
    one, other = first.get("uscc"), second.get("uscc")
    if one and other:
        return "信用代码相同" if one == other else None
    if first.get("name") != second.get("name"):
        return None
    counties = {first.get("county"), second.get("county")} - {None}
    return "企业名称相同" if len(counties) < 2 else None


ENTERPRISES = Kind(
    code="enterprises",
    title="企业名单",
    counter="家企业",
    fields=FIELDS,
    anchors=("name",),
    keys=KEYS,
    finish=_finish,
    twin=_twin,
    looks="公司|厂|集团|企业|有限|合作社|工作室|店$",
)
