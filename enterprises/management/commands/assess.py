"""manage.py assess --tier little_giant --kind new --on 2026-05-04 [--rule-set R] [--as USER]"""

from argparse import ArgumentParser
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises.choices import ApplicationKind, EnterpriseStatus, Tier
from enterprises.models import Enterprise
from enterprises.queries.assessment import Basis, Tally, basis_for, tally
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.scope import scoped

NAME: Final = "命令行 assess"


class Command(BaseCommand):
    """Prints how many active enterprises stand how against the rules of a tier, tab-separated, and
    how many lack a single thing; as one person sees them when `--as` is given.
    """

    help = "按认定规则评估在营企业：符合、不符合、数据缺失各多少，只差一项的差在哪里"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tier", choices=Tier.values, required=True)
        parser.add_argument("--kind", choices=ApplicationKind.values, default=ApplicationKind.NEW)
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="评估日，默认今天")
        parser.add_argument("--rule-set", default="", help="指定规则；默认按日期与申请类别")
        parser.add_argument("--as", dest="username", default="", help="以哪个用户的范围评估")

    def handle(
        self,
        *,
        tier: str,
        kind: str,
        on: date | None,
        rule_set: str,
        username: str,
        **_: Any,
    ) -> None:
        access = self._access(username)
        day = on or timezone.localdate()
        try:
            with scoped(access):
                reach = access.reach(Capability.INDICATOR_VIEW)
                basis = basis_for(tier, kind, on=day, rule_set=rule_set)
                active = Enterprise.objects.within(reach).filter(status=EnterpriseStatus.ACTIVE)
                found = tally(active, basis)
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        self._print(basis, found)

    def _access(self, username: str) -> Access:
        if not username:
            return Access.of_system(NAME)
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的用户“{username}”")
        return access_for(user)

    def _print(self, basis: Basis, found: Tally) -> None:
        """The rules first: figures without them say nothing."""
        self.stdout.write(f"规则\t{basis.layers}\t{basis.rules.document_no}")
        for result in Result:
            if result in found.verdicts:
                self.stdout.write(f"{result.label}\t{found.verdicts[result]}")
        for code, count in sorted(found.only.items(), key=lambda one: (-one[1], one[0])):
            self.stdout.write(f"只差 {code}\t{count}\t{basis.name_of(code)}")
