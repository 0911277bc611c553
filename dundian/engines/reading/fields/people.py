"""Who somebody is: name, sex, ethnic group, politics."""

import re
from typing import NamedTuple

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import HAN, plain, squeezed, whole

MEN = {
    "男",
    "男性",
    "男士",
    "先生",
    "男同志",
    "男的",
    "男生",
    "m",
    "male",
    "man",
    "1",
    "1男",
    "1.男",
    "1-男",
    "男1",
    "♂",
}
WOMEN = {"女", "女性", "女士", "女同志", "女的", "女生", "f", "female", "woman", "2", "2女", "2.女", "2-女", "女2", "♀"}
SLIPS = {"南": "男", "难": "男", "楠": "男", "汝": "女", "奴": "女", "妇": "女"}
COMPOUND_SURNAMES = {"欧阳", "上官", "司马", "诸葛", "司徒", "东方", "南宫", "夏侯", "皇甫", "尉迟", "慕容", "令狐"}
NOT_NAMES = {"姓名", "同上", "不详", "待定", "未定", "暂定", "待补", "暂缺", "某某", "xxx", "xx", "领导", "空缺"}

GROUPS = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
PARTY = {
    "党员": "中共党员",
    "共产党员": "中共党员",
    "中共": "中共党员",
    "中国共产党党员": "中共党员",
    "正式党员": "中共党员",
    "中共正式党员": "中共党员",
    "预备党员": "中共预备党员",
    "预备": "中共预备党员",
    "普通群众": "群众",
    "九三": "九三学社",
    "团员": "共青团员",
    "无党派": "无党派人士",
}


OFFICE = (
    r"(?:机关|单位|部门|办公室|中心|学校|学院|报社|公司|工会|委员会|支部|分部|宣教部|组织部|处室|小组|医院|疗休养院)"
)


class Name(NamedTuple):
    """A name and what stood in brackets behind it: 李四（女、组长）."""

    name: str
    sex: str | None
    is_leader: bool


def name(cell: Cell, column: Column) -> Name:  # noqa: ARG001 – every reader is called alike
    """Return the name; blanks inside Chinese names are layout, dots of long names become ·."""
    written = plain(cell.shown)
    if several := _several(cell.shown):
        raise Doubt(f"“{written}”一格里有 {len(several)} 个名字，一行写一个人")
    bare, marks = _without_brackets(written)
    bare = re.sub(r"[•・‧.∙⋅]", "·", bare) if re.search(HAN, bare) else bare
    bare = re.sub(rf"(?<={HAN}) +(?={HAN})| *· *", lambda gap: "·" if "·" in gap[0] else "", bare)
    bare = re.sub(rf"(?<={HAN}{{2}})(?:同志|先生|女士)$", "", bare)
    if cell.is_number or not _is_name(bare):
        trimmed = re.sub(r"^[^\w]+|[\W\d]+$", "", bare)
        raise Doubt(f"“{cell.shown}”不像一个人的名字", fix=trimmed if _is_name(trimmed) else None)
    return Name(bare, "女" if "女" in marks else "男" if "男" in marks else None, "组长" in marks)


def _several(shown: str) -> list[str]:
    """Return the names that stand one under another in a cell; 张 over 三 and 欧阳 over 娜娜 are one."""
    lines = [squeezed(line) for line in shown.splitlines() if line.strip()]
    are_names = all(re.fullmatch(rf"{HAN}{{2,4}}", line) and line not in COMPOUND_SURNAMES for line in lines)
    return lines if len(lines) > 1 and are_names else []


def _without_brackets(written: str) -> tuple[str, set[str]]:
    found = re.fullmatch(r"(.+?)\((.+?)\)", written)
    if not found:
        return written, set()
    marks = set(re.split(r"[,、;/ ]+", found[2]))
    known = marks <= {"女", "男", "组长", "副组长", "少数民族", "党员", "兼", "主席", "副主席", "主持工作"} | {
        f"{group}族" for group in GROUPS
    }
    bare = found[1].strip()
    if not known:
        raise Doubt(f"“{written}”括号里的“{found[2]}”是什么意思没看懂", fix=bare if _is_name(bare) else None)
    return found[1].strip(), marks


def _is_name(bare: str) -> bool:
    if bare.lower() in NOT_NAMES or re.search(rf"示例|合计|小计|总计|单位|名单|{OFFICE}$", bare):
        return False
    chinese = re.fullmatch(rf"{HAN}{{2,6}}|{HAN}{{1,12}}(·{HAN}{{1,12}})+|{HAN}{{1,3}}[A-Za-z]", bare)
    return bool(chinese or re.fullmatch(r"[A-Za-z][A-Za-z .'·-]{1,40}", bare))


def sex(cell: Cell, column: Column) -> str:
    """Return 男 or 女; 1 and 2 are GB/T 2261.1, unless the head says otherwise or 0 stands for one of the two."""
    written = re.sub(r"^0(?=\d$)", "", whole(squeezed(cell.shown)).lower().strip("()*"))
    legends = map(_legend, (column.label, *column.asides))
    legend = next((codes for codes in legends if codes), {})
    if written in legend:
        return legend[written]
    if re.fullmatch(r"\d", written) and (legend or (written == "1" and _is_binary(column))):
        raise Doubt(f"“{cell.shown}”看不出是男是女：这一列有 0 有 1，或者列名里没有这个数，写成男或女")
    if written in MEN:
        return "男"
    if written in WOMEN:
        return "女"
    raise Doubt(f"性别写成了“{cell.shown}”，要写男或女", fix=SLIPS.get(written))


def _is_binary(column: Column) -> bool:
    codes = {whole(squeezed(shown)) for shown in column.shown}
    return "0" in codes and "2" not in codes


def _legend(label: str) -> dict[str, str]:
    """Return what the head says the codes stand for: 性别（1男2女）, 性别(0-女，1-男)."""
    digit = r"(?<!\d)(\d)(?![\d人名位个])"
    told = re.findall(rf"{digit}[^\d男女]{{0,2}}(男|女)|(男|女)[^\d男女]{{0,2}}{digit}", squeezed(label))
    legend = {code or behind: sex or before for code, sex, before, behind in told}
    return legend if set(legend.values()) == {"男", "女"} else {}


def ethnic(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return the ethnic group with its 族: 汉 → 汉族."""
    written = re.sub(r"^\d+[.、-]?", "", squeezed(cell.shown))
    bare = written.removesuffix("族")
    if bare in GROUPS:
        return f"{bare}族"
    fix = next((f"{group}族" for group in GROUPS if len(bare) == 1 and group.startswith(bare)), None)
    fix = f"{bare[:-1]}族" if bare[:-1] in GROUPS and bare.endswith(("民", "人")) else fix
    raise Doubt(f"民族写成了“{cell.shown}”，没有这个民族", fix=fix)


def politics(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return the politics as written, short forms in full: 党员 → 中共党员."""
    written = re.sub(r"\(预备(?:党员)?\)$", "预备党员", squeezed(cell.shown))
    written = re.sub(r"(?:中共)?党员(预备党员)", r"\1", re.sub(r"\(.*?\)", "", written))
    written = re.sub(r"^\d+[.、-]?", "", written)
    if not re.search(HAN, written):
        raise Doubt(f"政治面貌写成了“{cell.shown}”，没看懂")
    return PARTY.get(written, written)
