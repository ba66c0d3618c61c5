"""manage.py take_factor_away USERNAME --reason 理由"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.accounts.actions.second_factor import take_away
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """For the day the only one who approves rights has lost his own telephone."""

    help = "解除一个用户的两步验证，结束其全部登录；供唯一的授权审批人遗失手机时使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", required=True, help="理由")

    def handle(self, *args: Any, **options: Any) -> None:
        access = Access.of_system("命令行")
        try:
            with scoped(access):
                user = User.objects.filter(username=options["username"]).first()
                if user is None:
                    raise CommandError(f"没有用户“{options['username']}”")
                take_away(user.pk, access=access, at=timezone.now(), reason=options["reason"])
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"已解除{user}的两步验证")
