"""manage.py archive_trail --to FOLDER: every finished month of the trail as a file of its own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import archive
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Writes what is not there yet; what is there is never touched."""

    help = "把已过去各月的操作留痕逐月归档为文件（库内不删除）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="归档文件夹")

    def handle(self, *, to: Path, **_: Any) -> None:
        written = 0
        with scoped(Access.of_system("archive_trail")):
            for month in archive.put_away(to, on=timezone.localdate()):
                self.stdout.write(f"{month.name}：{month.entries} 条，SHA-256 {month.sha256}")
                written += 1
        self.stdout.write(f"新归档 {written} 个月")
