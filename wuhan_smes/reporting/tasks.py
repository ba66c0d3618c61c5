"""Background work of exports and reports."""

from typing import Any

from django.utils import timezone

from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.reporting import figuring, making


@leased_task("reporting.export", title="导出名单")
def export(job: LeasedJob, /, *, export_id: int, **_: object) -> dict[str, Any]:
    """Make one ordered export. Killed and started again, it is made once."""
    return making.make_ordered(job, export_id, at=timezone.now())


@leased_task("reporting.report", title="生成报表")
def report(job: LeasedJob, /, *, run_id: int, **_: object) -> dict[str, Any]:
    """Make one ordered report. Killed and started again, it is made once."""
    return figuring.make_ordered(job, run_id, at=timezone.now())
