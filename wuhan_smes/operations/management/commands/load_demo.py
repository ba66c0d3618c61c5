"""manage.py load_demo: an invented city to try everything on."""

import resource
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.operations.demo.loader import LARGEST, load, tidy
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE


class Command(BaseCommand):
    help = "生成示例城市：虚构的企业、称号与账号（同一种子结果相同）。请以数据库所有者登录运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--enterprises",
            type=int,
            default=DEFAULT_SIZE,
            metavar="N",
            help=f"企业数，默认 {DEFAULT_SIZE}（与答复数字一致），最多 {LARGEST}",
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="随机种子，默认 1")
        parser.add_argument(
            "--replace", action="store_true", help="先清除已有的示例城市（登记簿须全为示例企业）"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不装入示例数据：示例账号的密码是公开的")
        started = monotonic()

        def say(text: str) -> None:
            if options["verbosity"]:
                self.stdout.write(f"[{monotonic() - started:6.1f} 秒] {text}")

        try:
            loaded = load(
                size=options["enterprises"],
                seed=options["seed"],
                access=Access.of_system("装入示例数据"),
                at=timezone.now(),
                replace=options["replace"],
                say=say,
            )
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        say("正在更新统计信息…")
        tidy()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        titles = loaded.rows["enterprises_recognition"]
        say(
            f"示例城市已就绪：企业 {options['enterprises']:,} 家，称号记录 {titles:,} 条，"
            f"新建账号 {loaded.logins} 个，内存峰值 {memory} MB"
        )
