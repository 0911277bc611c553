"""The list of township and street unions: heads, what a row adds up to, which rows are the same."""

from typing import Any

from ..fields import counts, people, phones, words
from ..fields.context import Context, Doubt
from ..headers.field import Field
from .enterprises import FIELDS as ENTERPRISE_FIELDS
from .heads import heads_of
from .record import Kind, Record

HEADS = heads_of("townships")


def _chair(cell: Any, column: Any) -> str:
    return people.name(cell, column).name


COUNTY = next(field for field in ENTERPRISE_FIELDS if field.key == "county")

FIELDS = (
    COUNTY,
    Field(
        "name",
        "乡镇（街道）",
        words.text,
        HEADS["name"],
        part="乡镇|镇街|街道",
        never="工会|电话|联系|地址|主席",
    ),
    Field(
        "union",
        "工会名称",
        words.text,
        HEADS["union"],
        part="工会(?:组织)?(?:名称|全称)|^[^数]*(?:总工会|工会联合会)$",
        never="主席|数$|电话",
        spans=False,
    ),
    Field(
        "chair",
        "工会主席",
        _chair,
        HEADS["chair"],
        part="主席|负责人",
        never="电话|手机|方式|号码|副|兼|专职|任期|时间|年限|性别|职务",
        spans=False,
    ),
    Field(
        "phone",
        "联系电话",
        phones.phone,
        HEADS["phone"],
        part="电话|手机|联系方式",
        never="传真|副主席",
        spans=False,
    ),
    Field(
        "members",
        "会员数",
        counts.count,
        HEADS["members"],
        part="会员(?:总|人)?数",
        never="女|农民工|新",
        spans=False,
    ),
    Field(
        "unions",
        "基层工会数",
        counts.count,
        HEADS["unions"],
        part="(?:基层|下属|下辖|所属|企业)工会(?:组织)?(?:个|总)?数|建会(?:企业)?数",
        spans=False,
    ),
    Field("note", "备注", words.remark, HEADS["note"], part="备注"),
)


def _finish(record: Record, context: Context) -> None:  # noqa: ARG001 – every kind finishes alike
    record.has_identity = record.get("name") is not None or record.get("union") is not None
    key = "name" if "name" in record.labels else "union"
    if not record.has_identity and not {"name", "union"} & set(record.doubts):
        record.doubt(key, Doubt("这一行没有乡镇（街道），也没有工会名称，没有收"))


def _twin(first: Record, second: Record) -> str | None:
    counties = {first.get("county"), second.get("county")} - {None}
    if len(counties) > 1:
        return None
    for key, title in (("name", "乡镇（街道）"), ("union", "工会名称")):
        one, other = first.get(key), second.get(key)
        if one is not None and one == other and _same_union(first, second):
            return f"{title}相同"
    return None


def _same_union(first: Record, second: Record) -> bool:
    """Whether the unions may be one: a township can have a 总工会 and a 工会联合会 of its own."""
    return len({first.get("union"), second.get("union")} - {None}) < 2


TOWNSHIPS = Kind(
    code="townships",
    title="乡镇（街道）工会名单",
    counter="个乡镇（街道）",
    fields=FIELDS,
    anchors=("name", "union"),
    keys=("county", "name", "union", "chair", "phone", "members", "unions", "note"),
    finish=_finish,
    twin=_twin,
)
