"""Background work of exports."""

from typing import Any

from django.utils import timezone

from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.reporting.making import make_ordered


@leased_task("reporting.export", title="导出名单")
def export(job: LeasedJob, /, *, export_id: int, **_: object) -> dict[str, Any]:
    """Make one ordered export. Killed and started again, it is made once."""
    return make_ordered(job, export_id, at=timezone.now())
