"""Every folder has its place; none above is opened for anybody; a refusal is one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from dundian.site.postgres import acquire, binaries, holders, places, server
from dundian.site.postgres.account import Account, as_account, own_account
from dundian.site.postgres.errors import BinariesBroken, DatabaseTrouble, DiskFull, NoPermission
from tests.site.postgres.conftest import take_away

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can do this")
as_anybody = pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")


def let_others_in(path: Path) -> None:
    """Open pytest's own folders above `path` to the database's account."""
    for folder in (path, *path.parents):
        folder.chmod(0o711)
        if folder.name.startswith("pytest-of-"):
            return


def test_the_home_is_named_by_the_environment_or_lies_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUNDIAN_HOME", raising=False)
    assert places.home_folder() == tmp_path / ".dundian"
    monkeypatch.setenv("DUNDIAN_HOME", "elsewhere")
    assert places.home_folder() == tmp_path / "elsewhere"


def test_no_folder_above_is_opened(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = {folder: folder.stat().st_mode for folder in (closed, *closed.parents)}
    with server(closed / "home"):
        assert {folder: folder.stat().st_mode for folder in before} == before
    found = places.settle(closed / "home")
    _take_away(found)


def test_a_long_home_still_has_a_short_socket(tmp_path: Path) -> None:
    long = tmp_path.joinpath(*["蹲点" * 20] * 4)
    with server(long) as database:
        socket = database.cluster.places.socket / places.SOCKET_NAME
        assert socket.exists()
        assert len(os.fsencode(socket)) <= 60
    _take_away(database.cluster.places)


def test_a_socket_path_that_cannot_fit_is_refused(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(places, "SOCKET_LIMIT", 20)
    with pytest.raises(DatabaseTrouble, match="套接字的路径太长"):
        acquire(home)


def test_the_sockets_folder_does_not_follow_the_session(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/0")
    first = places.settle(home).socket
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert places.settle(home).socket == first
    assert first.stat().st_mode & 0o777 == 0o700


def test_a_sockets_folder_open_to_others_is_refused(home: Path) -> None:
    places.settle(home).socket.chmod(0o755)
    with pytest.raises(DatabaseTrouble, match="不是只属于本账户的文件夹"):
        acquire(home)


def test_a_sockets_folder_that_is_a_link_is_refused(home: Path, tmp_path: Path) -> None:
    socket = places.settle(home).socket
    socket.rmdir()
    socket.symlink_to(tmp_path)
    with pytest.raises(DatabaseTrouble, match="不是只属于本账户的文件夹"):
        acquire(home)
    socket.unlink()


@as_root
def test_root_keeps_the_cluster_where_its_account_can_reach_it(home: Path) -> None:
    with server(home) as database:
        found = database.cluster.places
        assert found.state.parent == places.ROOT_STATES
        assert (home / "postgres").readlink() == found.state
        assert found.data.stat().st_uid == own_account().uid != 0


@as_root
def test_a_start_that_was_cut_short_between_two_steps_is_finished_by_the_next(home: Path) -> None:
    found = places.settle(home)
    for folder in (found.log, found.socket):
        os.chown(folder, 0, 0)  # made, but not yet given away
    with server(home) as database:
        assert {f.stat().st_uid for f in (found.log, found.socket)} == {database.cluster.places.account.uid}


@as_root
def test_locks_that_were_not_yet_given_away_are_given_to_the_user(tmp_path: Path) -> None:
    state = tmp_path / "postgres"
    state.mkdir()
    (state / "lock").touch(mode=0o600)
    os.chown(state, 65534, 65534)
    with holders.turn(state):
        assert (state / "lock").stat().st_uid == 65534


@as_root
def test_a_home_made_anew_does_not_take_over_an_old_cluster(home: Path) -> None:
    old = places.settle(home)
    (home / "postgres").unlink()
    said: list[str] = []
    new = places.settle(home, say=said.append)
    assert new.state != old.state
    assert f"ln -sfn {old.state}" in said[0]
    _take_away(old)


@as_root
def test_root_helps_out_in_a_users_home_as_that_user(tmp_path: Path) -> None:
    home, account = tmp_path / "home", Account("nobody", 65534, 65534)
    (home / "postgres").mkdir(parents=True, mode=0o700)
    for folder in (home, home / "postgres"):
        os.chown(folder, account.uid, account.gid)
    let_others_in(tmp_path)
    with server(home) as database:
        assert database.cluster.places.data.stat().st_uid == account.uid
        assert (home / "postgres" / "users").stat().st_uid == account.uid
    _take_away(database.cluster.places)


@as_root
def test_a_cluster_of_roots_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home" / "postgres").mkdir(parents=True)
    with pytest.raises(DatabaseTrouble, match="不能以 root 运行"):
        acquire(tmp_path / "home")


@as_root
def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "dundian-test", disk], check=False)
    if mounted.returncode:
        pytest.skip("this root may not mount")
    try:
        (disk / "home" / "postgres").mkdir(parents=True, mode=0o700)
        disk.chmod(0o711)
        for folder in (disk / "home", disk / "home" / "postgres"):
            os.chown(folder, 65534, 65534)
        let_others_in(tmp_path)
        _fill(disk / "filler", leaving=20 * 1024 * 1024)
        monkeypatch.setattr("dundian.site.postgres.cluster.LEAST_FREE_BYTES", 0)
        with pytest.raises(DiskFull, match=f"磁盘满了，数据库写不进 {disk}"):
            acquire(disk / "home")
        (disk / "filler").unlink()
        acquire(disk / "home").release()
    finally:
        take_away(disk / "home")
        subprocess.run(["umount", "-l", disk], check=True)


def _fill(path: Path, *, leaving: int) -> None:
    with path.open("wb", buffering=0) as filler:
        while shutil.disk_usage(path).free > leaving:
            filler.write(bytes(1024 * 1024))


def test_too_little_room_is_said_before_anything_is_written(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr("dundian.site.postgres.cluster.LEAST_FREE_BYTES", 10**18)
    with pytest.raises(DiskFull):
        acquire(home)
    assert not (home / "postgres" / "data").exists()


@as_anybody
def test_a_closed_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(NoPermission, match="closed"):
        acquire(tmp_path / "closed" / "home")


def _as_nobody(pipe: Connection, home: Path) -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    try:
        acquire(home)
    except Exception as trouble:  # the test names the one it wants
        pipe.send(f"{type(trouble).__name__}: {trouble}")
    else:
        pipe.send("started")


@as_root
@pytest.mark.parametrize("name", ["closed/home", "home"])
def test_what_another_account_may_not_touch_is_one_sentence(home: Path, tmp_path: Path, name: str) -> None:
    acquire(home).release()
    (tmp_path / "closed").mkdir(mode=0o700)
    let_others_in(home)
    ours, theirs = Pipe()
    process = get_context("fork").Process(target=_as_nobody, args=(theirs, tmp_path / name))
    process.start()
    said = ours.recv() if ours.poll(90) else "nothing"
    process.join()
    process.close()
    assert said.startswith("NoPermission: 没有权限读写")


@pytest.mark.parametrize(
    "script",
    ["#!/bin/sh\necho 'error while loading shared libraries: libpq.so.5' >&2\nexit 127\n", "not a program"],
)
def test_programs_that_cannot_run_are_one_sentence(
    monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path, script: str
) -> None:
    acquire(home).release()
    broken = tmp_path / "broken"
    broken.mkdir()
    let_others_in(broken)
    for name in ("pg_isready", "postgres", "initdb"):
        (broken / name).write_text(script)
        (broken / name).chmod(0o755)
    monkeypatch.setattr(binaries, "folder", lambda _places: broken)
    with pytest.raises(BinariesBroken, match="这台机器上运行不了"):
        acquire(home)
    monkeypatch.undo()


def test_programs_hear_no_address_of_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("DATABASE_OWNER_URL", "secret")
    how = as_account(None)
    assert not {"PGHOST", "DATABASE_OWNER_URL"} & set(how["env"])


def _take_away(found: places.Places) -> None:
    shutil.rmtree(found.socket, ignore_errors=True)
    shutil.rmtree(found.state, ignore_errors=True)
