"""The units' part of a batch: decide on every line of one's own, report, be asked again.

A unit cannot hold the batch, which is the city's; it holds its own part of it, and so does the city
whenever the batch goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from enterprises.actions.batches import held_batch
from enterprises.actions.title_versions import refuse_together
from enterprises.choices import CandidateState
from enterprises.models import BatchCandidate, BatchUnit, Recognition
from enterprises.rules import batches as batch_rules
from enterprises.rules import recommending as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

EDIT = Capability.CULTIVATION_EDIT


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit says of one enterprise."""

    state: str
    note: str = ""
    rank: int | None = None


@transaction.atomic
def allot(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    quotas: Mapping[int, int | None],
    expected_version: int | None = None,
) -> list[BatchUnit]:
    """How many each unit may recommend; None: as many as it likes. Not once it has reported."""
    batch = held_batch(batch_id, access, expected_version)
    rules.require_frozen(batch.stage, batch.frozen_on)
    units = list(BatchUnit.objects.filter(batch=batch, jurisdiction_id__in=quotas).held())
    if not quotas or len(units) < len(quotas):
        raise InputRefused(Fault("quotas", "unknown", "请选择参加推荐的单位"))
    told = []
    for unit in units:
        wanted = quotas[unit.jurisdiction_id]
        if wanted is not None and wanted < 0:
            raise InputRefused(Fault("quotas", "negative", "名额不能为负"))
        if unit.submitted_at is not None:
            raise TransitionRefused(f"{unit.jurisdiction.name}已报送推荐，请先退回再改名额")
        told.append((unit, {"quota": [unit.quota, wanted]}))
        unit.quota, unit.version = wanted, unit.version + 1
    BatchUnit.objects.bulk_update(units, ["quota", "version"])
    trail.record_set("batch.allot", told, access=access, at=at)
    return units


@transaction.atomic
def recommend(
    batch_id: int, *, access: Access, at: datetime, said: Mapping[int, Word]
) -> list[BatchCandidate]:
    """What a unit decides on enterprises of its own, again and again until it reports; all or none.
    After the last day only the city decides.
    """
    rows = BatchCandidate.objects.within(access.reach(EDIT)).filter(batch_id=batch_id)
    mine = rows.filter(enterprise_id__in=said)
    units = set(mine.values_list("jurisdiction_id", flat=True))
    for unit in units:
        _held_part(batch_id, unit, access, at)
    lines = list(mine.select_related("enterprise", "batch").order_by("pk"))
    if not said or len(lines) < len(said):
        raise InputRefused(Fault("enterprises", "unknown", "有企业不在名单中或不由您推荐"))
    refused: dict[str, ActionRefused] = {}
    for line in lines:
        word = said[line.enterprise_id]
        try:
            rules.require_decision(
                line.state,
                word.state,
                kind=line.batch.kind,
                excluded=line.excluded,
                note=word.note,
                rank=word.rank,
            )
        except ActionRefused as refusal:
            refused[line.enterprise.name] = refusal
    refuse_together(refused)
    told = []
    for line in lines:
        word = said[line.enterprise_id]
        told.append((line, {"state": [line.state, word.state], "rank": word.rank}))
        line.state, line.rank, line.note = word.state, word.rank, word.note.strip()[:200]
        line.changed_at, line.version = at, line.version + 1
    fields = ["state", "rank", "note", "changed_at", "version"]
    BatchCandidate.objects.bulk_update(lines, fields, batch_size=2_000)
    trail.record_set("batch.recommend", told, access=access, at=at)
    return lines


@transaction.atomic
def submit(batch_id: int, *, access: Access, at: datetime, jurisdiction_id: int) -> BatchUnit:
    """The unit reports: every line of its own decided, within its quota, in its order."""
    part = _held_part(batch_id, jurisdiction_id, access, at)
    rows = BatchCandidate.objects.within(access.reach(EDIT)).filter(
        batch_id=batch_id, jurisdiction_id=jurisdiction_id
    )
    lines = list(rows.select_related("enterprise").order_by("rank", "pk"))
    if left := [line for line in lines if line.state in batch_rules.OPEN]:
        raise ActionRefused(f"还有 {len(left)} 家没有决定是否推荐，如{left[0].enterprise.name}")
    chosen = [line for line in lines if line.state == CandidateState.RECOMMENDED]
    rules.require_within_quota(part.quota, [line.rank for line in chosen])
    rules.require_order(part.batch.tier, _holding_first(part, chosen, at))
    part.submitted_at, part.submitted_by_name = at, access.actor_name or "系统"
    part.version += 1
    part.save(update_fields=["submitted_at", "submitted_by_name", "version"])
    changes = {"batch": batch_id, "recommended": len(chosen), "of": len(lines)}
    trail.record("batch.submit", part, access=access, at=at, changes=changes)
    return part


@transaction.atomic
def hand_back(
    batch_id: int, *, access: Access, at: datetime, jurisdiction_id: int, reason: str
) -> BatchUnit:
    """The city asks a unit to decide again."""
    batch = held_batch(batch_id, access)
    rules.require_frozen(batch.stage, batch.frozen_on)
    part = BatchUnit.objects.filter(batch=batch, jurisdiction_id=jurisdiction_id).held().get()
    if part.submitted_at is None:
        raise TransitionRefused("该单位尚未报送，无需退回")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明退回理由"))
    part.submitted_at, part.submitted_by_name = None, ""
    part.version += 1
    part.save(update_fields=["submitted_at", "submitted_by_name", "version"])
    changes = {"batch": batch_id, "reason": reason.strip()}
    trail.record("batch.hand_back", part, access=access, at=at, changes=changes)
    return part


def _held_part(batch_id: int, unit_id: int, access: Access, at: datetime) -> BatchUnit:
    """The unit's part, locked, while it may still decide. Raises DoesNotExist out of reach."""
    reach = access.reach(EDIT)
    rows = BatchUnit.objects.within(reach).filter(batch_id=batch_id, jurisdiction_id=unit_id)
    part = rows.select_related("batch").held().first()
    if part is None:
        raise BatchUnit.DoesNotExist(f"unit {unit_id} has no part in batch {batch_id}")
    part.batch.refresh_from_db()
    rules.require_frozen(part.batch.stage, part.batch.frozen_on)
    until = part.batch.recommend_until
    rules.require_in_time(until, today=timezone.localdate(at), city=reach.everywhere)
    if part.submitted_at is not None:
        raise TransitionRefused("本单位已报送推荐，如需修改请联系市经信局退回")
    return part


def _holding_first(
    part: BatchUnit, chosen: list[BatchCandidate], at: datetime
) -> list[tuple[str, bool]]:
    """Who was chosen, in order, and whether he holds the title that goes first."""
    first = rules.FIRST_BY_TIER.get(part.batch.tier)
    titles = Recognition.objects.in_force(on=timezone.localdate(at)).filter(
        tier=first or "", enterprise_id__in=[line.enterprise_id for line in chosen]
    )
    holders = set(titles.values_list("enterprise_id", flat=True))
    ranked = [line for line in chosen if line.rank is not None]
    return [(line.enterprise.name, line.enterprise_id in holders) for line in ranked]
