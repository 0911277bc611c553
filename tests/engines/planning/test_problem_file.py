"""The planning problem as a file: what is read, and what is refused with its path."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.problem import Lock, Weights
from dundian.engines.planning.problem_file import read_assignment, read_problem

PLANS = Path(__file__).parents[3] / ".." / "shared" / "data" / "plan"


def page() -> dict[str, Any]:
    """A whole file of two officials and one posting."""
    someone = {
        "id": "u0",
        "sex": "F",
        "home_unit": "unit1",
        "age_band": 1,
        "seniority_band": 2,
        "leader": True,
        "roles": ["publicist", "researcher", "connector"],
        "dialects": ["d1"],
        "night_ok": True,
        "heavy_ok": False,
        "phases": ["P0"],
        "barred_enterprises": [],
        "last_enterprise": "of another year",
        "last_group": None,
        "topic": None,
        "hardship": 2,
        "home": [0.5, 1],
    }
    return {
        "phases": [{"id": "P0", "start": "2021-05-10", "end": "2021-05-14"}],
        "officials": [
            {**someone, "lock": {"posting": "G0", "with": ["u1"]}, "apart": [], "reserve": True},
            {**someone, "id": "u1", "sex": "M"},
        ],
        "postings": [
            {
                "id": "G0",
                "enterprise": "E0",
                "phase": "P0",
                "size": [1, 3],
                "beds": {"F": 1, "M": 2},
                "night": False,
                "heavy": True,
                "dialect": None,
                "topic": "t1",
                "hardness": 2,
                "location": None,
                "target": {"F": 1, "age": [[0, 1]] * 4, "seniority": [[0, 1]] * 3},
                "rooms": [[2], [1]],
            }
        ],
        "open": {"postings": 1},
        "distinct_roles": True,
        "off": ["travel"],
        "weights": {"travel": {"scale": 5, "cap": 8}, "same_unit": 0},
        "previous": {"u0": "G0", "u1": None},
    }


def test_a_whole_file_is_read() -> None:
    problem = read_problem(json.dumps(page()))
    first, posting = problem.officials[0], problem.postings[0]
    assert problem.phases[0].end == date(2021, 5, 14)
    assert first.lock == Lock(posting="G0", mates=("u1",))
    assert (first.home, first.reserve, first.heavy_ok) == ((0.5, 1.0), True, False)
    assert (posting.smallest, posting.largest, posting.beds_men, posting.rooms) == (1, 3, 2, (2, 1))
    assert posting.target.women == 1
    assert problem.open_count == 1
    assert problem.distinct_roles
    assert problem.off == {"travel"}
    assert problem.weights == Weights(travel_scale=5, travel_cap=8, same_unit=0)
    assert problem.previous == {"u0": "G0", "u1": None}


def test_what_is_optional_may_be_left_out() -> None:
    bare = page()
    for key in ("open", "distinct_roles", "off", "weights", "previous"):
        del bare[key]
    problem = read_problem(json.dumps(bare))
    assert (problem.open_count, problem.off, problem.weights) == (None, frozenset(), Weights())
    assert problem.officials[1].lock == Lock()


FAULTS: list[tuple[str, Callable[[Any], Any]]] = [
    (r"^postings\[0\]\.wards：不认识", lambda p: p["postings"][0].update(wards=1)),
    (r"^postings\[0\]\.beds\.X：不认识", lambda p: p["postings"][0]["beds"].update(X=1)),
    (r"^weights\.travell：不认识", lambda p: p["weights"].update(travell=1)),
    (r"^officials\[1\]\.lock\.until：不认识", lambda p: p["officials"][1].update(lock={"until": 1})),
    (r"^officials\[0\]\.sex：少了", lambda p: p["officials"][0].pop("sex")),
    (r"^officials\[0\]\.sex：只能写 F、M", lambda p: p["officials"][0].update(sex="女")),
    (r"^officials\[0\]\.roles：只能写", lambda p: p["officials"][0].update(roles=["cook"])),
    (r"^officials\[0\]\.leader：.*true", lambda p: p["officials"][0].update(leader=1)),
    (r"^officials\[0\]\.age_band：.*0 到 3", lambda p: p["officials"][0].update(age_band=4)),
    (r"^officials\[0\]\.hardship：.*整数", lambda p: p["officials"][0].update(hardship=True)),
    (r"^officials\[0\]\.home：.*\[x, y\]", lambda p: p["officials"][0].update(home=[1])),
    (r"^officials\[0\]\.phases：没有 P9", lambda p: p["officials"][0].update(phases=["P9"])),
    (r"^officials\[0\]\.barred_enterprises：没有 E9", lambda p: p["officials"][0].update(barred_enterprises=["E9"])),
    (r"^officials\[0\]\.lock\.posting：没有 G9", lambda p: p["officials"][0].update(lock={"posting": "G9"})),
    (r"^officials\[0\]\.lock\.phase：没有 P9", lambda p: p["officials"][0].update(lock={"phase": "P9"})),
    (r"^officials\[0\]\.lock\.with：没有 u0", lambda p: p["officials"][0].update(lock={"with": ["u0"]})),
    (r"^officials\[1\]\.apart：没有 u9", lambda p: p["officials"][1].update(apart=["u9"])),
    (r"^officials\[1\]\.id：u0 前面", lambda p: p["officials"][1].update(id="u0")),
    (r"^postings\[0\]\.phase：没有 P9", lambda p: p["postings"][0].update(phase="P9")),
    (r"^postings\[0\]\.size：最少不能大于最多", lambda p: p["postings"][0].update(size=[3, 1])),
    (r"^postings\[0\]\.rooms：.*整数", lambda p: p["postings"][0].update(rooms=[["two"]])),
    (r"^postings\[0\]\.target\.age：.*4 对", lambda p: p["postings"][0]["target"].update(age=[[0, 1]])),
    (r"^phases\[0\]\.start：日期", lambda p: p["phases"][0].update(start="5月10日")),
    (r"^phases\[0\]：开始", lambda p: p["phases"][0].update(start="2021-06-10")),
    (r"^off：没有叫 sleep", lambda p: p.update(off=["sleep"])),
    (r"^previous：没有 G9", lambda p: p["previous"].update(u0="G9")),
    (r"^previous：没有 u9", lambda p: p["previous"].update(u9="G0")),
    (r"^weights\.travel\.scale：.*小于 0", lambda p: p["weights"]["travel"].update(scale=-1)),
    (r"^officials：.*列表", lambda p: p.update(officials={})),
    (r"^officials\[0\]：.*字段", lambda p: p.update(officials=["u0"])),
]


@pytest.mark.parametrize(("words", "spoil"), FAULTS, ids=[words for words, _ in FAULTS])
def test_a_slip_is_refused_with_its_path(words: str, spoil: Callable[[Any], Any]) -> None:
    spoiled = page()
    spoil(spoiled)
    with pytest.raises(BadProblem, match=words):
        read_problem(json.dumps(spoiled))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第 1 行"),
        ("[]", "一组字段"),
        ('{"phases": [], "phases": []}', "phases：同一处写了两遍"),
        ('{"phases": NaN}', "NaN"),
        ("[" * 100_000, "括号"),
        ("1" * 10_000, "没人写得出"),
    ],
)
def test_what_is_no_problem_at_all_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(BadProblem, match=words):
        read_problem(text)


def test_an_assignment_is_read_from_a_plan_and_its_ids_must_exist() -> None:
    problem = read_problem(json.dumps(page()))
    assert read_assignment('{"assignment": {"u0": "G0"}, "cost": 3}', problem) == {"u0": "G0", "u1": None}
    for text, words in (
        ('{"assignment": {"u0": "G9"}}', "assignment：没有 G9"),
        ('{"assignment": {"u9": "G0"}}', "assignment：没有 u9"),
        ('{"cost": 3}', "没有 assignment"),
        ("[]", "没有 assignment"),
    ):
        with pytest.raises(BadProblem, match=words):
            read_assignment(text, problem)


@pytest.mark.parametrize("name", ["108-a", "108-b", "1000-a"])
def test_the_shared_problems_are_read(name: str) -> None:
    path = PLANS / f"{name}.json"
    if not path.exists():
        pytest.skip("../shared/data/plan is not here")
    problem = read_problem(path.read_text(encoding="utf-8"))
    assert len(problem.officials) == int(name.partition("-")[0])
