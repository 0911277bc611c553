"""Lock files pin every package by its hash and name no place to fetch it from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ("requirements.lock", "requirements-dev.lock")
NPM = ROOT / "web" / "package-lock.json"
ADDRESS = re.compile(r"(?:https?|git\+\w+|file|ssh)://\S+|--(?:extra-)?index-url|--find-links|--trusted-host")


def named_places(text: str) -> list[str]:
    """Every address or index option in a hashed requirements file."""
    return ADDRESS.findall(text)


def npm_places(lock: dict) -> list[str]:
    """What would tell npm a host: `resolved` of a package; funding addresses are only words."""
    places = [package["resolved"] for package in lock["packages"].values() if "resolved" in package]
    return [place for place in places if urlsplit(place).scheme not in {"", "file"} or place.startswith("file:")]


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_lock_names_no_place(name: str) -> None:
    assert named_places((ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", PYTHON)
def test_every_python_package_has_a_version_and_a_hash(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(lines) > 30
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_dev_lock_agrees_with_the_one_people_install() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+(?:\[[\w,]+\])?)==([\w.]+)", (ROOT / name).read_text(), re.MULTILINE))

    run, dev = versions(PYTHON[0]), versions(PYTHON[1])
    assert run == {name: dev.get(name) for name in run}


def test_the_npm_lock_names_no_place_and_hashes_everything() -> None:
    lock = json.loads(NPM.read_text())
    assert npm_places(lock) == []
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, package in packages.items() if "integrity" not in package and not package.get("link")] == []


def test_npm_is_told_to_keep_places_out() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "web" / ".npmrc").read_text().split()


@pytest.mark.parametrize(
    "line",
    ["--index-url https://mirror.example/simple", "thing @ https://files.example/thing.whl", "--find-links wheels"],
)
def test_the_check_can_fail(line: str) -> None:
    assert named_places(line)
    assert npm_places({"packages": {"a": {"resolved": "https://registry.example/a.tgz"}}})
