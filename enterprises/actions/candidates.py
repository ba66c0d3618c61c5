"""Who stands on the list of a batch, and how far each got. Made for lists, not for single rows."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from enterprises.actions.batches import held_batch
from enterprises.actions.title_versions import Held, held, refuse_together
from enterprises.choices import ApplicationKind, BatchStage, CandidateState, EnterpriseStatus
from enterprises.models import BatchCandidate, Recognition, RecognitionBatch
from enterprises.queries.duties import exclusions
from enterprises.rules import batches as rules
from enterprises.rules.spans import require_order
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

ROWS_AT_ONCE: Final = 2_000


@transaction.atomic
def add(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    enterprise_ids: Collection[int],
    expected_version: int | None = None,
) -> list[BatchCandidate]:
    """Put enterprises on the list where its stage stands; those on it already stay as they are."""
    batch = held_batch(batch_id, access, expected_version)
    rules.require_open(batch.stage)
    rules.require_unfrozen(batch.frozen_on)
    state = rules.ENTRY[batch.stage]
    if not enterprise_ids:
        raise InputRefused(Fault("enterprises", "required", "请选择企业"))
    return added(batch, enterprise_ids, state, access, at)


@transaction.atomic
def add_due(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    ends_from: date,
    ends_to: date,
    expected_version: int | None = None,
) -> list[BatchCandidate]:
    """Fill a review's list: every title of its tier whose last day lies between the two days."""
    batch = held_batch(batch_id, access, expected_version)
    rules.require_open(batch.stage)
    rules.require_unfrozen(batch.frozen_on)
    if batch.kind != ApplicationKind.REVIEW:
        raise ActionRefused("只有复核批次可以按到期日期列入应复核企业")
    require_order(ends_from, ends_to)
    titles = Recognition.objects.within(access.reach(Capability.TITLE_EDIT)).current()
    due = titles.ending_between(ends_from, ends_to).filter(
        tier=batch.tier, enterprise__status=EnterpriseStatus.ACTIVE
    )
    ids = set(due.values_list("enterprise_id", flat=True))
    if not ids:
        raise ActionRefused(f"{ends_from} 至 {ends_to} 没有到期的“{batch.get_tier_display()}”称号")
    return added(batch, ids, CandidateState.DUE, access, at)


@transaction.atomic
def move(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    enterprise_ids: Collection[int],
    state: str,
    note: str = "",
    expected_version: int | None = None,
) -> list[BatchCandidate]:
    """Candidates of one batch apply, are recommended, fail, waive or come back; all or none."""
    batch = held_batch(batch_id, access, expected_version)
    rules.require_open(batch.stage)
    candidates = _listed(batch, enterprise_ids)
    refused: dict[str, ActionRefused] = {}
    for candidate in candidates:
        try:
            rules.require_move(candidate.state, state, batch.stage)
            rules.require_not_excluded(candidate.excluded, state)
        except ActionRefused as refusal:
            refused[candidate.enterprise.name] = refusal
    refuse_together(refused)
    told = []
    for candidate in candidates:
        told.append((candidate, {"state": [candidate.state, state], "note": note}))
        candidate.state, candidate.note, candidate.changed_at = state, note[:200], at
        candidate.version += 1
    fields = ["state", "note", "changed_at", "version"]
    BatchCandidate.objects.bulk_update(candidates, fields, batch_size=ROWS_AT_ONCE)
    trail.record_set("candidate.move", told, access=access, at=at)
    return candidates


@transaction.atomic
def remove(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    enterprise_ids: Collection[int],
    reason: str,
    expected_version: int | None = None,
) -> int:
    """Take enterprises off a list they were put on by mistake; who withdraws is moved instead."""
    batch = held_batch(batch_id, access, expected_version)
    rules.require_open(batch.stage)
    rules.require_unfrozen(batch.frozen_on)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明移出理由"))
    candidates = _listed(batch, enterprise_ids)
    told = [
        (it, {"batch": batch.pk, "enterprise": it.enterprise_id, "reason": reason})
        for it in candidates
    ]
    trail.record_set("candidate.remove", told, access=access, at=at)
    BatchCandidate.objects.filter(pk__in=[candidate.pk for candidate in candidates]).delete()
    return len(candidates)


def exclude(lines: Sequence[BatchCandidate]) -> None:
    """Whose right to a review is lost goes no further; who got it back is due again. Not saved."""
    why = exclusions([line.reviewed_series for line in lines if line.reviewed_series is not None])
    for line in lines:
        found = why.get(line.reviewed_series or 0, "")
        if found and not line.excluded:
            line.state, line.note = CandidateState.NOT_SUBMITTED, found
        elif line.excluded and not found:
            line.state, line.note = CandidateState.DUE, ""
        line.excluded = found


def due_again(series: Collection[int], at: datetime) -> None:
    """Titles whose right to a review was given back, on lists that still take recommendations."""
    rows = BatchCandidate.objects.filter(
        reviewed_series__in=series, batch__stage=BatchStage.RECOMMENDING
    ).exclude(excluded="")
    lines = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    exclude(lines)
    for line in lines:
        line.changed_at, line.version = at, line.version + 1
    fields = ["excluded", "state", "note", "changed_at", "version"]
    BatchCandidate.objects.bulk_update(lines, fields, batch_size=ROWS_AT_ONCE)


def added(
    batch: RecognitionBatch,
    enterprise_ids: Collection[int],
    state: CandidateState,
    access: Access,
    at: datetime,
) -> list[BatchCandidate]:
    """Put whoever is not on the list yet on it. Refuses a list of which nobody is new."""
    listed = BatchCandidate.objects.filter(batch=batch, enterprise_id__in=enterprise_ids)
    fresh = set(enterprise_ids) - set(listed.values_list("enterprise_id", flat=True))
    if not fresh:
        raise ActionRefused("所选企业都已在名单中")
    candidates, refused = [], {}
    for holder in held(fresh, access).values():
        try:
            series = _series(batch, holder)
        except ActionRefused as refusal:
            refused[holder.enterprise.name] = refusal
            continue
        candidates.append(
            BatchCandidate(
                batch=batch,
                enterprise=holder.enterprise,
                jurisdiction_id=holder.enterprise.jurisdiction_id,
                state=state,
                reviewed_series=series,
                changed_at=at,
            )
        )
    refuse_together(refused)
    exclude(candidates)
    made = BatchCandidate.objects.bulk_create(candidates, batch_size=ROWS_AT_ONCE)
    trail.record_set("candidate.add", _told(made), access=access, at=at)
    return list(made)


def _series(batch: RecognitionBatch, holder: Held) -> int | None:
    """The title a review is about; none in a batch of new titles."""
    if holder.enterprise.status != EnterpriseStatus.ACTIVE:
        label = holder.enterprise.get_status_display()
        raise ActionRefused(f"企业{label}，不能列入名单")
    if batch.kind != ApplicationKind.REVIEW:
        return None
    mine = [it for it in holder.titles if it.tier == batch.tier and it.withdrawn_on is None]
    if not mine:
        raise ActionRefused(f"没有可复核的“{batch.get_tier_display()}”称号")
    return max(mine, key=lambda title: title.valid_from).series


def _listed(batch: RecognitionBatch, enterprise_ids: Collection[int]) -> list[BatchCandidate]:
    wanted = set(enterprise_ids)
    if not wanted:
        raise InputRefused(Fault("enterprises", "required", "请选择企业"))
    rows = BatchCandidate.objects.filter(batch=batch, enterprise_id__in=wanted)
    held_rows = rows.select_for_update(of=("self",), no_key=True)  # a unit may be deciding
    found = list(held_rows.select_related("enterprise").order_by("pk"))
    if missing := len(wanted) - len(found):
        detail = f"有 {missing} 家企业不在这个批次的名单中"
        raise InputRefused(Fault("enterprises", "unknown", detail))
    return found


def _told(
    candidates: Sequence[BatchCandidate],
) -> Iterator[tuple[BatchCandidate, dict[str, object]]]:
    for it in candidates:
        yield (
            it,
            {"batch": it.batch_id, "enterprise": it.enterprise_id, "state": [None, it.state]},
        )
