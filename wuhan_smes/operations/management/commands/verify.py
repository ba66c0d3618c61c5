"""manage.py verify [NAME …]: is what is kept what it should be?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuhan_smes.operations.queries.soundness import round_of
from wuhan_smes.soundness import CHECKS


class Command(BaseCommand):
    """Every look there is, or those named; exit 1 when one finds anything."""

    help = "核验数据：登记簿、工单、资金台账、操作留痕、文件、后台任务与数据库结构"

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = "、".join(f"{name} {check.title}" for name, check in sorted(CHECKS.items()))
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"只做其中几项：{names}")

    def handle(self, *, names: list[str], **_: Any) -> None:
        unknown = sorted(set(names) - set(CHECKS))
        if unknown:
            raise CommandError(f"没有名为 {'、'.join(unknown)} 的核验，可用：{'、'.join(CHECKS)}")
        found = 0
        for looked in round_of(names):
            word = f"发现 {looked.found} 处问题" if looked.found else "正常"
            self.stdout.write(f"{looked.title}：{word}（{looked.seconds:.1f} 秒）")
            for finding in looked.findings:
                self.stdout.write(f"  [{finding.code}] {finding.detail}")
            if looked.more:
                self.stdout.write(f"  另有 {looked.more} 处未列出")
            if looked.found:
                self.stdout.write(f"  {looked.advice}")
            found += looked.found
        if found:
            raise CommandError(f"共发现 {found} 处问题")
