"""`manage.py sweep_tickets --at T`: press for what is due at a moment."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.tasks import sweep_tickets


class Command(BaseCommand):
    help = "按时限催办、督办并提请专题研究；同一时刻重复执行不会重复催督"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", default="", help="时刻（ISO 格式，默认现在）")

    def handle(self, *args: Any, at: str, **options: Any) -> None:
        moment = datetime.fromisoformat(at) if at else timezone.now()
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        done = sweep_tickets(at=moment.isoformat())
        self.stdout.write(
            f"查看 {done['looked_at']} 件：催办 {done['reminded']} 次，"
            f"督办 {done['supervised']} 次，提请专题研究 {done['proposed']} 件"
        )
