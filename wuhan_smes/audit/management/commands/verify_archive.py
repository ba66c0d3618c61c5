"""manage.py verify_archive --from FOLDER: are the archived months of the trail what they were?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuhan_smes.access import Access
from wuhan_smes.audit import archive
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Works every hash and seal out again from the files; exit 1 where anything differs."""

    help = "核验操作留痕的归档文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, required=True, help="归档文件夹")

    def handle(self, *, folder: Path, **_: Any) -> None:
        if not (folder / archive.SUMS).is_file():
            raise CommandError(f"{folder} 中没有归档清单 {archive.SUMS}")
        with scoped(Access.of_system("verify_archive")):
            found = list(archive.findings(folder))
        for finding in found:
            self.stdout.write(f"[{finding.code}] {finding.detail}")
        if found:
            raise CommandError(f"发现 {len(found)} 处异常，请从备份中取回归档文件并联系审计人员")
        self.stdout.write("归档完整")
