"""Work on the register that takes its time."""

from datetime import date, datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from enterprises.actions import cultivation, duplicates, duties, monitoring, prospects
from enterprises.queries import rule_changes
from enterprises.queries.assessment import basis_for
from wuhan_smes.access import Access, Capability
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.scope import scoped


@leased_task("enterprises.find_duplicates", title="查找重复企业", queue=Queue.BULK)
def find_duplicates(job: LeasedJob, **_: object) -> dict[str, int]:
    """Everything the person may edit, in one statement; safe to run again."""
    found = duplicates.find(access=job.access, at=timezone.now())
    message = f"疑似重复 {found.alike} 组，其中新发现 {found.new} 组"
    job.progress(found.alike, found.alike, message)
    return {"alike": found.alike, "new": found.new, "gone": found.gone}


@leased_task("enterprises.work_out_prospects", title="重算培育库", queue=Queue.BULK)
def work_out_prospects(job: LeasedJob, **_: object) -> dict[str, int]:
    """Every list of the person's reach, as one transaction; safe to run again."""
    worked = prospects.refresh(access=job.access, at=timezone.now())
    job.progress(worked.total, worked.total, f"已重算 {worked.total} 条")
    return worked.rows


@leased_task(rule_changes.TASK, title="标准变化推演", queue=Queue.BULK)
def compare_standards(
    job: LeasedJob,
    *,
    before: str,
    after: str,
    kind: str,
    holding: str,
    on: str,
    jurisdiction: str = "",
    **_: object,
) -> dict[str, Any]:
    """Two standards over everybody who holds a tier in the person's reach; nothing is changed."""
    day = date.fromisoformat(on)
    reach = job.access.reach(Capability.INDICATOR_VIEW)
    asked = rule_changes.holders(holding, on=day, reach=reach, jurisdiction=jurisdiction)
    one, two = (basis_for("", kind, on=day, rule_set=code) for code in (before, after))
    found = rule_changes.compared(asked, one, two)
    job.progress(found.looked_at, found.looked_at, f"已评 {found.looked_at} 家")
    return found.kept()


@shared_task(name="enterprises.refresh_prospects", acks_late=True)
def refresh_prospects(**_: object) -> dict[str, int]:
    """Every ten minutes: whoever changed; on a new day everybody, for ages and terms run on."""
    access = Access.of_system("更新培育库")
    with scoped(access):
        return prospects.refresh(access=access, at=timezone.now(), everything=False).rows


@shared_task(name="enterprises.settle_cultivation", acks_late=True)
def settle_cultivation(*, at: str = "", **_: object) -> int:
    """Each night: whose title came has arrived, who is gone has left. Safe to run twice."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    access = Access.of_system("核对培育进度")
    with scoped(access):
        return cultivation.settle(access=access, at=moment)


@shared_task(name="enterprises.keep_duties", acks_late=True)
def keep_duties(*, at: str = "", **_: object) -> dict[str, int]:
    """Each night: what holders owe is there, they are reminded, and what was let go is lost. Safe
    to run twice.
    """
    moment = datetime.fromisoformat(at) if at else timezone.now()
    access = Access.of_system("动态管理")
    with scoped(access):
        kept = duties.keep_up(access=access, at=moment)
    return {"made": kept.made, "ended": kept.ended, "reminded": kept.reminded, "lost": kept.lost}


@shared_task(name="enterprises.remind_of_reports", acks_late=True)
def remind_of_reports(*, at: str = "", **_: object) -> int:
    """Each morning: who has not reported is reminded, before the day and once past it. Safe to run
    twice.
    """
    moment = datetime.fromisoformat(at) if at else timezone.now()
    access = Access.of_system("运行监测催报")
    with scoped(access):
        reminded = monitoring.remind(access=access, at=moment)
    return reminded.soon + reminded.overdue
