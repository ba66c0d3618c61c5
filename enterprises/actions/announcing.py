"""Taking an announcement back that should not have been made: nothing is deleted, every title gets
a version that says how it stood before.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from enterprises.actions.batches import held_batch, saved
from enterprises.actions.title_undoing import Step, changed_since, columns_of, take_back
from enterprises.actions.title_versions import NAMED_AT_MOST, as_row
from enterprises.choices import BatchStage, CandidateState
from enterprises.models import BatchCandidate, Recognition, RecognitionBatch
from enterprises.rules import batches as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


@transaction.atomic
def retract(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> RecognitionBatch:
    """The batch is on public notice again; every title stands as before it was announced. Refused
    as soon as one of them was changed by anybody since.
    """
    batch = held_batch(batch_id, access, expected_version)
    rules.require_announced(batch.stage)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤回公布的理由"))
    rows = BatchCandidate.objects.within(access.reach(Capability.TITLE_EDIT)).filter(batch=batch)
    lines = list(rows.select_related("enterprise").order_by("pk"))
    ids = [version for line in lines for version in line.written]
    if not ids:
        raise ActionRefused("该批次不是在系统内公布的，请逐个更正或终止称号")
    _require_untouched(lines, ids)
    words = f"撤回{batch.name}的公布：{reason.strip()}"[:200]
    take_back(_steps(ids), access=access, at=at, reason=words)
    passed = rows.filter(state=CandidateState.PASSED)
    passed.update(state=CandidateState.PUBLICISED, changed_at=at, version=F("version") + 1)
    rows.update(written=[])
    values = {"stage": BatchStage.PUBLICISED, "announced_on": None, "announced_by": None}
    told = {"titles": len(ids), "reason": reason.strip(), "on": timezone.localdate(at)}
    return saved(batch, values, "batch.retract", access, at, **told)


def _require_untouched(lines: Sequence[BatchCandidate], ids: Sequence[int]) -> None:
    if touched := changed_since(ids):
        told = [
            f"{line.enterprise.name}：{touched[version]}"
            for line in lines
            for version in line.written
            if version in touched
        ]
        named = "；".join(told[:NAMED_AT_MOST])
        raise ActionRefused(f"有 {len(touched)} 个称号公布后又有变动，不能整批撤回：{named}")


def _steps(ids: Sequence[int]) -> list[Step]:
    """Every version written, with the columns it changed; a title that was new has none before."""
    written = list(Recognition.objects.filter(pk__in=ids).order_by("pk"))
    before = {
        (row.series, row.version + 1): row
        for row in Recognition.objects.filter(series__in=[row.series for row in written])
    }
    return [
        Step(row.pk, _changed(before[row.series, row.version], row) if row.version > 1 else None)
        for row in written
    ]


def _changed(before: Recognition, after: Recognition) -> dict[str, object]:
    return columns_of(as_row(before), as_row(after))[0]
