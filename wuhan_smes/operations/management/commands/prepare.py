"""Bring the database to what this version expects; safe to run at every start."""

import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from enterprises.models import Enterprise
from wuhan_smes.scope import bootstrap_scope

BRIEFLY: Final = "SET lock_timeout = '3s'"
TRIES: Final = 20
PAUSE_SECONDS: Final = 2


class Command(BaseCommand):
    """One process instead of three: starting Python is the longest part of a second start."""

    help = "建表、装载基础数据；加 --demo 时在空库中生成演示城市。以库表所有者身份运行"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="库中没有企业时生成演示城市")

    def handle(self, *args: Any, **options: Any) -> None:
        self._migrate()
        call_command("load_reference", verbosity=options["verbosity"], skip_checks=True)
        if options["demo"] and not self._has_enterprises() and "load_demo" in get_commands():
            self.stdout.write("生成演示城市，首次约需一分钟… (building the demo city)")
            call_command("load_demo", skip_checks=True)

    def _migrate(self) -> None:
        """Beside the version that still runs: whoever holds a table is waited for a moment only, as
        everybody who comes after would wait behind us.
        """
        for left in reversed(range(TRIES)):
            with connection.cursor() as cursor:
                cursor.execute(BRIEFLY)
            try:
                call_command("migrate", verbosity=0, skip_checks=True)
                break
            except OperationalError as problem:
                if not left or not isinstance(problem.__cause__, LockNotAvailable):
                    raise
                time.sleep(PAUSE_SECONDS)

    def _has_enterprises(self) -> bool:
        with bootstrap_scope(), connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {Enterprise._meta.db_table})")  # noqa: S608 - a name of ours
            return bool(cursor.fetchone() == (True,))
