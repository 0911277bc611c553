"""The command `dundian`: finds a command by its name, and joins the database for those that need it.

One command is one module with a click command `command` and a literal `needs = "files" | "database"`; where
its name is a word of Python's, the file ends in `_` (`import_.py`).
`needs` is read from the source before the module is imported: models can only be imported once Django
stands, and commands on files never import Django.
"""

import ast
import importlib
import importlib.util
import inspect
import os
import pkgutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from dundian import __version__
from dundian.doors.shell.saying import say
from dundian.site.words import _

SHELVES = ("dundian.site.commands", "dundian.doors.shell")


class Sentence(click.ClickException):
    """What a person reads when a command fails: one sentence, no prefix, no traceback."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(" ".join(message.split()))
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it from the instance

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=file is None)


def needs(module: str) -> str | None:
    """Return what the command in `module` needs, without importing it; None if it is no command."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="needs")], value=ast.Constant(value=str(kind))):
                return kind
    return None


class House(click.Group):
    """A group whose commands lie on shelves and are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = {
            module.name.rstrip("_").replace("_", "-")
            for shelf in SHELVES
            for module in pkgutil.iter_modules(importlib.import_module(shelf).__path__)
            if needs(f"{shelf}.{module.name}")
        }
        return sorted(names | set(super().list_commands(ctx)))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name.replace("-", "_")
        if name.isidentifier():
            for module in (f"{shelf}.{file}" for shelf in SHELVES for file in (name, f"{name}_")):
                if kind := needs(module):
                    return _fetch(module, kind)
        return super().get_command(ctx, cmd_name)

    def get_help(self, ctx: click.Context) -> str:
        _put_into_words(self)
        return super().get_help(ctx)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.UsageError, click.exceptions.Exit, click.Abort, Sentence):
            raise
        except (Exception, KeyboardInterrupt) as fault:
            if ctx.params.get("debug"):
                raise
            raise _sentence(fault) from fault


def _sentence(fault: BaseException) -> BaseException:
    if isinstance(fault, KeyboardInterrupt):
        return click.exceptions.Exit(130)
    if isinstance(fault, BrokenPipeError):
        return click.exceptions.Exit(1)
    if isinstance(fault, click.ClickException):
        return Sentence(say(fault.format_message()), exit_code=fault.exit_code)
    if type(fault).__module__.startswith("dundian."):
        return Sentence(say(str(fault) or (type(fault).__doc__ or "").strip()))
    words = _("没有做完：{what}（加 --debug 看来由：dundian --debug …）").format(
        what=str(fault) or type(fault).__name__
    )
    return Sentence(words)


def _fetch(module: str, kind: str) -> click.Command:
    if kind == "database":
        _standing().stand()
    command: click.Command = importlib.import_module(module).command
    _put_into_words(command)
    if kind == "database":
        command.callback = _after_joining(command.callback)
    return command


def _put_into_words(command: click.Command) -> None:
    """Say the help of a command in the language of this run, paragraph by paragraph, examples too."""
    command.help = "\n\n".join(map(_, inspect.cleandoc(command.help or "").split("\n\n"))) or None
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            option.help = _(option.help)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _put_into_words(inner)


def _after_joining(callback: Callable[..., Any] | None) -> Callable[..., Any]:
    if getattr(callback, "joins_database", False):
        return callback  # type: ignore[return-value]  # fetched twice in one run: already wrapped

    @wraps(callback or (lambda: None))
    def run(*args: Any, **kwargs: Any) -> Any:
        click.get_current_context().find_root().with_resource(_standing().joined())
        return callback(*args, **kwargs) if callback else None

    run.joins_database = True  # type: ignore[attr-defined]  # a mark on our own function
    return run


def _standing() -> ModuleType:
    return importlib.import_module("dundian.site.standing")  # imports Django: only for commands that need it


def _speak(_ctx: click.Context, _option: click.Parameter, lang: str | None) -> None:
    if lang:
        os.environ["DUNDIAN_LANG"] = lang


@click.command(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    is_eager=True,  # before --help, which is then in this language
    expose_value=False,
    callback=_speak,
    help="界面语言 / language",
)
@click.option("--debug", is_flag=True, help="出错时显示来由 / show tracebacks")
@click.version_option(__version__, prog_name="dundian")
@click.pass_context
def cli(ctx: click.Context, *, debug: bool) -> None:  # noqa: ARG001 – debug is read from the context
    """蹲点：听到的，件件有回音。Everything heard gets an answer."""
    ctx.obj = _join


def _join() -> None:
    """Stand Django up and hold a place at the server until the command ends.

    `ctx.obj` of a command on files that only sometimes writes, such as `import` without --dry-run.
    """
    _standing().stand()
    click.get_current_context().find_root().with_resource(_standing().joined())


def main() -> None:
    """Run the command named on the command line."""
    cli(prog_name="dundian")


if __name__ == "__main__":
    main()
