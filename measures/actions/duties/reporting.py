"""A unit's word on a commitment for a quarter, with the files that show it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from measures.choices import ProgressState
from measures.models import Commitment, CommitmentUnit, ProgressEntry, ProgressEvidence
from measures.queries.duties import seen
from measures.queries.targets.progress import is_counted
from measures.rules import duties as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.files.attachments import Attached, read_attachment
from wuhan_smes.files.storing import store

MOST_FILES: Final = 10
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Word:
    """What a list says of one commitment; lists bring no files."""

    commitment_id: int
    agency_id: int
    quarter_on: date
    text: str
    figure: Decimal | None = None


@transaction.atomic
def report(
    commitment_id: int,
    *,
    access: Access,
    at: datetime,
    agency_id: int,
    quarter_on: date,
    text: str,
    figure: Decimal | None = None,
    evidence: Sequence[File] = (),
) -> ProgressEntry:
    """Sign one quarter's progress; what was returned is told anew, the files sent before stay.

    Refuses a second word while the first waits or stands, a quarter that has not begun, and a
    figure of what the product counts itself.
    """
    reach = access.reach(Capability.PROGRESS_REPORT)
    unit = (
        CommitmentUnit.objects.select_related("agency", "commitment__clause")
        .filter(commitment_id=commitment_id, agency_id=agency_id)
        .first()
    )
    if unit is None or not seen(unit.agency, reach):
        raise Commitment.DoesNotExist("the commitment is not of a unit in reach")
    said = text.strip()
    _require_sayable(unit.commitment, quarter_on, said, at)
    if figure is not None and is_counted(unit.commitment.clause):
        detail = "该任务的完成数由系统计算，不用填报；请填写进展文字"
        raise InputRefused(Fault("figure", "counted", detail))
    read = [read_attachment(name, data) for name, data in evidence]
    of = {"commitment": unit.commitment, "agency": unit.agency, "quarter_on": quarter_on}
    rows = ProgressEntry.objects.within(reach).filter(**of)
    entry = rows.select_for_update(of=("self",), no_key=True).first()
    if entry is None:
        entry = ProgressEntry(**of, jurisdiction_id=unit.agency.jurisdiction_id)
    elif entry.state != ProgressState.RETURNED:
        raise ActionRefused("本季度已经报送；如需修改，请市级退回后重报")
    entry.figure, entry.text, entry.state = figure, said[:1000], ProgressState.SUBMITTED
    entry.reason, entry.judged_at, entry.judged_by_name = "", None, ""
    entry.signed_by_id, entry.signed_by_name = access.actor_id, access.actor_name[:150]
    entry.submitted_at = at
    entry.version += 1 if entry.pk else 0
    _save(entry)
    _keep(entry, unit.agency, read, access, at)
    changes = {"quarter": quarter_on, "figure": figure, "text": said, "files": len(read)}
    trail.record("progress.report", entry, access=access, at=at, changes=changes)
    return entry


@transaction.atomic
def report_set(words: Sequence[Word], *, access: Access, at: datetime) -> list[ProgressEntry]:
    """Sign what a list tells, all or none, each as `report` signs one."""
    return [
        report(
            it.commitment_id,
            access=access,
            at=at,
            agency_id=it.agency_id,
            quarter_on=it.quarter_on,
            text=it.text,
            figure=it.figure,
        )
        for it in words
    ]


@transaction.atomic
def take_back_set(
    entry_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[ProgressEntry]:
    """Words nobody judged yet go back to the units that signed them, all or none; they are told
    anew as returned ones are.
    """
    said = reason.strip()
    if not said:
        raise InputRefused(Fault("reason", "required", "请写明撤回理由"))
    reach = access.reach(Capability.PROGRESS_REPORT)
    mine = ProgressEntry.objects.within(reach).filter(pk__in=entry_ids).order_by("pk")
    rows = list(mine.select_for_update(of=("self",), no_key=True))
    if len(rows) != len(set(entry_ids)):
        raise ProgressEntry.DoesNotExist("not all words are within reach")
    if any(row.state != ProgressState.SUBMITTED for row in rows):
        raise ActionRefused("有的进展已由市级审核或退回，不能撤回，请刷新后重试")
    for row in rows:
        row.state, row.reason = ProgressState.RETURNED, said[:300]
        row.judged_by_name, row.judged_at = (access.actor_name or "系统")[:150], at
        row.version += 1
    ProgressEntry.objects.bulk_update(
        rows, ["state", "reason", "judged_by_name", "judged_at", "version"]
    )
    entries = [(row, {"reason": said}) for row in rows]
    trail.record_set("progress.take_back", entries, access=access, at=at)
    return rows


def _save(entry: ProgressEntry) -> None:
    """Of two who tell the same quarter at once the second is refused."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ActionRefused("本季度已经报送，请刷新查看") from error
        raise


def _require_sayable(row: Commitment, quarter_on: date, said: str, at: datetime) -> None:
    if not said:
        raise InputRefused(Fault("text", "required", "请填写进展"))
    if quarter_on != rules.quarter_of(quarter_on):
        raise InputRefused(Fault("quarter_on", "not_a_quarter", "请选择季度首日"))
    if quarter_on > timezone.localdate(at):
        raise InputRefused(Fault("quarter_on", "in_the_future", "季度尚未开始"))
    if not rules.owed(row.starts_on, quarter_on):
        raise ActionRefused("该任务在这个季度尚未启动")


def _keep(
    entry: ProgressEntry, agency: Agency, files: Sequence[Attached], access: Access, at: datetime
) -> None:
    """The same file again is the first one."""
    known = set(entry.evidence.values_list("sha256", flat=True))
    fresh = {hashlib.sha256(it.data).hexdigest(): it for it in files}
    if len(known | fresh.keys()) > MOST_FILES:
        detail = f"每条进展最多 {MOST_FILES} 个佐证文件"
        raise InputRefused(Fault("evidence", "too_many", detail))
    for sha256, it in fresh.items():
        if sha256 in known:
            continue
        file = store(
            it.name,
            it.media_type,
            [it.data],
            access=access,
            at=at,
            jurisdiction_id=agency.jurisdiction_id,
        )
        ProgressEvidence.objects.create(
            entry=entry,
            agency=agency,
            jurisdiction_id=agency.jurisdiction_id,
            file=file,
            name=it.name[:150],
            sha256=sha256,
            added_by_name=access.actor_name[:150],
            added_at=at,
        )
