"""What a command on the database stands on: Django set up, and a place held at the server."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
import django
from django.db import connections
from django.utils import translation

from dundian.site.postgres import Database, server
from dundian.site.postgres.places import home_folder
from dundian.site.running import who_runs
from dundian.site.words import language


def stand() -> None:
    """Set Django up, in the language asked for; the database need not be there yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dundian.site.settings")
    # Links lead to the house that runs now: its ports may not be the usual ones.
    if "DUNDIAN_ORIGINS" not in os.environ and (runs := who_runs(home_folder())):
        os.environ["DUNDIAN_ORIGINS"] = " ".join(f"{door}={origin}" for door, origin in runs[0]["origins"].items())
    django.setup()
    translation.activate(language())


@contextmanager
def joined() -> Iterator[Database]:
    """Start or join the server, and point Django at it as the app's role."""
    # The settings read addresses of databases; importing them earlier would stand Django before its time.
    read_url = importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"]).database
    with server(say=lambda line: click.echo(line, err=True)) as database:
        connections.settings["default"].update(read_url(database.app_url))
        try:
            yield database
        finally:
            connections.close_all()
