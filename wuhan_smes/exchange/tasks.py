"""The work of an import. Each step is one transaction: killed in the middle, nothing happened."""

from typing import Final

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.clearing import clear_rows
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.steps import applying, checking, reading, reverting
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.scope import scoped

OPEN: Final = (ImportState.UPLOADED, ImportState.MAPPING, ImportState.CHECKED)
Counts = dict[str, int]


@leased_task("exchange.read", title="读取导入文件")
def read(job: LeasedJob, *, import_id: int, **_: object) -> Counts:
    """Look at a file that was handed in; check it when nothing is open."""
    import_ = Import.objects.locked(import_id)
    if import_.state in OPEN:
        reading.read(import_, access=job.access, at=timezone.now(), tell=job.progress)
    return dict(import_.counts)


@leased_task("exchange.check", title="检查导入文件")
def check(job: LeasedJob, *, import_id: int, **_: object) -> Counts:
    """Check a file whose columns were confirmed."""
    import_ = Import.objects.locked(import_id)
    if import_.state in OPEN:
        checking.check(import_, access=job.access, at=timezone.now(), tell=job.progress)
    return dict(import_.counts)


@leased_task("exchange.apply", title="写入导入数据", queue=Queue.BULK)
def apply(job: LeasedJob, *, import_id: int, **_: object) -> Counts:
    """Bring a checked file into the register."""
    import_ = Import.objects.locked(import_id)
    if import_.state == ImportState.CHECKED:
        applying.apply(import_, access=job.access, at=timezone.now(), tell=job.progress)
    return dict(import_.counts)


@leased_task("exchange.revert", title="撤回导入", queue=Queue.BULK)
def revert(job: LeasedJob, *, import_id: int, **_: object) -> Counts:
    """Take an applied file back."""
    import_ = Import.objects.locked(import_id)
    if import_.state == ImportState.APPLIED:
        reverting.revert(import_, access=job.access, at=timezone.now(), tell=job.progress)
    return dict(import_.counts)


@shared_task(name="exchange.clear_rows", acks_late=True)
def clear_old_rows(**_: object) -> int:
    """Each night rows go that a year-old import made nothing of, some thousands at a time."""
    total = 0
    with scoped(Access.of_system("old rows of imports")):
        while gone := clear_rows(at=timezone.now()):
            total += gone
    return total
