"""`manage.py load_reference`: bring the reference tables to what the files say."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused
from wuhan_smes.operations.actions.reference import LoadReport, load
from wuhan_smes.operations.actions.table_load import RowReport
from wuhan_smes.operations.reference import FOLDER, TABLES
from wuhan_smes.reference import VERDICT_LABELS, Folder, Verdict
from wuhan_smes.scope import bootstrap_scope
from wuhan_smes.worktime.actions.calendar import open_coming_years

EMPTY = "（空）"


class Command(BaseCommand):
    help = "按 fixtures/reference 装载基础数据；可重复执行，不覆盖本地修改"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只报告，不写入")
        parser.add_argument(
            "--overwrite", action="store_true", help="以文件为准，覆盖本地修改并恢复本地删除"
        )
        parser.add_argument("--folder", type=Path, default=FOLDER.root, help="基础数据目录")

    def handle(self, *args: Any, **options: Any) -> None:
        access, now = Access.of_system("基础数据装载"), timezone.now()
        try:
            with bootstrap_scope():
                report = load(
                    TABLES,
                    Folder(options["folder"]),
                    access=access,
                    at=now,
                    overwrite=options["overwrite"],
                    dry_run=options["dry_run"],
                )
                if not options["dry_run"]:
                    open_coming_years(on=timezone.localdate(now), access=access, at=now)
        except InputRefused as refusal:
            raise CommandError(f"未装载任何数据：{refusal.message}") from refusal
        self._tell(report, quiet=options["verbosity"] == 0)
        if options["dry_run"]:
            self.stdout.write("以上为预演，没有写入。")

    def _tell(self, report: LoadReport, *, quiet: bool) -> None:
        if not (quiet or report.wrote):
            self.stdout.write("基础数据没有变化。")
        if quiet or not (report.wrote or report.kept):
            return
        for table, counts in report.counts().items():
            told = "，".join(f"{VERDICT_LABELS[v]} {counts[v]}" for v in Verdict if counts[v])
            self.stdout.write(f"{table}：{told}")
        for row in report.took:
            for name, (before, said) in row.took.items():
                self._line(row, Verdict.CHANGED, f"{name}：{_shown(before)} → {_shown(said)}")
        for row in report.kept:
            for name, (held, said) in row.kept.items():
                self._line(row, Verdict.KEPT, f"{name}：{_shown(held)}（文件为 {_shown(said)}）")
        for row in report.of(Verdict.REMOVED, Verdict.VANISHED):
            self._line(row, row.verdict)

    def _line(self, row: RowReport, verdict: Verdict, detail: str = "") -> None:
        self.stdout.write(f"{VERDICT_LABELS[verdict]} {row.table} {row.key} {detail}".rstrip())


def _shown(value: object) -> str:
    return EMPTY if value in (None, "", [], {}) else str(value)
