"""What is to be done for enterprises on their way: set for many at once, ended one by one."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.cultivation import EDIT
from enterprises.choices import TaskOutcome
from enterprises.models import Cultivation, CultivationTask
from enterprises.rules import cultivation as rules
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion, TransitionRefused


@transaction.atomic
def set_tasks(
    cultivation_ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    title: str,
    due_on: date,
    for_station: bool = False,
) -> list[CultivationTask]:
    """The same task for each, all or none; with `for_station` it stands on the telephone of the
    specialist who looks after the enterprise.
    """
    words = rules.require_task(title, due_on, today=timezone.localdate(at))
    wanted = set(cultivation_ids)
    if not wanted:
        raise InputRefused(Fault("row", "required", "请先勾选企业"))
    rows = Cultivation.objects.within(access.reach(EDIT)).filter(pk__in=wanted)
    ways = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if len(ways) < len(wanted):
        raise Cultivation.DoesNotExist(f"{len(wanted) - len(ways)} are not within reach")
    for way in ways:
        rules.require_open(way.stage)
    _refuse_again(ways, words)
    made = [_task(way, words, due_on, for_station, access, at) for way in ways]
    CultivationTask.objects.bulk_create(made, batch_size=2_000)
    told = [(task, {"cultivation": task.cultivation_id, "due_on": due_on}) for task in made]
    trail.record_set("cultivation.set_task", told, access=access, at=at)
    return made


@transaction.atomic
def end_task(
    task_id: int,
    *,
    access: Access,
    at: datetime,
    outcome: str,
    note: str = "",
    expected_version: int | None = None,
) -> CultivationTask:
    """Done, or not wanted any more; one that is not done says why."""
    task = CultivationTask.objects.within(access.reach(EDIT)).locked(task_id)
    if expected_version is not None and task.version != expected_version:
        raise StaleVersion("该任务刚被他人办理，请刷新后再试")
    if task.outcome:
        raise TransitionRefused("该任务已经办结")
    if outcome not in TaskOutcome.values:
        raise InputRefused(Fault("outcome", "unknown", "请选择办理结果"))
    if outcome == TaskOutcome.CANCELLED and not note.strip():
        raise InputRefused(Fault("note", "required", "请说明取消原因"))
    task.outcome, task.note = outcome, note.strip()[:200]
    task.ended_at, task.ended_by_name = at, access.actor_name
    task.version += 1
    task.save(update_fields=["outcome", "note", "ended_at", "ended_by_name", "version"])
    changes = {"outcome": ["", outcome], "note": task.note}
    trail.record("cultivation.end_task", task, access=access, at=at, changes=changes)
    return task


def _refuse_again(ways: list[Cultivation], words: str) -> None:
    """The same words twice are a second click, not a second task."""
    open_ones = CultivationTask.objects.waiting().filter(cultivation__in=ways, title=words)
    if found := open_ones.select_related("cultivation__enterprise").first():
        name = found.cultivation.enterprise.name
        raise ActionRefused(f"“{name}”已有同样的任务，尚未办结")


def _task(
    way: Cultivation, words: str, due_on: date, for_station: bool, access: Access, at: datetime
) -> CultivationTask:
    return CultivationTask(
        cultivation=way,
        jurisdiction_id=way.jurisdiction_id,
        title=words,
        due_on=due_on,
        for_station=for_station,
        set_at=at,
        set_by_name=access.actor_name,
    )
