"""The list of a batch: filled from the lists worked out, frozen on a day, opened again."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from enterprises.actions.assessments import kept_set
from enterprises.actions.batches import held_batch, saved
from enterprises.actions.candidates import added, exclude
from enterprises.choices import ApplicationKind, CandidateState
from enterprises.choices.holding import BatchSource
from enterprises.models import BatchCandidate, BatchUnit, Enterprise, RecognitionBatch
from enterprises.queries.assessment import Basis, basis_for
from enterprises.queries.prospects import discovered, prospects, reviews
from enterprises.querysets import ProspectQuerySet
from enterprises.rules import batches as rules
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused
from wuhan_smes.rulekit.queries import NoRuleSet
from wuhan_smes.worktime.calendar import due
from wuhan_smes.worktime.queries import work_calendar

RECOMMEND_WORKDAYS: Final = 10
LONGEST: Final = 250


@transaction.atomic
def add_listed(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    source: str,
    expected_version: int | None = None,
) -> list[BatchCandidate]:
    """Everybody on one of the lists worked out (研判达标、主动发现、本年应复核) joins; whoever
    has joined already stays as he is.
    """
    batch = held_batch(batch_id, access, expected_version)
    rules.require_open(batch.stage)
    rules.require_unfrozen(batch.frozen_on)
    ids = set(_listed(batch, source, access).values_list("enterprise_id", flat=True))
    if not ids:
        raise ActionRefused(f"“{BatchSource(source).label}”名单中没有企业，请先在研判中重算")
    review = batch.kind == ApplicationKind.REVIEW
    return added(batch, ids, CandidateState.DUE if review else CandidateState.APPLIED, access, at)


@transaction.atomic
def freeze(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    on: date | None = None,
    workdays: int = RECOMMEND_WORKDAYS,
    expected_version: int | None = None,
) -> RecognitionBatch:
    """The list stands as of a day, each line with how it stood then by the rules of that day. Units
    have so many working days, the day itself not counted.
    """
    batch = held_batch(batch_id, access, expected_version)
    today = timezone.localdate(at)
    day = on or today
    rules.require_recommending(batch.stage)
    rules.require_unfrozen(batch.frozen_on)
    if day > today:
        raise InputRefused(Fault("on", "in_the_future", "冻结日不能晚于今天"))
    if not 1 <= workdays <= LONGEST:
        detail = f"推荐期限为 1 至 {LONGEST} 个工作日"
        raise InputRefused(Fault("workdays", "out_of_range", detail))
    lines = list(BatchCandidate.objects.filter(batch=batch).order_by("pk"))
    if not lines:
        raise ActionRefused("名单中还没有企业，不能冻结")
    exclude(lines)
    basis = _basis(batch, day)
    if basis is not None:
        _keep(lines, basis, access, at, batch.name)
    BatchCandidate.objects.bulk_update(lines, ["assessment", "excluded", "state", "note"], 2_000)
    units = Jurisdiction.objects.managing().order_by("pk")
    BatchUnit.objects.bulk_create([BatchUnit(batch=batch, jurisdiction=unit) for unit in units])
    values = {
        "frozen_on": day,
        "frozen_rules": basis.layers[:200] if basis else "",
        "recommend_until": due(today, workdays, work_calendar()).on,
    }
    return saved(batch, values, "batch.freeze", access, at, candidates=len(lines))


@transaction.atomic
def thaw(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> RecognitionBatch:
    """The list may be changed again, for no unit has reported on it yet. What was assessed is kept
    with the enterprises; the batch points at it no longer.
    """
    batch = held_batch(batch_id, access, expected_version)
    rules.require_recommending(batch.stage)
    if batch.frozen_on is None:
        raise TransitionRefused("名单没有冻结，无需解冻")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明解冻理由"))
    units = list(BatchUnit.objects.filter(batch=batch).held())
    if told := [unit for unit in units if unit.submitted_at is not None]:
        raise TransitionRefused(f"已有 {len(told)} 个单位报送推荐，请先退回再解冻")
    BatchUnit.objects.filter(pk__in=[unit.pk for unit in units]).delete()
    BatchCandidate.objects.filter(batch=batch).update(assessment=None, version=F("version") + 1)
    values = {"frozen_on": None, "frozen_rules": "", "recommend_until": None}
    return saved(batch, values, "batch.thaw", access, at, reason=reason.strip())


def _listed(batch: RecognitionBatch, source: str, access: Access) -> ProspectQuerySet:
    """The rows of a list, within what the person may judge. Refuses one of the other kind."""
    if source not in BatchSource.values:
        raise InputRefused(Fault("source", "unknown", "没有这个名单来源"))
    review = batch.kind == ApplicationKind.REVIEW
    if review != (source == BatchSource.REVIEWS):
        raise InputRefused(Fault("source", "other_kind", "该名单不适用于这一类批次"))
    reach: Reach = access.reach(Capability.INDICATOR_VIEW)
    if review:
        return reviews(batch.tier, reach=reach)
    if source == BatchSource.DISCOVERED:
        return discovered(batch.tier, reach=reach)
    return prospects(batch.tier, reach=reach).ready()


def _basis(batch: RecognitionBatch, day: date) -> Basis | None:
    """By which rules the lines are judged; none where the tier has no standard."""
    try:
        return basis_for(batch.tier, batch.kind, on=day, rule_set=batch.rule_set)
    except NoRuleSet:
        return None


def _keep(
    lines: list[BatchCandidate], basis: Basis, access: Access, at: datetime, name: str
) -> None:
    population = Enterprise.objects.within(access.reach(Capability.INDICATOR_EDIT)).filter(
        pk__in=[line.enterprise_id for line in lines]
    )
    kept = kept_set(population, basis, access, at, f"{name}名单冻结")
    for line in lines:
        line.assessment = kept.get(line.enterprise_id)
