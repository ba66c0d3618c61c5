"""manage.py restore --from /mnt/backups --data /srv/restored [--until 2026-11-22T09:59:59+08:00]"""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.backups import Backups
from wuhan_smes.launcher.copying import programs, restore_embedded


class Command(BaseCommand):
    """Back to the last moment of the log, or to an earlier one; never over data that are there."""

    help = "从备份恢复到最后一刻或指定时刻"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", type=Path, required=True, help="备份文件夹")
        parser.add_argument("--until", help="恢复到哪一刻，如 2026-11-22T09:59:59+08:00")
        parser.add_argument(
            "--data", type=Path, help="新的数据文件夹；省略则换掉内置数据库的数据（旧数据改名保留）"
        )

    def handle(self, *, source: Path, until: str | None, data: Path | None, **_: Any) -> None:
        moment = _moment(until)
        try:
            backups = Backups(source, programs())
            if data is None:
                restored = restore_embedded(backups, moment)
                self.stdout.write(f"已恢复到 {_shown(restored.reached)}；旧数据在 {restored.kept}")
                self.stdout.write("请运行 manage.py verify_audit 与 verify_ledger 核验")
                return
            base = backups.restore(data, moment)
        except StartRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"已由 {base.name} 备好 {data}：交给数据库用户后启动，日志会自动重放")


def _shown(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else "副本完成的时刻"


def _moment(text: str | None) -> datetime | None:
    """Without a zone it is the city's time."""
    if text is None:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text}”不是时刻，应如 2026-11-22T09:59:59")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
