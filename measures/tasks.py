"""Looking for who is owed takes its time."""

from datetime import date
from typing import Final

from celery import shared_task
from django.utils import timezone

from measures.actions import finding
from measures.actions.duties import reminding
from measures.models import Programme
from measures.queries.sandbox import CostCut, cost, told
from measures.queries.sandbox import known_on as end_of_day
from measures.rules import duties
from wuhan_smes.access import Access, Capability
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.scope import scoped

NIGHTLY: Final = "每晚查找应兑付企业"
MORNINGS: Final = "每日催报任务进展"


@leased_task("measures.find_entitlements", title="查找应兑付企业", queue=Queue.BULK)
def find_entitlements(job: LeasedJob, *, programme_id: int, on: str, **_: object) -> dict[str, int]:
    """One programme and its matter, in one statement; safe to run again."""
    found = finding.find(
        programme_id, access=job.access, at=timezone.now(), on=date.fromisoformat(on)
    )
    lines = sum(tally.lines for tally in found.tallies)
    message = f"共 {lines} 条，新增 {found.new}，变更 {found.changed}，落空 {found.lapsed}"
    if found.doubted:
        message += f"；更正后不再符合或标准降低的已付事项 {found.doubted} 条，见“已付存疑”"
    job.progress(lines, lines, message)
    told = {"new": found.new, "changed": found.changed, "lapsed": found.lapsed}
    return {**told, "doubted": found.doubted}


@leased_task("measures.cost_programme", title="政策测算", queue=Queue.BULK)
def cost_programme(
    job: LeasedJob,
    *,
    programme_id: int,
    on: str,
    by: str = CostCut.UNIT,
    known_on: str = "",
    since: str = "",
    **_: object,
) -> dict[str, object]:
    """What the sandbox would show; nothing is written but the result."""
    rows = Programme.objects.within(job.access.reach(Capability.MEASURE_VIEW))
    found = cost(
        rows.select_related("matter").get(pk=programme_id),
        access=job.access,
        on=date.fromisoformat(on),
        by=CostCut(by),
        known_at=end_of_day(date.fromisoformat(known_on)) if known_on else None,
        since=date.fromisoformat(since) if since else None,
    )
    total = found.total
    paid = f"{total.payable:,.2f} 元" if total.claims > total.unknown else "未明确"
    job.progress(1, 1, f"{total.claims} 家，应兑付 {paid}")
    return told(found)


@shared_task(name="measures.find_all", acks_late=True)
def find_all(*, on: str = "", **_: object) -> int:
    """Each night every matter with a programme in force, one transaction a matter."""
    now = timezone.now()
    day = date.fromisoformat(on) if on else timezone.localdate(now)
    access, changed = Access.of_system(NIGHTLY), 0
    with scoped(access):
        every = Programme.objects.in_force(on=day).exclude(eligibility=None)
        first = dict(every.order_by("-pk").values_list("matter_id", "pk"))
    for programme_id in first.values():
        with scoped(access):
            found = finding.find(programme_id, access=access, at=now, on=day)
        changed += found.new + found.changed + found.lapsed
    return changed


@shared_task(name="measures.remind_progress", acks_late=True)
def remind_progress(*, on: str = "", **_: object) -> int:
    """On the days for it, ask for the words that are missing on the quarter that ended last."""
    now = timezone.now()
    day = date.fromisoformat(on) if on else timezone.localdate(now)
    quarter = duties.last_ended(day)
    if not duties.reminded_today(quarter, day):
        return 0
    access = Access.of_system(MORNINGS)
    with scoped(access):
        return reminding.remind(access=access, at=now, on=day, quarter_on=quarter)
