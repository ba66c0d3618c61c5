"""manage.py issue_token USERNAME [--write] [--days N] [--name 用途] [--channel CODE]
[--scope CAPABILITY …]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    help = "为一个用户签发接口令牌，只显示这一次；默认只读。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--write", action="store_true", help="可写")
        parser.add_argument("--days", type=int, default=90, help="有效天数，默认 90")
        parser.add_argument("--channel", default="", help="只供某一渠道登记和查询诉求")
        parser.add_argument(
            "--scope", action="append", default=[], help="要求验证本人的权限，逐项写明"
        )
        parser.add_argument("--name", default="命令行签发", help="用途")

    def handle(self, *args: Any, **options: Any) -> None:
        access = Access.of_system("命令行")
        try:
            with scoped(access):
                user = User.objects.filter(username=options["username"]).first()
                if user is None:
                    raise CommandError(f"没有用户“{options['username']}”")
                made = tokens.issue(
                    user.pk,
                    access=access,
                    at=timezone.now(),
                    name=options["name"],
                    days=options["days"],
                    may_write=options["write"],
                    bound_to=options["channel"],
                    scopes=options["scope"],
                )
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        until = timezone.localtime(made.token.expiry).strftime("%Y-%m-%d %H:%M")
        rights = "可写" if made.token.may_write else "只读"
        rights = f"只限渠道 {made.token.bound_to}" if made.token.bound_to else rights
        self.stderr.write(f"{user} 的令牌（{rights}，有效至 {until}），请妥善保存：")
        self.stdout.write(made.secret)
