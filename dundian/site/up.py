"""`dundian up`: database → migrate → grants → web → worker, watched until Ctrl-C, stopped in reverse order.

Everything that listens or holds data is either a child of this process or the shared PostgreSQL server.
"""

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from dundian.site import running, welcome
from dundian.site.listening import PORTS, Listening, check_certificate, listen
from dundian.site.postgres import Database, DatabaseTrouble, acquire
from dundian.site.postgres.errors import in_plain_words
from dundian.site.postgres.places import home_folder
from dundian.site.processes import Child, rotate
from dundian.site.pulse import Pulse
from dundian.site.steps import say, step
from dundian.site.words import _

WEB_WORKERS, WEB_THREADS = 2, 4
TICK = 0.1
LOOK = 3.0
"""Seconds between two questions to a server that is connected but may be stuck."""


class StartFailed(Exception):
    """没有起来。"""


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    ports: Sequence[int] = PORTS
    host: str | None = None
    tls: tuple[str, str] | None = None
    as_json: bool = False
    bare: bool = False
    """Neither sample nor sign-in links: a real installation."""


@dataclass
class House:
    """Everything that is up."""

    home: Path
    database: Database
    listening: Listening
    options: Options
    children: list[Child] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """Return what the children know: the app's address of the database, never the owner's."""
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        return env | {
            "DATABASE_URL": self.database.app_url,
            "DUNDIAN_HOME": str(self.home),
            "DUNDIAN_ORIGINS": " ".join(f"{door}={url}" for door, url in self.listening.origins.items()),
            "DUNDIAN_SOCKETS": " ".join(f"{door}={s.getsockname()[1]}" for door, s in self.listening.sockets.items()),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "dundian.site.settings"),
            "PYTHONUNBUFFERED": "1",
        }

    def log(self, name: str) -> Path:
        folder = self.home / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{name}.log"


def run(options: Options) -> None:
    """Bring everything up and keep it up until INT or TERM; then stop web, worker, database."""
    home = home_folder()
    if options.tls:
        check_certificate(*options.tls)
    with ExitStack() as stack:
        hurry = stack.enter_context(_signals_raise())
        with suppress(KeyboardInterrupt):
            with in_plain_words(home):
                home.mkdir(mode=0o700, parents=True, exist_ok=True)
                house = _open(home, options, stack, hurry)
            _keep(house)
        say(_("正在停止：网页、后台、数据库。"))
    say(_("都停了。"))


def _open(home: Path, options: Options, stack: ExitStack, hurry: "Hurry") -> House:
    with step(_("数据库")):
        database = acquire(home, say=say)
        stack.callback(database.release)
    listening = listen(ports=options.ports, host=options.host, tls=bool(options.tls), say=say)
    stack.callback(listening.close)
    house = House(home, database, listening, options)
    with step(_("数据库结构")):
        migrate(house)
    if not options.bare:
        _walk(house, welcome.BEFORE_OPENING)
    with step(_("网页和后台")):
        for child in (_worker(house), _web(house)):  # the last one started is the first one stopped
            stack.callback(child.stop, hurry=hurry.asked)
            child.start()
            house.children.append(child)
        _await_web(house)
    if not options.bare:
        warming = _warming(house)
        stack.callback(warming.stop, hurry=hurry.asked)
        warming.start()
    stack.enter_context(running.announced(home, listening.origins, {c.name: c.log for c in house.children}))
    _greet(house)
    return house


def _greet(house: House) -> None:
    if house.options.as_json:
        pids = {child.name: child.pid for child in house.children}
        sys.stdout.write(json.dumps({**house.listening.origins, "pids": pids}) + "\n")
    else:
        sys.stdout.write(welcome.greeting(house.listening.origins, reachable=house.options.host is not None))
    sys.stdout.flush()
    if not house.options.bare:
        _walk(house, welcome.AFTER_OPENING)


def migrate(house: House) -> None:
    """Migrate as the owner in a process of its own, and renew what the app may do."""
    house.database.renew_grants()  # default privileges first: what migrations make then has them at once
    env = house.environment() | {"DATABASE_URL": house.database.owner_url}
    _child_to_its_end(["-m", "django", "migrate", "--noinput", "--verbosity=0"], env, house.log("migrate"))
    house.database.renew_grants()


def _walk(house: House, steps: Sequence[welcome.Step]) -> None:
    env = house.environment()
    if house.database.cluster is not None:
        del env["DATABASE_URL"]  # the command joins the embedded server by itself
    else:
        env["DATABASE_OWNER_URL"] = house.database.owner_url
    for one in steps:
        with step(one.title):
            command = [sys.executable, "-m", "dundian.site.cli", *one.words]
            done = subprocess.run(  # noqa: S603 – our own command
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr if house.options.as_json else None,  # stdout holds one line of JSON only
                check=False,
            )
        if done.returncode:
            say(_("{title}没有做完，其余照常。").format(title=one.title))


def _child_to_its_end(words: list[str], env: dict[str, str], log: Path) -> None:
    with log.open("wb") as file:
        done = subprocess.run(  # noqa: S603 – our own Python
            [sys.executable, *words],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        last = [line for line in log.read_text(errors="replace").splitlines() if line.strip()][-1:]
        words_ = _("数据库结构没有更新完：{what}（全文在 {log}）。")
        raise StartFailed(words_.format(what=last[0].strip() if last else done.returncode, log=log))


def _web(house: House) -> Child:
    command = [sys.executable, "-m", "gunicorn", "dundian.site.wsgi:application", "--worker-class=gthread"]
    command += [f"--workers={WEB_WORKERS}", f"--threads={WEB_THREADS}", "--timeout=60", "--graceful-timeout=5"]
    # No access log, and no warnings, which name the address of whoever sends half a request. Nobody stands before
    # these sockets, so what a request says of where it was forwarded from is not believed.
    command += ["--log-level=error", "--no-control-socket", "--forwarded-allow-ips="]
    sockets = tuple(bound.fileno() for bound in house.listening.sockets.values())
    for number in sockets:
        command += ["--bind", f"fd://{number}"]
    if house.options.tls:
        command += ["--certfile", house.options.tls[0], "--keyfile", house.options.tls[1]]
    return Child("web", _("网页服务"), command, house.environment(), house.log("web"), sockets=sockets)


def _worker(house: House) -> Child:
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout=5"]
    command += ["--fetch-job-polling-interval=2"]  # how late a lost connection is noticed
    return Child("worker", _("后台任务"), command, house.environment(), house.log("worker"))


def _warming(house: House) -> Child:
    """Compiles the search for plans, so that nobody waits for it; it ends by itself and is not started again."""
    command = [sys.executable, "-m", "dundian.engines.planning.warm"]
    return Child("warming", _("排组引擎"), command, house.environment(), house.log("warming"))


def answers(origin: str) -> bool:
    """Whether the web server answers a request at this address, with whatever status."""
    place = urlsplit(origin)
    port = place.port or 0
    connection: http.client.HTTPConnection
    if place.scheme == "https":
        own = ssl._create_unverified_context()  # noqa: S323 – our own socket, for which the name does not fit
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=own)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": place.netloc})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _await_web(house: House) -> None:
    deadline = time.monotonic() + 60.0
    web = house.children[-1]
    while not answers(house.listening.origins["desk"]):
        if web.pid is None or time.monotonic() > deadline:
            words = _("网页服务没有起来，原因在 {log}。")
            raise StartFailed(words.format(log=web.log))
        time.sleep(0.05)


def _keep(house: House) -> None:
    """Restart what dies until a signal comes; the database first, for the others die without it again."""
    pulse = Pulse(house.database.app_url)
    pulse.renew()
    next_look = next_tidy = 0.0
    while True:
        now = time.monotonic()
        if not pulse.beats() or (now >= next_look and not house.database.is_ready()):
            _heal(house, pulse)
        if now >= next_look:
            next_look = now + LOOK
        for child in house.children:
            child.watch(say)
        if now >= next_tidy:
            next_tidy = now + 60.0
            for child in house.children:
                rotate(child.log)
        time.sleep(TICK)


def _heal(house: House, pulse: Pulse) -> None:
    """Have a database that answers; while there is none, say why and look again a little later."""
    say(_("数据库没有应答。"))
    try:
        house.database.heal(say=say)
    except DatabaseTrouble as trouble:
        say(str(trouble))
    if pulse.renew():
        say(_("数据库又应答了，收下的记录都在。"))
        _worker_of(house).restart()  # it listens on a connection that is dead, and would notice late
    else:
        time.sleep(LOOK)


def _worker_of(house: House) -> Child:
    return next(child for child in house.children if child.name == "worker")


class Hurry:
    """Whether somebody pressed Ctrl-C again while we were stopping."""

    def __init__(self) -> None:
        self._signals = 0

    def asked(self) -> bool:
        return self._signals > 1

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        """Take the first signal as the wish to stop, the next ones as haste."""
        self._signals += 1
        if self._signals == 1:
            raise KeyboardInterrupt


@contextmanager
def _signals_raise() -> Iterator[Hurry]:
    hurry = Hurry()
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, hurry.hear) for kind in kinds}
    try:
        yield hurry
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
