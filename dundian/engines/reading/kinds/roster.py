"""The roster of officials: heads, checks within a row, who is the same person."""

from typing import Any

from ..fields import availability, dates, identity, marks, people, phases, phones, words
from ..fields.context import Context, Doubt
from ..headers.field import Field
from .heads import heads_of
from .record import Kind, Record, part_values
from .same_person import same_person

OTHERS = r"紧急|家属|家庭成员|配偶|联系人|推荐|介绍|企业|师傅|填表|领导|审核|原|曾|前单位|去年|上次|上季|上期|往年|回避"
ROLES = {"宣传员": "publicist", "调查员": "researcher", "接线员": "connector", "publicist": "publicist"}
ROLES |= {"宣传": "publicist", "调查": "researcher", "接线": "connector", "researcher": "researcher"}
ROLES |= {"connector": "connector", "调研员": "researcher"}


HEADS = heads_of("roster")


def _roles(cell: Any, column: Any) -> list[str]:
    named = words.items(cell, column)
    unknown = [role for role in named if role not in ROLES]
    if unknown:
        raise Doubt(f"“{cell.shown}”里的“{unknown[0]}”不是三员（宣传员、调查员、接线员）之一")
    return [ROLES[role] for role in named]


FIELDS = (
    Field(
        "name",
        "姓名",
        people.name,
        HEADS["name"],
        part="姓名|名字",
        never=OTHERS + "|单位|公司|主席",
        spans=False,
    ),
    Field("sex", "性别", people.sex, HEADS["sex"], part="性别", never=OTHERS + "|^性别[男女]$"),
    Field("sex#", "性别", marks.mark, part="^性别(男|女)$"),
    Field(
        "birth",
        "出生年月",
        dates.birth,
        HEADS["birth"],
        part="出生|生日",
        never=OTHERS + "|出生地|年龄",
        spans=False,
    ),
    Field("ethnic", "民族", people.ethnic, HEADS["ethnic"], part="民族", never=OTHERS),
    Field(
        "politics",
        "政治面貌",
        people.politics,
        HEADS["politics"],
        part="政治面|党派",
        never=OTHERS,
    ),
    Field(
        "unit",
        "单位",
        words.text,
        HEADS["unit"],
        part="单位|部门|处室",
        never=OTHERS + "|职务|意见|盖章|电话|推荐|性质|地址",
        fills=True,
    ),
    Field(
        "post",
        "职务",
        words.text,
        HEADS["post"],
        part="职务|职级|职位",
        never=OTHERS + "|时间|年限|日期|任期",
    ),
    Field(
        "phone",
        "手机",
        phones.phone,
        HEADS["phone"],
        part="手机|联系电话|联系方式|移动电话|电话",
        never=OTHERS + "|办公|固定|传真|短号|座机|单位|型号",
        spans=False,
    ),
    Field(
        "id_number",
        "身份证号",
        identity.id_number,
        HEADS["id_number"],
        part="身份证|身份号|证件号",
        never=OTHERS + "|类型|有效|地址|复印",
        spans=False,
    ),
    Field(
        "phases",
        "可参加期次",
        phases.phases,
        HEADS["phases"],
        part="期次|批次|哪几期|哪期|第几期|期数|哪几批",
        never=OTHERS + r"|第?(?:\d+|[一二三四五六七八九十])(?:期|批)$",
    ),
    Field(
        "phases#",
        "可参加期次",
        marks.mark,
        part=r"^(?:可?参加|(?:能否|是否)(?:可|能)?参加)?(?:期次|批次)?第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:期|批)(?:次)?$",
    ),
    Field(
        "available",
        "可参加时间",
        availability.available,
        HEADS["available"],
        part="(?:可|能)(?:参加|参与|安排|到岗|蹲点|下企业|进企业|进厂|下厂|驻企|驻点|抽出|出行)的?(?:时间|日期|时段)",
        never=OTHERS + "|(?:^|[^起])(?:起|止|开始|结束|起始|截止)(?:时间|日期)?$",
    ),
    Field(
        "available#",
        "可参加时间",
        availability.day,
        part=r"^(?:可?参加|可用|可安排|可到岗)?(?:时间|日期|时段)?(起|止|开始|结束|起始|截止)(?:时间|日期)?$",
    ),
    Field("note", "备注", words.remark, HEADS["note"], part="备注"),
    Field("leader", "组长", marks.mark, HEADS["leader"], part="组长", never="姓名|电话|手机"),
    Field("roles", "三员", _roles, HEADS["roles"]),
    Field("dialects", "方言", words.items, HEADS["dialects"], part="方言"),
    Field("night_ok", "可上夜班", marks.mark, HEADS["night_ok"], part="夜班"),
    Field("heavy_ok", "可干重活", marks.mark, HEADS["heavy_ok"], part="重体力|重活"),
    Field("barred_enterprises", "回避企业", words.items, HEADS["barred_enterprises"], part="回避"),
    Field(
        "last_enterprise",
        "去年蹲点企业",
        words.text,
        HEADS["last_enterprise"],
        part="(?:去年|上次|上季|上年|往年).*企业",
    ),
    Field("last_group", "去年小组", words.text, HEADS["last_group"], part="(?:去年|上次|上季|上年|往年).*组"),
    Field("topic", "调研课题", words.text, HEADS["topic"], part="课题"),
    Field("home", "居住地", words.text, HEADS["home"], part="住址|居住地|家庭地址"),
)

KEYS = (
    *[
        "name",
        "sex",
        "birth",
        "ethnic",
        "politics",
        "unit",
        "post",
        "phone",
        "id_number",
        "phases",
        "available",
        "note",
    ],
    *[
        "leader",
        "roles",
        "dialects",
        "night_ok",
        "heavy_ok",
        "barred_enterprises",
        "last_enterprise",
        "last_group",
        "topic",
        "home",
    ],
)


def _finish(record: Record, context: Context) -> None:
    _take_name(record)
    _take_sex(record)
    _take_identity(record)
    _take_phases(record, context)
    _take_ends(record)
    if record.has_identity and record.get("sex") is None and "sex" in record.labels:
        if not record.is_doubtful("sex"):
            record.doubt("sex", Doubt("没有写性别", fix=_sex_by_id(record)))
        elif "sex" in record.doubts and record.doubts["sex"].fix is None:
            record.doubts["sex"].fix = _sex_by_id(record)
    birth = record.get("birth")
    record.values["birth"] = str(birth) if birth else None


def _take_name(record: Record) -> None:
    named = record.get("name")
    record.has_identity = named is not None
    if named is None:
        if "name" not in record.doubts:
            record.doubt("name", Doubt("这一行没有姓名，没有收"))
        return
    record.values["name"] = named.name
    if record.get("sex") is None and "sex" not in record.doubts:
        record.values["sex"] = named.sex
    if named.is_leader and record.get("leader") is None:
        record.values["leader"] = True


def _take_sex(record: Record) -> None:
    """Take the sex from two columns 男 | 女 of which one is ticked."""
    ticked = [sex for sex, said in part_values(record, "sex").items() if said]
    if len(ticked) == 1 and record.get("sex") is None:
        record.values["sex"] = ticked[0]


def _sex_by_id(record: Record) -> str | None:
    known: identity.Identity | None = record.get("identity")
    return known.sex if known else None


def _take_identity(record: Record) -> None:
    """Hold sex and birth against the identity number; what contradicts it is asked, not chosen."""
    known: identity.Identity | None = record.get("id_number")
    record.values["identity"] = known
    if known is None:
        return
    record.values["id_number"] = known.number
    sex, birth = record.get("sex"), record.get("birth")
    if sex and sex != known.sex:
        record.doubt("sex", Doubt(f"性别写的是{sex}，身份证号却是{known.sex}，有一个写错了", fix=known.sex))
    if birth and not _same_birth(birth, known):
        record.doubt("birth", Doubt(f"出生年月写的是 {birth}，身份证号却是 {known.birth}", fix=str(known.birth)))
    if "birth" in record.doubts and record.doubts["birth"].fix is None:
        record.doubts["birth"].fix = str(known.birth)


def _same_birth(birth: dates.Birth, known: identity.Identity) -> bool:
    same_month = (birth.year, birth.month) == (known.birth.year, known.birth.month)
    return same_month and birth.day in (None, known.birth.day)


def _take_phases(record: Record, context: Context) -> None:
    marked = part_values(record, "phases")
    if not marked or record.get("phases") is not None or "phases" in record.doubts:
        return
    numbers = {words.numeral(member): said for member, said in marked.items()}
    unknown = [number for number in numbers if number not in {phase.no for phase in context.phases}]
    chosen = sorted(number for number, said in numbers.items() if said and number is not None)
    if set(chosen) & set(unknown):
        record.doubt("phases", Doubt(f"没有第 {unknown[0]} 期，这次共 {len(context.phases)} 期"))
    elif chosen and not record.is_doubtful("phases"):
        record.values["phases"] = chosen


def _take_ends(record: Record) -> None:
    """Take the days from two columns, first and last."""
    ends = [day for day in part_values(record, "available").values() if day]
    if not ends or record.get("available") is not None or record.is_doubtful("available"):
        return
    if len(ends) == 1:
        record.doubt("available", Doubt("可参加时间只写了一头"))
    elif ends[1] < ends[0]:
        record.doubt("available", Doubt("可参加时间的结束早于开始"))
    else:
        record.values["available"] = [(ends[0], ends[1])]


ROSTER = Kind(
    code="roster",
    title="干部名册",
    counter="人",
    fields=FIELDS,
    anchors=("name",),
    keys=KEYS,
    finish=_finish,
    twin=same_person,
    needed=("sex",),
)
