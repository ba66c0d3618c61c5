"""What a report comes to: worked out once, kept as bytes, worked out again to compare."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.conf import settings

from wuhan_smes import replicas
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import ActionRefused
from wuhan_smes.jobs.running import LeasedJob
from wuhan_smes.reporting.canonical import canonical, fingerprint
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.layouts import drawn, layouts_of
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.members import Members, members_of
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.sheet import Sheet
from wuhan_smes.scope import scoped

# A report is a table that people read and stamp; longer lists are taken out as lists.
MOST_ROWS: Final = 20_000


def make_ordered(job: LeasedJob, run_id: int, *, at: datetime) -> dict[str, Any]:
    """Fill in one ordered report, in the transaction of the job."""
    run = ReportRun.objects.filter(actor_id=job.access.actor_id).locked(run_id)
    job.progress(0, len(ReportLayout) + 1, "正在统计")
    sheet, run.members = _counted(run, job.access)
    run.body = canonical(sheet)
    run.prints = {}
    for done, layout in enumerate(layouts_of(len(sheet.rows)), start=1):
        job.progress(done, len(ReportLayout) + 1, f"正在排版 {layout.label}")
        run.prints[layout] = fingerprint(drawn(sheet, layout))
    run.sha256, run.row_count, run.finished_at = fingerprint(run.body), len(sheet.rows), at
    run.save(update_fields=["body", "prints", "members", "sha256", "row_count", "finished_at"])
    job.progress(len(ReportLayout) + 1, len(ReportLayout) + 1, f"共 {run.row_count:,} 行")
    return {"run": run.pk, "rows": run.row_count, "sha256": run.sha256}


def _counted(run: ReportRun, access: Access) -> tuple[Sheet, Members | None]:
    """The table and the rows behind it, from a replica that has all there was when it was asked
    for: beside the transaction of the job, which stays where the table is kept.
    """
    patience = settings.REPLICA_LAG_SECONDS
    with replicas.reading(replicas.asked_for(), patience=patience), scoped(access):
        sheet = figured(run, access)
        return sheet, members_of(catalogue.get(run.report), access, run.params, sheet)


def figured(run: ReportRun, access: Access) -> Sheet:
    """The table that was asked for, as known at the run's moment, signed by who ordered it."""
    built = catalogue.get(run.report).built(access, run.params, run.known_at)
    sheet = _whole(built) if isinstance(built, LongList) else built
    number = run.number if run.version == 1 else f"{run.number}（第{run.version}版）"
    return replace(sheet, prepared_by=run.prepared_by, number=number)


def is_the_same_again(run: ReportRun, access: Access) -> bool:
    """Whether the report, made again for the same moment, comes to the same bytes."""
    return fingerprint(canonical(figured(run, access))) == run.sha256


def require_same_reach(run: ReportRun, access: Access) -> None:
    """Refuses whoever would count other units than the run did."""
    if units_of(access.reach(Capability(run.capability))) != run.units:
        raise ActionRefused("这张报表是按另一管理范围生成的，请由该范围的人员办理或重新生成")


def units_of(reach: Reach) -> list[int] | None:
    """The units a table is about; none listed means the whole city."""
    return None if reach.everywhere else sorted(reach.jurisdiction_ids)


def _whole(built: LongList) -> Sheet:
    rows = list(islice(built.rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise ActionRefused(
            f"超过 {MOST_ROWS:,} 行的名单不作为报表生成，请缩小范围，或从导出中心导出"
        )
    return Sheet(
        built.title,
        built.columns,
        rows,
        reporting_unit=built.reporting_unit,
        as_of=built.as_of,
        unit="行",
        total_label="",
    )
