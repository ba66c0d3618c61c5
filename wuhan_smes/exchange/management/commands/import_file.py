"""manage.py import_file recognitions 名单.xlsx --as bureau [--dry-run]"""

import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.actions import running, uploads
from wuhan_smes.exchange.choices import ImportState, Mode, Verdict
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.queries.progress import FAILED, Progress, progress_of
from wuhan_smes.exchange.shown.imports import counts_of
from wuhan_smes.exchange.shown.layout import questions_of, tables_of
from wuhan_smes.exchange.shown.rows import Rows
from wuhan_smes.exchange.workbook import why_of
from wuhan_smes.jobs.running import run
from wuhan_smes.scope import scoped

PIECE: Final = 1024 * 1024
LOOK_EVERY_SECONDS: Final = 0.5
TOLD_ROWS: Final = 20
# As long as a worker may take for one statement; a terminal is not a page somebody waits for.
PATIENT: Final = "SET statement_timeout = '15min'"


class Command(BaseCommand):
    """Hands in a file, checks it and, unless told otherwise, applies it: all rows or none.

    The import stands on the page 导入 like any other, and can be finished or reverted there. The
    exit code is 0 only when nothing was refused.
    """

    help = "导入一份名单；有任何一行不能导入时不写入，退出码不为 0"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="名单类型代码，如 recognitions")
        parser.add_argument("path", type=Path, help="文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--good", action="store_true", help="只导入无误的行，其余保留")
        parser.add_argument("--as", dest="username", default="", help="以哪个用户的权限导入")

    def handle(self, *, kind: str, path: Path, username: str, **options: Any) -> None:
        access = _access(username)
        try:
            import_ = self._upload(kind, path, access)
            self._wait(import_, access)
            import_ = self._reread(import_, access)
            self._require_checked(import_)
            left = self._tell_counts(import_, access)
            if options["dry_run"]:
                if left:
                    raise CommandError(f"{import_.number}：{left} 行不能导入，未写入任何数据")
                return
            self._apply(import_, access, Mode.GOOD if options["good"] else Mode.ALL)
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(f"无法读取 {path}：{error.strerror}") from None

    def _upload(self, kind: str, path: Path, access: Access) -> Import:
        with scoped(access):
            import_ = uploads.upload(
                kind=kind,
                file_name=path.name,
                pieces=_pieces(path),
                access=access,
                at=timezone.now(),
            )
        self.stdout.write(f"{import_.number}：已上传 {path.name}")
        return import_

    def _apply(self, import_: Import, access: Access, mode: Mode) -> None:
        counts = counts_of(import_)
        if counts[Verdict.UNCHANGED] == sum(counts.values()):
            self.stdout.write("全部与登记簿一致，没有改动")
            return
        with scoped(access):
            running.apply(import_.pk, access=access, at=timezone.now(), mode=mode.value)
        self._wait(self._reread(import_, access), access)
        done = self._reread(import_, access)
        progress = progress_of(done)
        if done.state != ImportState.APPLIED:
            raise CommandError(progress.error or f"导入{progress.label}")
        self.stdout.write(self.style.SUCCESS(f"{done.number}：已导入"))

    def _wait(self, import_: Import, access: Access) -> None:
        """Do the job ordered last here, unless a worker is faster, and tell how far it is."""
        if import_.job_id is None:
            return
        work = threading.Thread(target=_work, args=[import_.job_id], daemon=True)
        work.start()
        told = ""
        while True:
            work.join(LOOK_EVERY_SECONDS)
            progress = progress_of(self._reread(import_, access))
            if (text := _said(progress)) != told:
                self.stdout.write(text)
                told = text
            if not progress.is_running:
                work.join()
                return
            if not work.is_alive():
                time.sleep(LOOK_EVERY_SECONDS)

    def _reread(self, import_: Import, access: Access) -> Import:
        with scoped(access):
            mine = Import.objects.within(access.total_reach()).for_list()
            return mine.get(pk=import_.pk)

    def _require_checked(self, import_: Import) -> None:
        progress = progress_of(import_)
        if progress.state == FAILED:
            raise CommandError(f"{import_.number}：{progress.error}")
        if import_.state == ImportState.MAPPING:
            open_columns = [
                f"{table.name} {header.letter} 列“{header.text}”"
                for table in tables_of(import_)
                for header in table.headers
                if header.ambiguous
            ]
            asked = [question.label for question in questions_of(import_)]
            told = "、".join([*open_columns, *asked]) or "必填的列"
            page = f"/imports/{import_.pk}/"
            raise CommandError(f"{import_.number}：请在页面 {page} 确认：{told}")

    def _tell_counts(self, import_: Import, access: Access) -> int:
        """Say what the check found; how many rows cannot be imported as they are."""
        counts = counts_of(import_)
        told = "，".join(f"{verdict.label} {counts[verdict]}" for verdict in Verdict)
        self.stdout.write(f"{import_.number}：{told}")
        with scoped(access):
            left = import_.rows.within(access.total_reach()).left_over()
            rows = Rows(import_, access)
            for row in left.order_by("sheet", "line")[:TOLD_ROWS]:
                line = rows.line(row)
                self.stderr.write(f"  {line.place} {line.name}：{why_of(line)}")
            return int(left.count())


def _access(username: str) -> Access:
    if not username:
        return Access.of_system("命令行导入")
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有启用的用户“{username}”")
    return access_for(user)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _work(job_id: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(PATIENT)
        run(job_id)
    finally:
        connection.close()


def _said(progress: Progress) -> str:
    of_total = f" {progress.done:,}/{progress.total:,}" if progress.total else ""
    message = f"：{progress.message}" if progress.message else ""
    return f"{progress.label}{message}{of_total}"
