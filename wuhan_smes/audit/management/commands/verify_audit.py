"""manage.py verify_audit [--anchor FILE]: is the trail what it was?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuhan_smes.access import Access
from wuhan_smes.audit.models import Seal, SealedEvent
from wuhan_smes.audit.verification import findings
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Names every entry that was changed, taken away, slipped in or back-dated; exit 1 if any."""

    help = "核验操作留痕是否完整、未被改动"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="库外保存的封条文件，用来发现尾部被截断")

    def handle(self, *, anchor: Path | None, **_: Any) -> None:
        if anchor is not None and not anchor.is_file():
            raise CommandError(f"找不到封条文件 {anchor}")
        lines = anchor.read_text().splitlines() if anchor else []
        with scoped(Access.of_system("verify_audit")):
            found = list(findings(lines))
            seals, events = Seal.objects.count(), SealedEvent.objects.count()
        for finding in found:
            self.stdout.write(f"[{finding.code}] {finding.detail}")
        if found:
            raise CommandError(f"发现 {len(found)} 处异常，请保护现场并联系审计人员")
        self.stdout.write(f"留痕完整：{seals} 个封条，{events} 条已封存")
