"""manage.py create_administrator USERNAME --name 姓名 [--role …]"""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.accounts.actions.installation import FIRST_ROLES, appoint_first
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    help = (
        "设立首任系统管理员（administrator）、授权审批人（bureau_lead）或审计人员（auditor），"
        "三者须为三人。密码在提示后输入，或从标准输入读取一行。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--role", default=FIRST_ROLES[0], choices=FIRST_ROLES, help="角色")

    def handle(self, *args: Any, **options: Any) -> None:
        access = Access.of_system("命令行")
        try:
            with scoped(access):
                user = appoint_first(
                    access=access,
                    at=timezone.now(),
                    role=options["role"],
                    username=options["username"],
                    display_name=options["name"],
                    password=self._password(),
                )
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"已设立{ROLES[options['role']].label}：{user}")

    def _password(self) -> str:
        """Never an argument: those stand in the process list and in the shell's history."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first = getpass.getpass("密码：")
        if first != getpass.getpass("再输入一次："):
            raise CommandError("两次输入的密码不一致")
        return first
