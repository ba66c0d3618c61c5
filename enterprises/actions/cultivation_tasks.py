"""What is to be done for enterprises on their way: set for many at once, ended one by one."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from enterprises.choices import TaskOutcome
from enterprises.models import Cultivation, CultivationTask
from enterprises.queries.carers import stations_of
from enterprises.rules import cultivation as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import (
    ActionRefused,
    Fault,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)

EDIT: Final = Capability.CULTIVATION_EDIT


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
    specialist who looks after the enterprise, and he may end it.
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
    cared = {way.enterprise_id for way in ways} if for_station else set()
    stations = stations_of(cared, on=timezone.localdate(at))
    made = [
        CultivationTask(
            cultivation=way,
            jurisdiction_id=way.jurisdiction_id,
            title=words,
            due_on=due_on,
            for_station=for_station,
            station_id=stations.get(way.enterprise_id),
            set_at=at,
            set_by_name=access.actor_name,
        )
        for way in ways
    ]
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
    """Done: by the unit, or by the station it was given to. Not wanted any more: by the unit, with
    the reason.
    """
    reach = access.reach(Capability.CULTIVATION_DO)
    task = CultivationTask.objects.within(reach).locked(task_id)
    if expected_version is not None and task.version != expected_version:
        raise StaleVersion("该任务刚被他人办理，请刷新后再试")
    if task.outcome:
        raise TransitionRefused("该任务已经办结")
    if outcome not in TaskOutcome.values:
        raise InputRefused(Fault("outcome", "unknown", "请选择办理结果"))
    if outcome == TaskOutcome.CANCELLED and not _edits(access, task):
        raise NotPermitted("任务由管理单位取消，服务站只登记完成")
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


def bring_stations_up_to_date(*, on: date) -> None:
    """Tasks still waited for follow the enterprise to the station that looks after it now."""
    waiting = CultivationTask.objects.waiting().filter(for_station=True)
    rows = list(waiting.select_related("cultivation"))
    stations = stations_of({row.cultivation.enterprise_id for row in rows}, on=on)
    moved = []
    for row in rows:
        station_id = stations.get(row.cultivation.enterprise_id)
        if row.station_id != station_id:
            row.station_id = station_id
            moved.append(row)
    CultivationTask.objects.bulk_update(moved, ["station"], batch_size=2_000)


def _edits(access: Access, task: CultivationTask) -> bool:
    return access.holds(EDIT) and access.reach(EDIT).covers(task.jurisdiction_id)
