"""Which `dundian up` is running on a home, with its addresses; told by a lock, so that no dead one is listed."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def announced(home: Path, origins: Mapping[str, str], logs: Mapping[str, Path]) -> Iterator[None]:
    """Have our addresses listed while we run."""
    path = home / f"up-{os.getpid()}.json"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        content = {"pid": os.getpid(), "origins": dict(origins), "logs": {k: str(v) for k, v in logs.items()}}
        json.dump(content, file)
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def who_runs(home: Path) -> list[dict[str, Any]]:
    """Return what each living `dundian up` of this home announced; forgets the ones killed by -9."""
    found = []
    for path in sorted(home.glob("up-*.json")):
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                found.append(json.load(file))
            else:
                path.unlink(missing_ok=True)
    return found
