"""Start the whole product: databases, tables, data, web, worker and timer; stop with Ctrl-C."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from wuhan_smes.launcher.commands import NOWHERE
from wuhan_smes.launcher.launch import launch


class Command(BaseCommand):
    """Settings were read with a placeholder address; every program started gets the real one."""

    help = "启动整套产品；HOST、PORT、TLS、DATABASE_URL、REDIS_URL 由环境给出"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        given = dict(os.environ)
        if given.get("DATABASE_URL") == NOWHERE:
            del given["DATABASE_URL"]
        sys.exit(launch(given))
