"""Compiling with numba, typed: kernels stay ordinary functions for the type checker.

Compiled code is kept on disk, so that a machine compiles once, under a name made of the text of all kernels: numba
itself looks only at the file of each function and would go on with the columns of yesterday's tables. Kernels run
without the interpreter's lock, so that two searches run on two cores as threads. They allocate nothing, so numba need
not count references (`_nrt`), which made them three times as fast.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba

_NUMBA: Any = numba  # what is asked of it here, its own types leave out
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


def compiled(function: Callable[_Args, _Result]) -> Callable[_Args, _Result]:
    """Return the function compiled to machine code; it must not make arrays."""
    before, _NUMBA.config.CACHE_DIR = _NUMBA.config.CACHE_DIR, str(_folder())
    try:
        made = _NUMBA.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    finally:
        _NUMBA.config.CACHE_DIR = before
    return cast(Callable[_Args, _Result], made)


def is_compiled() -> bool:
    """Say whether this machine has the kernels' code already."""
    return _folder().is_dir()


@cache
def _folder() -> Path:
    """Return where the compiled code of these kernels is kept: beside them, or in the user's cache."""
    here = Path(__file__).parent
    text = sha256(b"".join(each.read_bytes() for each in sorted(here.glob("*.py"))))
    name = f"kernels-{text.hexdigest()[:16]}"
    beside = here / "__pycache__"
    if beside.is_dir() and os.access(beside, os.W_OK):
        for old in beside.glob("kernels-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)
        return beside / name
    if os.access(users := _users_cache(), os.W_OK) and users.is_dir():
        return users / name
    return Path(tempfile.mkdtemp(prefix="dundian-")) / name  # nothing to keep it in: compiled anew next time


def _users_cache() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "dundian"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(os.devnull)  # not a folder, see above
    return folder
