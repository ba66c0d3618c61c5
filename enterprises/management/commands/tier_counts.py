"""manage.py tier_counts --on 2025-07-25 --by jurisdiction [--basis highest] [--as USER]"""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.tier_counts import TierCount, tier_counts
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped

NAME: Final = "命令行 tier_counts"


def day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    """Prints the table of counts, tab-separated; as one person sees it when `--as` is given."""

    help = "统计任意一天的梯度培育企业数量"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=day, default=None, help="统计日，默认今天")
        parser.add_argument("--known-at", type=day, default=None, help="按这一天结束时所知")
        parser.add_argument("--by", choices=CountCut.values, default=CountCut.ALL)
        parser.add_argument("--basis", choices=CountBasis.values, default=CountBasis.HOLDER)
        parser.add_argument("--as", dest="username", default="", help="以哪个用户的范围统计")

    def handle(
        self,
        *,
        on: date | None,
        known_at: date | None,
        by: str,
        basis: str,
        username: str,
        **_: Any,
    ) -> None:
        access = self._access(username)
        end = datetime.combine(known_at, time.max) if known_at else None
        try:
            with scoped(access):
                rows = tier_counts(
                    access.reach(Capability.COUNTS_VIEW),
                    on=on or timezone.localdate(),
                    by=CountCut(by),
                    basis=CountBasis(basis),
                    known_at=timezone.make_aware(end) if end else None,
                )
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        self._print(rows)

    def _access(self, username: str) -> Access:
        if not username:
            return Access.of_system(NAME)
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的用户“{username}”")
        return access_for(user)

    def _print(self, rows: Sequence[TierCount]) -> None:
        """One line for each row of the cut, one column for each tier."""
        table: dict[tuple[str, str], dict[Tier, int]] = {}
        for row in rows:
            table.setdefault((row.key, row.label), {})[row.tier] = row.count
        self.stdout.write("\t".join(["代码", "名称", *(tier.value for tier in Tier)]))
        for (key, label), counts in table.items():
            self.stdout.write("\t".join([key, label, *(str(counts[tier]) for tier in Tier)]))
