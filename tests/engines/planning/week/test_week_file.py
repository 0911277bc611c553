"""The file of a week: what it says, and one sentence with a path for every slip."""

import json
from datetime import date
from typing import Any

import pytest

from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.week.week_file import read_week


def page() -> dict[str, Any]:
    """A small week that uses every field of the format."""
    return {
        "group": "第 7 组",
        "enterprise": "远山机械",
        "days": ["2021-05-17", "2021-05-18"],
        "shifts": [
            {"id": "早班", "start": "07:30", "end": "16:30", "breaks": [["11:30", "12:30"]]},
            {"id": "夜班", "start": "22:00", "end": "06:00", "breaks": [["02:00", "02:30"]]},
        ],
        "teams": [
            {
                "id": "T1",
                "name": "装配一班",
                "shift": "早班",
                "rota": {"2021-05-18": "夜班"},
                "days_off": ["2021-05-16"],
                "headcount": 14,
                "posts": [{"name": "装配线 1 工位"}, {"name": "锻压线", "heavy": True}],
            }
        ],
        "officials": [
            {"id": "u1", "name": "林秋", "sex": "F", "roles": ["publicist"], "night_ok": True, "heavy_ok": False},
            {"id": "u2", "sex": "M", "roles": ["researcher", "connector"], "night_ok": True, "heavy_ok": True},
        ],
        "rooms": ["培训室"],
        "township": {"name": "远山镇总工会", "office_hours": [["08:30", "12:00"]], "travel": 20},
        "wishes": {"talks": ["T1"], "interviews": {"T1": 2}, "visits": 0, "reviews": True},
        "limits": {"daily": 600, "rest": 660, "earliest": "06:00", "latest": "22:30", "parallel": 2},
        "lengths": {"talk": 30, "interview": 60, "visit": 90, "review": 30, "meal": 30},
        "weights": {
            "rhythm": [4, 2, 0],
            "lost_labour": 20,
            "load": 5,
            "review_hour": 1,
            "split_review": 40,
            "no_joint_review": 60,
        },
    }


def test_a_week_says_what_the_file_says() -> None:
    week = read_week(json.dumps(page()))
    assert (week.shifts[1].start, week.shifts[1].end, week.shifts[1].breaks) == (1320, 1800, ((1560, 1590),))
    assert week.teams[0].shift_on(date(2021, 5, 18)) == "夜班"
    assert week.teams[0].shift_on(date(2021, 5, 16)) is None
    assert [each.is_heavy for each in week.teams[0].posts] == [False, True]
    assert week.township is not None
    assert week.township.office_hours == ((510, 720),)
    assert week.weights.rhythm_of(9) == 0


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("wards",), 1, "wards：不认识这个字段。"),
        (("teams", 0, "posts", 0, "wards"), 1, "teams[0].posts[0].wards：不认识这个字段。"),
        (("township", "fax"), 1, "township.fax：不认识这个字段。"),
        (("limits", "nights"), 1, "limits.nights：不认识这个字段。"),
        (("teams", 0, "shift"), "中班", "teams[0].shift：没有 中班。"),
        (("teams", 0, "rota"), {"2021-05-18": "中班"}, "teams[0].rota：没有 中班。"),
        (("teams", 0, "rota"), {"周二": "夜班"}, "teams[0].rota.周二：日期要写成 2021-05-10 这样。"),
        (("wishes", "talks"), ["T9"], "wishes.talks：没有 T9。"),
        (("wishes", "interviews"), {"T9": 1}, "wishes.interviews：没有 T9。"),
        (("wishes", "interviews"), {"T1": -1}, "wishes.interviews.T1：这里要写整数，0 到 1000。"),
        (("officials", 1, "id"), "u1", "officials[1].id：u1 前面已经有了。"),
        (
            ("officials", 0, "roles"),
            ["cook"],
            "officials[0].roles：只能写 publicist、researcher、connector，这里是 cook。",
        ),
        (("shifts", 0, "start"), "7点半", "shifts[0].start：钟点要写成 07:30 这样。"),
        (("shifts", 0, "start"), "16:30", "shifts[0].start：开始、结束是同一个钟点。"),
        (("shifts", 0, "breaks"), [["17:00", "17:30"]], "shifts[0].breaks：休息要在这个班次里，互相不重叠。"),
        (("shifts", 0, "breaks"), [["12:00"]], "shifts[0].breaks[0]：钟点要写成 [“11:30”, “12:30”] 这样一对。"),
        (("days",), ["2021-05-18", "2021-05-17"], "days：要写一天以上，按先后写，前后不超过 14 天。"),
        (("days",), [], "days：要写一天以上，按先后写，前后不超过 14 天。"),
        (("days",), ["2021-05-17", "2021-05-17"], "days：同一天写了两遍。"),
        (("officials",), [], "officials：要写 1 到 60 个，这里是 0 个。"),
        (("limits", "daily"), 5, "limits.daily：这里要写 60 到 1440。"),
        (("limits", "latest"), "05:00", "limits：earliest 要早于 latest。"),
        (("weights", "rhythm"), [], "weights.rhythm：这里要写一个列表（[ ]）。"),
        (("wishes", "reviews"), "yes", "wishes.reviews：这里只能写 true 或 false。"),
    ],
)
def test_a_slip_is_told_with_its_path(path: tuple[Any, ...], value: object, words: str) -> None:
    found = page()
    at: Any = found
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(BadProblem) as told:
        read_week(json.dumps(found))
    assert str(told.value) == words


@pytest.mark.parametrize("key", ["days", "shifts", "teams", "officials", "wishes"])
def test_what_is_needed_is_asked_for(key: str) -> None:
    found = page()
    del found[key]
    with pytest.raises(BadProblem, match=f"^{key}：少了这个字段。$"):
        read_week(json.dumps(found))
