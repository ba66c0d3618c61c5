"""manage.py backup --to /mnt/backups [--keep 7] [--follow]"""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.backups import Backups
from wuhan_smes.launcher.copying import programs, server_to_copy


class Command(BaseCommand):
    """Copies the whole server and verifies the copy; or streams its log until it is stopped."""

    help = "备份数据库：整库副本（默认），或持续接收日志（--follow）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="备份文件夹，应在另一块磁盘上")
        parser.add_argument("--keep", type=int, default=0, help="只保留最新的几份，默认全部保留")
        parser.add_argument("--follow", action="store_true", help="持续接收日志，直到 Ctrl-C")

    def handle(self, *, to: Path, keep: int, follow: bool, **_: Any) -> None:
        if keep < 0:
            raise CommandError("--keep 应为 1 或更大的整数")
        try:
            backups, server = Backups(to, programs()), server_to_copy()
            if follow:
                self._follow(backups, server)
                return
            self.stdout.write(f"已备份并核验：{backups.take(server, timezone.now())}")
            for base in backups.keep(keep) if keep else ():
                self.stdout.write(f"已删除旧备份 {base.name}")
        except StartRefused as refusal:
            raise CommandError(str(refusal)) from None

    def _follow(self, backups: Backups, server: str) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service is stopped so
        with backups.following(server) as process:
            self.stdout.write(f"正在接收日志到 {backups.wal}，按 Ctrl-C 停止")
            try:
                code = process.wait()
            except KeyboardInterrupt:
                self.stdout.write("已停止；再次运行会从中断处继续")
                return
        raise CommandError(f"接收日志的程序意外结束（{code}）")
