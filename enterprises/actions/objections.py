"""异议: what is said against one line of a public notice stops that line, and no other."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.batch_titles import titled
from enterprises.actions.batches import held_batch
from enterprises.choices import BatchStage, CandidateState
from enterprises.choices.holding import ObjectionOutcome
from enterprises.models import BatchCandidate, BatchObjection, RecognitionBatch
from enterprises.rules import batches as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, TransitionRefused

EDIT = Capability.CULTIVATION_EDIT


@transaction.atomic
def object_to(
    candidate_id: int,
    *,
    access: Access,
    at: datetime,
    raised_on: date,
    raised_by: str,
    text: str,
) -> BatchObjection:
    """Record an objection raised within the notice; the line waits until it is settled."""
    rows = BatchCandidate.objects.within(access.reach(EDIT))
    line = rows.locked(candidate_id)
    batch = RecognitionBatch.objects.get(pk=line.batch_id)
    rules.require_on_notice(batch.stage, line.state)
    rules.require_within_notice(
        raised_on, batch.notice_from, batch.notice_until, today=timezone.localdate(at)
    )
    if not raised_by.strip() or not text.strip():
        raise InputRefused(Fault("text", "required", "请写明异议人和异议内容"))
    made = BatchObjection.objects.create(
        candidate=line,
        jurisdiction_id=line.jurisdiction_id,
        raised_on=raised_on,
        raised_by=raised_by.strip()[:60],
        text=text.strip(),
        recorded_by_name=access.actor_name or "系统",
    )
    _put(line, CandidateState.OBJECTED, at)
    changes = {"batch": batch.pk, "enterprise": line.enterprise_id, "raised_on": raised_on}
    trail.record("objection.raise", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def settle(
    objection_id: int, *, access: Access, at: datetime, outcome: str, settlement: str
) -> BatchObjection:
    """The city decides. Upheld: the line fails. Dismissed, with nothing else said against it: the
    line is on the notice again, or has the title if the batch was announced meanwhile.
    """
    reach = access.reach(Capability.TITLE_EDIT)
    found = BatchObjection.objects.within(reach).select_related("candidate").get(pk=objection_id)
    batch = held_batch(found.candidate.batch_id, access)
    objection = BatchObjection.objects.within(reach).locked(objection_id)
    if objection.outcome:
        raise TransitionRefused("该异议已经处理")
    if outcome not in ObjectionOutcome.values:
        raise InputRefused(Fault("outcome", "unknown", "请选择异议是否成立"))
    if not settlement.strip():
        raise InputRefused(Fault("settlement", "required", "请说明处理情况"))
    objection.outcome, objection.settlement = outcome, settlement.strip()[:300]
    objection.settled_on = timezone.localdate(at)
    objection.version += 1
    objection.save(update_fields=["outcome", "settlement", "settled_on", "version"])
    line = BatchCandidate.objects.within(reach).locked(objection.candidate_id)
    _decide(line, batch, outcome, access, at)
    changes = {"outcome": ["", outcome], "line": line.state}
    trail.record("objection.settle", objection, access=access, at=at, changes=changes)
    return objection


def _decide(
    line: BatchCandidate, batch: RecognitionBatch, outcome: str, access: Access, at: datetime
) -> None:
    """Where a settled objection leaves its line; one decided already stays as it is."""
    others = BatchObjection.objects.open().filter(candidate=line)
    upheld = outcome == ObjectionOutcome.UPHELD
    if line.state != CandidateState.OBJECTED or (not upheld and others.exists()):
        return
    announced = batch.stage == BatchStage.ANNOUNCED
    clear = CandidateState.PASSED if announced else CandidateState.PUBLICISED
    _put(line, CandidateState.FAILED if upheld else clear, at)
    if announced:
        titled(batch, [line], access, at)


def _put(line: BatchCandidate, state: str, at: datetime) -> None:
    line.state, line.changed_at = state, at
    line.version += 1
    line.save(update_fields=["state", "changed_at", "version"])
