"""Lets every management command find the database without anything typed.

With DATABASE_URL set nothing happens here. Without it a command works on the embedded database: of
the running product, or started for as long as the command takes. Production always names its own.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final

from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.ground import Addresses, AlreadyRunning, ground, only_one
from wuhan_smes.launcher.launch import ROOT
from wuhan_smes.launcher.preparation import forget, prepare_tables
from wuhan_smes.launcher.programs import Programs

NOWHERE: Final = "postgres://nobody@127.0.0.1:1/nothing"
# Those that never open the database; `up` makes it itself, `restore` puts one in its place.
WITHOUT_DATABASE: Final = frozenset(
    (
        *("up", "restore", "help", "--help", "-h", "version", "--version", "check", "diffsettings"),
        *("collectstatic", "makemigrations", "makemessages", "compilemessages", "spectacular"),
    )
)
# Those that look after the tables themselves: nothing is migrated before they run.
MAKES_TABLES: Final = frozenset(("migrate", "showmigrations", "sqlmigrate", "prepare", "backup"))
# Those that build or fill tables. All others work as the worker does: within the policies.
AS_OWNER: Final = MAKES_TABLES | {"load_reference", "load_demo", "loaddata"}


@contextmanager
def database_for(arguments: Sequence[str]) -> Iterator[None]:
    """Complete the environment for `manage.py ARGUMENTS`."""
    command = arguments[0] if arguments else "help"
    if command == "up":
        os.environ.setdefault("MODE", "demo")  # who types one command wants to try the product
    if os.environ.get("DATABASE_URL") or os.environ.get("MODE", "demo") != "demo":
        yield
        return
    os.environ["MODE"] = "demo"
    with ExitStack() as stack:
        if command in WITHOUT_DATABASE or {"--help", "-h"} & set(arguments):
            os.environ["DATABASE_URL"] = NOWHERE
        else:
            try:
                found = _addresses(stack, command)
                _export(found, as_owner=command in AS_OWNER)
            except StartRefused as refusal:
                sys.exit(str(refusal))
        yield


def _addresses(stack: ExitStack, command: str) -> Addresses:
    """Of the running product; else of servers that `stack` stops when the command is done."""
    var = ROOT / "var"
    if command in AS_OWNER:
        forget(ROOT)
    try:
        stack.enter_context(only_one(var))
    except AlreadyRunning:
        return Addresses.load(var / "run" / "addresses.json")
    base = stack.enter_context(ground(var, os.environ))
    data = base.postgres.data if base.postgres else None
    if command not in MAKES_TABLES:
        prepare_tables(Programs(ROOT, os.environ, base.addresses), data=data)
    return base.addresses


def _export(found: Addresses, *, as_owner: bool) -> None:
    os.environ["DATABASE_URL"] = found.owner if as_owner else found.worker
    os.environ["REDIS_URL"] = found.redis
    secrets = ROOT / "var" / "secrets"
    os.environ.setdefault("SECRET_KEY", password(secrets, "secret_key") * 2)
    os.environ.setdefault("ENCRYPTION_KEYS", f"own:{password(secrets, 'encryption_key')}")
