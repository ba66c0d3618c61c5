"""What the experts said of a batch, line by line; entered on the page or taken over from a list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from enterprises.actions.batches import held_batch
from enterprises.actions.title_versions import refuse_together
from enterprises.choices import CandidateState
from enterprises.choices.holding import ExpertOutcome
from enterprises.models import BatchCandidate, RecognitionBatch
from enterprises.rules import batches as rules
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.many_rows import among

STATES = {
    ExpertOutcome.PASSED: CandidateState.IN_REVIEW,
    ExpertOutcome.FAILED: CandidateState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What was said of one enterprise."""

    outcome: str
    note: str = ""


@transaction.atomic
def take(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    results: Mapping[int, Result],
    expected_version: int | None = None,
) -> list[BatchCandidate]:
    """The outcome of each enterprise named; said again it takes the place of what was said. All of
    them or none.
    """
    batch = held_batch(batch_id, access, expected_version)
    rules.require_reviewing(batch.stage)
    lines = _lines(batch, results)
    refused: dict[str, ActionRefused] = {}
    for line in lines:
        try:
            said = results[line.enterprise_id].outcome
            rules.require_result(line.state, line.expert_outcome, said)
        except ActionRefused as refusal:
            refused[line.enterprise.name] = refusal
    refuse_together(refused)
    told = []
    for line in lines:
        result = results[line.enterprise_id]
        told.append((line, {"expert_outcome": [line.expert_outcome, result.outcome]}))
        line.expert_outcome, line.note = result.outcome, result.note.strip()[:200]
        line.state = STATES[ExpertOutcome(result.outcome)]
    _saved(lines, at)
    trail.record_set("batch.result", told, access=access, at=at)
    return lines


@transaction.atomic
def take_back(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    enterprise_ids: Collection[int],
    reason: str,
) -> list[BatchCandidate]:
    """What was said of these enterprises was not; they are in review as before."""
    batch = held_batch(batch_id, access)
    rules.require_reviewing(batch.stage)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤回理由"))
    lines = _lines(batch, enterprise_ids)
    if open_lines := [line for line in lines if not line.expert_outcome]:
        raise ActionRefused(f"有 {len(open_lines)} 家还没有评审结果，无需撤回")
    told = [
        (line, {"expert_outcome": [line.expert_outcome, ""], "reason": reason}) for line in lines
    ]
    for line in lines:
        line.expert_outcome, line.note, line.state = "", "", CandidateState.IN_REVIEW
    _saved(lines, at)
    trail.record_set("batch.take_back_result", told, access=access, at=at)
    return lines


def _lines(batch: RecognitionBatch, enterprise_ids: Collection[int]) -> list[BatchCandidate]:
    rows = BatchCandidate.objects.filter(batch=batch).filter(among("enterprise_id", enterprise_ids))
    lines = list(rows.select_related("enterprise").order_by("pk"))
    if not lines or len(lines) < len(enterprise_ids):
        missing = len(enterprise_ids) - len(lines)
        detail = f"有 {missing} 家企业不在这个批次的名单中" if missing else "请选择企业"
        raise InputRefused(Fault("enterprises", "unknown", detail))
    return lines


def _saved(lines: list[BatchCandidate], at: datetime) -> None:
    for line in lines:
        line.changed_at, line.version = at, line.version + 1
    fields = ["expert_outcome", "note", "state", "changed_at", "version"]
    BatchCandidate.objects.bulk_update(lines, fields, batch_size=2_000)
