"""manage.py find_entitlements --programme CODE [--on 2026-03-03] [--as USER]"""

from argparse import ArgumentParser
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from measures.actions import finding
from measures.choices import ProgrammeState
from measures.models import Programme
from measures.queries.left_out import left_out
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped

NAME: Final = "命令行 find_entitlements"


class Command(BaseCommand):
    """Finds who is owed by a programme (and by the others of its matter), and prints how many lines
    stand how, and how many enterprises are left out for which reason, tab-separated.
    """

    help = "查找某一兑现项目应兑付的企业：拟兑现、待补证、暂缓各多少，未列入的各因何故"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, help="项目代码，取施行中的最新一版")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="查找日，默认今天")
        parser.add_argument("--as", dest="username", default="", help="以哪个用户的名义查找")

    def handle(self, *, programme: str, on: date | None, username: str, **_: Any) -> None:
        access, day = self._access(username), on or timezone.localdate()
        try:
            with scoped(access):
                row = self._programme(programme, access)
                found = finding.find(row.pk, access=access, at=timezone.now(), on=day)
                reasons = left_out(row, on=day, reach=access.reach(Capability.REGISTER_VIEW))
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"新增\t{found.new}\n变更\t{found.changed}\n落空\t{found.lapsed}")
        if found.doubted:
            self.stdout.write(f"已付存疑\t{found.doubted}")
        for tally in found.tallies:
            if tally.programme_id == row.pk:
                amount = "未明确" if tally.payable is None else f"{tally.payable:.2f}"
                told = (tally.state.label, tally.reason.label, str(tally.lines), amount)
                self.stdout.write("\t".join(map(str, told)))
        for reason, count in reasons.items():
            self.stdout.write(f"未列入\t{reason.label}\t{count}")

    def _programme(self, code: str, access: Access) -> Programme:
        rows = Programme.objects.within(access.reach(Capability.MEASURE_VIEW)).filter(code=code)
        row = rows.exclude(state=ProgrammeState.DRAFT).order_by("-edition").first()
        if row is None:
            raise CommandError(f"没有代码为“{code}”的施行项目")
        return row

    def _access(self, username: str) -> Access:
        if not username:
            return Access.of_system(NAME)
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的用户“{username}”")
        return access_for(user)
