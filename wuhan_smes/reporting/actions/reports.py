"""Having a report made, fetching its file, and sealing it for good."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting import log
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.choices import ExportState, ReportLayout
from wuhan_smes.reporting.figuring import is_the_same_again, require_same_reach, units_of
from wuhan_smes.reporting.layouts import drawn
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reading import readable, table_of
from wuhan_smes.reporting.run import Made, require_layout

MOST_AT_ONCE: Final = 5


@transaction.atomic
def order(
    name: str,
    *,
    access: Access,
    at: datetime,
    words: Mapping[str, str],
    layout: str,
    known_at: datetime | None = None,
    replaces: int | None = None,
    reason: str = "",
) -> ReportRun:
    """Have a report made as known now, or at an earlier moment where it can tell. With `replaces`
    it is the next version of a sealed one.

    Raises InputRefused for an unknown report, choice or layout and for a moment it cannot tell of,
    NotPermitted without the right.
    """
    access.reach(Capability.REGISTER_EXPORT)
    report = catalogue.get(name)
    reach = access.reach(report.capability)
    require_layout(layout, ReportLayout.values)
    choices = report.read(words, timezone.localdate(at))
    _require_known(report, known_at, at)
    run = ReportRun(
        report=report.name,
        title=report.title,
        params=choices,
        said=report.told(choices)[: log.SAID],
        layout=layout,
        capability=report.capability,
        units=units_of(reach),
        jurisdiction_id=reporting_unit_of(reach, access),
        known_at=known_at or at,
        actor_id=access.actor_id,
        prepared_by=access.actor_name,
        ordered_at=at,
    )
    if replaces is not None:
        _follow(run, replaces, reason, access)
    run.year, run.ordinal = timezone.localdate(at).year, _next_ordinal(timezone.localdate(at).year)
    if ReportRun.objects.being_made_for(access).count() >= MOST_AT_ONCE:
        raise ActionRefused(f"您已有 {MOST_AT_ONCE} 张报表正在生成，请等其中一张完成后再提交")
    run.save(force_insert=True)
    run.job = enqueue(
        "reporting.report",
        {"run_id": run.pk},
        access=access,
        capability=report.capability,
        title=f"生成{report.title}（{run.number}）",
    )
    run.save(update_fields=["job"])
    facts = {
        "report": run.report,
        "choices": choices,
        "known_at": run.known_at,
        "version": run.version,
        "reason": reason,
    }
    trail.record("report.ordered", run, access=access, at=at, changes=facts)
    return run


@transaction.atomic
def fetch(run_id: int, *, access: Access, at: datetime, layout: str = "") -> Made:
    """The file of a report in the layout asked for; numbered among the exports and in the trail."""
    run = readable(run_id, access=access)
    layout = layout or run.layout
    require_layout(layout, ReportLayout.values)
    content = drawn(table_of(run), layout)
    reach = access.reach(Capability(run.capability))
    taken = log.Taken(
        f"report-run:{run.pk}", run.title, layout, run.params, reach, run.said, run.capability
    )
    export = log.begun(
        taken,
        access=access,
        at=at,
        state=ExportState.DONE,
        finished_at=at,
        row_count=run.row_count,
        size=len(content),
        sha256=run.sha256 or "",
    )
    log.told(export, access=access, at=at)
    return Made(f"{run.title}-{run.number}", layout, content)


@transaction.atomic
def seal(run_id: int, *, access: Access, at: datetime) -> ReportRun:
    """Close a report for good. It is worked out once more first: what was entered late for the
    same moment would make it come out otherwise, and then it must be made anew.
    """
    run = ReportRun.objects.within(access.reach(Capability.REPORT_SEAL)).locked(run_id)
    if run.sealed_at is not None:
        raise ActionRefused(f"{run.number} 已于 {timezone.localtime(run.sealed_at):%Y-%m-%d} 封存")
    if run.body is None:
        raise ActionRefused("报表尚未生成，不能封存")
    require_same_reach(run, access)
    if catalogue.get(run.report).is_as_known and not is_the_same_again(run, access):
        raise ActionRefused("生成之后又有数据按更早的时间入库，请重新生成后再封存")
    run.sealed_at, run.sealed_by_name = at, access.actor_name
    run.save(update_fields=["sealed_at", "sealed_by_name"])
    trail.record("report.sealed", run, access=access, at=at, changes={"sha256": run.sha256})
    return run


def _follow(run: ReportRun, replaces: int, reason: str, access: Access) -> None:
    """Make `run` the next version of a sealed report of the same kind and unit."""
    before = ReportRun.objects.within(access.reach(Capability.REPORT_SEAL)).locked(replaces)
    if before.sealed_at is None:
        raise ActionRefused("只有已封存的报表才需要更正；未封存的请直接重新生成")
    if (before.report, before.jurisdiction_id) != (run.report, run.jurisdiction_id):
        raise ActionRefused("更正须与原报表同一种类、同一填报单位")
    if ReportRun.objects.filter(replaces=before).exists():
        raise ActionRefused(f"{before.number} 已有更正，请在最新一版上更正")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明更正原因"))
    run.replaces, run.version, run.reason = before, before.version + 1, reason.strip()


def _require_known(report: Report, known_at: datetime | None, at: datetime) -> None:
    """Refuses a moment to come, and any but now for a report whose rows keep no versions."""
    if known_at is None:
        return
    if not report.is_as_known:
        detail = "这张报表按生成时的数据计算，不能按以前的时点生成"
        raise InputRefused(Fault("known_at", "not_as_known", detail))
    if known_at > at:
        raise InputRefused(Fault("known_at", "in_the_future", "数据截至不能晚于现在"))


def reporting_unit_of(reach: Reach, access: Access) -> int:
    """The unit a table speaks for: the city, the one unit reached, or of several one's own."""
    if reach.everywhere:
        return Jurisdiction.objects.filter(parent__isnull=True).values_list("pk", flat=True)[0]
    own = User.objects.filter(pk=access.actor_id).values_list("jurisdiction_id", flat=True).first()
    return own if own in reach.jurisdiction_ids else min(reach.jurisdiction_ids)


def _next_ordinal(year: int) -> int:
    """The number after the last one of the year; others wait for it until this act commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_next_ordinal(%s)", [year])
        (ordinal,) = cursor.fetchone() or (0,)
    return int(ordinal)
