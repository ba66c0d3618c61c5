"""Clones of the template: one for each process that runs tests, and fresh ones on demand."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from tests.servers import drop

RIGHTS: dict[LiteralString, tuple[str, ...]] = {
    "CONNECT": ("app_web", "app_worker", "app_owner", "app_test"),
    "TEMPORARY": ("app_owner", "app_bootstrap", "app_test", "r_scoped", "r_city"),
}


def own_name() -> str:
    """The database of this process."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER') or 'main'}"


@contextmanager
def one_at_a_time(factory: pytest.TempPathFactory, what: str) -> Iterator[Path]:
    """Of all processes of a run one at a time makes `what`; a place to keep it for the others."""
    folder = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent  # that of the whole run
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / what


def url_for(variable: str, database: str) -> str:
    """The address in `variable`, with another database."""
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{database}"))


def clone(name: str, *, of: str = "") -> None:
    """Make `name` a fresh copy of the template, or `of` another database nobody is connected to;
    whoever is still connected to the old one.
    """
    with psycopg.connect(os.environ["TEST_ADMIN_DATABASE_URL"], autocommit=True) as admin:
        drop(admin, name)
        admin.execute(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE {} OWNER app_owner TABLESPACE {} STRATEGY FILE_COPY"
            ).format(
                *map(
                    sql.Identifier,
                    (name, of or os.environ["TEST_TEMPLATE"], os.environ["TEST_TABLESPACE"]),
                )
            )
        )
        # rights on a database are not copied with it
        database = sql.Identifier(name)
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for right, roles in RIGHTS.items():
            for role in roles:
                words = sql.SQL("GRANT " + right + " ON DATABASE {} TO {}")
                admin.execute(words.format(database, sql.Identifier(role)))


def clone_own() -> None:
    """Start this process afresh from the template."""
    connections.close_all()
    clone(own_name())


def remove(name: str) -> None:
    with psycopg.connect(os.environ["TEST_ADMIN_DATABASE_URL"], autocommit=True) as admin:
        drop(admin, name)
