"""What remains of a column's head when layout and advice are taken away: *姓 名（必填） → 姓名."""

import re
from functools import lru_cache

from ..fields.words import HAN, squeezed

ADVICE = r"必填项?|选填项?|可选|非必填|请填写|请输入|请选择|请填|填写|您的|你的|本人的?|可多选|单选|多选"
NEUTRAL = r"基本|个人|信息|情况|干部|人员|概况|资料|本人|主要|参加|人选|蹲点|企业|工会|一览|登记|的"
OTHERS = r"紧急|家属|家庭成员|配偶|子女|父母|法人|法定代表|推荐|介绍|领队|师傅|带队|联系人|联络|填表|审核|原"
DEPENDENT = frozenset(
    [
        "姓名",
        "名称",
        "名字",
        "电话",
        "手机",
        "手机号",
        "手机号码",
        "联系电话",
        "联系方式",
        "电话号码",
        "职务",
        "性别",
        "男",
        "女",
        "男性",
        "女性",
        "人数",
        "数量",
        "数",
        "个数",
        "时间",
        "日期",
        "起",
        "止",
        "开始",
        "结束",
        "起始",
        "截止",
        "开始时间",
        "结束时间",
        "开始日期",
        "结束日期",
        "起止时间",
        "床位",
        "合计",
        "小计",
    ]
)


@lru_cache(maxsize=4096)
def variants(label: str) -> tuple[str, ...]:
    """Return a head in its comparable forms, the fullest first: with and without what stands in brackets."""
    folded = squeezed(label).lower()
    han = re.sub(r"[a-z]", "", folded) if re.search(HAN, folded) else folded
    forms = [
        _bare(re.sub(r"[()\[\]【】〔〕{}]", "", folded)),
        _bare(re.sub(r"[(\[【〔{].*?[)\]】〕}]", "", folded)),
        _bare(han),
    ]
    return tuple(dict.fromkeys(form for form in forms if form))


def _bare(folded: str) -> str:
    without = re.sub(ADVICE, "", folded)
    unnumbered = re.sub(r"^(?:[0-9]+|[a-z](?=[.、)]))[.、)]?(?=[^0-9])", "", without)
    return re.sub(r"[\W_]+", "", unnumbered)


def is_dependent(label: str) -> bool:
    """Whether a head says what it is only together with the one above it: 男, 电话, 起."""
    return any(variant in DEPENDENT for variant in variants(label))


def is_neutral(group: str) -> bool:
    """Whether a head above others adds nothing: 基本信息, 干部情况."""
    return all(not re.sub(NEUTRAL, "", variant) for variant in variants(group))


def is_about_others(group: str) -> bool:
    """Whether a head above others turns them to another person: 紧急联系人 | 电话."""
    return bool(re.search(OTHERS, squeezed(group)))
