"""重点“小巨人”项目: opened by the city, followed by the unit, evaluated by the city."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import refuse_future
from enterprises.choices import Tier
from enterprises.models import Enterprise, KeyMilestone, KeyProject, Recognition
from enterprises.rules import key_projects as rules
from enterprises.rules.document_no import normalise_document_no
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

FOLLOW = Capability.CULTIVATION_EDIT


@transaction.atomic
def begin(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    title: str,
    year: int,
    starts_on: date,
    ends_on: date,
    planned: Decimal,
    milestones: Sequence[rules.Promise],
    document_no: str = "",
) -> KeyProject:
    """Register the plan of a little giant in force that was chosen; it is supported once."""
    _require_city(access)
    rows = Enterprise.objects.within(access.reach(Capability.TITLE_EDIT))
    enterprise = rows.locked(enterprise_id)
    rules.require_plan(title, planned, starts_on, ends_on)
    rules.require_milestones(milestones, starts_on, ends_on)
    titles = Recognition.objects.in_force(on=timezone.localdate(at))
    if not titles.filter(enterprise=enterprise, tier=Tier.LITTLE_GIANT).exists():
        raise ActionRefused("该企业没有有效的“小巨人”称号，不能登记重点项目")
    if KeyProject.objects.filter(enterprise=enterprise).exists():
        raise ActionRefused("该企业已登记过重点“小巨人”项目，不能重复支持")
    of_unit = {"jurisdiction_id": enterprise.jurisdiction_id}
    made = KeyProject.objects.create(
        **of_unit,
        enterprise=enterprise,
        title=title.strip()[:120],
        year=year,
        document_no=normalise_document_no(document_no),
        starts_on=starts_on,
        ends_on=ends_on,
        planned=planned,
    )
    KeyMilestone.objects.bulk_create(
        KeyMilestone(**of_unit, project=made, ordinal=n, title=name.strip()[:120], due_on=day)
        for n, (name, day) in enumerate(milestones, 1)
    )
    changes = {"enterprise": enterprise.pk, "planned": planned, "milestones": len(milestones)}
    trail.record("key_project.begin", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def reach_milestone(
    milestone_id: int, *, access: Access, at: datetime, on: date, evidence: str
) -> KeyMilestone:
    """The unit says that something promised was reached, and what shows it."""
    row = KeyMilestone.objects.within(access.reach(FOLLOW)).locked(milestone_id)
    project = KeyProject.objects.within(access.reach(FOLLOW)).locked(row.project_id)
    rules.require_running(project.state)
    if row.reached_on is not None:
        raise TransitionRefused("该节点已登记完成")
    refuse_future(on, at=at)
    if on < project.starts_on:
        raise InputRefused(Fault("on", "too_early", "完成日期早于计划开始"))
    if not evidence.strip():
        raise InputRefused(Fault("evidence", "required", "请写明佐证材料"))
    row.reached_on, row.evidence = on, evidence.strip()[:200]
    row.recorded_by_name = access.actor_name or "系统"
    row.version += 1
    row.save(update_fields=["reached_on", "evidence", "recorded_by_name", "version"])
    changes = {"project": project.pk, "reached_on": [None, on], "evidence": row.evidence}
    trail.record("key_project.reach", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def evaluate(
    project_id: int,
    *,
    access: Access,
    at: datetime,
    state: str,
    on: date,
    invested: Decimal,
    evaluation: str,
    expected_version: int | None = None,
) -> KeyProject:
    """The city's word at the end of the plan, or before: passed, failed, or stopped."""
    _require_city(access)
    row = KeyProject.objects.within(access.reach(Capability.TITLE_EDIT)).locked(project_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该项目刚被他人办理，请刷新后再看")
    rules.require_running(row.state)
    refuse_future(on, at=at)
    unreached = KeyMilestone.objects.filter(project=row, reached_on__isnull=True).count()
    rules.require_evaluation(state, invested, evaluation, unreached)
    row.state, row.evaluated_on = state, on
    row.invested, row.evaluation = invested, evaluation.strip()[:300]
    row.version += 1
    row.save(update_fields=["state", "evaluated_on", "invested", "evaluation", "version"])
    changes = {"state": ["running", state], "invested": invested, "evaluation": row.evaluation}
    trail.record("key_project.evaluate", row, access=access, at=at, changes=changes)
    return row


def _require_city(access: Access) -> None:
    if not access.reach(Capability.TITLE_EDIT).everywhere:
        raise NotPermitted("重点“小巨人”项目由市级登记与评价")
