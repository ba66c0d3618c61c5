"""manage.py verify_ledger: do budgets, book, payments and batches tell the same?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from measures.models import Budget, LedgerEntry
from measures.queries.book_check import findings
from wuhan_smes.access import Access
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Names everything that does not add up; exit 1 if anything."""

    help = "核验资金台账：预算、分录、付款与批次是否一致"

    def handle(self, **_: Any) -> None:
        with scoped(Access.of_system("verify_ledger")):
            found = list(findings())
            budgets, entries = Budget.objects.count(), LedgerEntry.objects.count()
        for finding in found:
            self.stdout.write(f"[{finding.code}] {finding.detail}")
        if found:
            raise CommandError(f"发现 {len(found)} 处不一致，请保护现场并联系审计人员")
        self.stdout.write(f"台账一致：{budgets} 项预算，{entries} 笔分录")
