"""What a person decides about single rows of a checked file."""

import json
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.exchange import rules
from wuhan_smes.exchange.actions.held import idle
from wuhan_smes.exchange.choices import ConflictChoice, ImportState, Matched, Verdict
from wuhan_smes.exchange.context import context_of
from wuhan_smes.exchange.counting import recount
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row, kinds
from wuhan_smes.exchange.models import Import, ImportRow, MatchChoice
from wuhan_smes.exchange.querysets import ImportRowQuerySet
from wuhan_smes.exchange.steps.deciding import Matter, decided, repeated
from wuhan_smes.exchange.steps.staging import as_json


@transaction.atomic
def choose(
    import_id: int,
    row_id: int,
    *,
    access: Access,
    at: datetime,
    subject_id: int | None,
    remember: bool = True,
    expected_version: int | None = None,
) -> ImportRow:
    """Whom a doubtful row means; None says: nobody in the register. Remembered for the unit."""
    import_ = idle(import_id, access=access, expected_version=expected_version)
    rules.require_state(import_.state, ImportState.CHECKED, act="选择对象")
    kind, context = kinds.get(import_.kind), context_of(import_, access=access, at=at)
    row = ImportRow.objects.filter(of=import_).select_for_update().get(pk=row_id)
    if kind.subject is None or (row.verdict != Verdict.DOUBTFUL and not row.matched):
        raise ActionRefused("该行不需要选择对象")
    if subject_id is not None and not kind.subject.shown([subject_id], context):
        raise InputRefused(Fault("subject", "unknown", f"没有这个{kind.subject.label}"))
    before = row.subject_id
    row.subject_id = subject_id
    row.matched = Matched.CHOSEN if subject_id is not None else ""
    decision = _decision(kind, row, context)
    row.verdict, row.thread = decision.verdict, decision.thread
    row.changes = json.loads(as_json(dict(decision.changes)))  # days are written as in a check
    row.faults = [{"field": f.field, "code": f.code, "detail": f.detail} for f in decision.faults]
    row.chosen = ""
    row.save()
    _recounted(import_)
    if remember:
        _remember(import_, kind, row, access, at)
    changes = {"row": str(row), "subject_id": [before, subject_id]}
    trail.record("import.choose", import_, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def settle(
    import_id: int,
    *,
    access: Access,
    at: datetime,
    chosen: str,
    row_ids: Collection[int] | None = None,
    expected_version: int | None = None,
) -> Import:
    """Which side conflicting rows follow: the file, or what stands. None means all of them."""
    import_ = idle(import_id, access=access, expected_version=expected_version)
    rules.require_state(import_.state, ImportState.CHECKED, act="处理冲突")
    if chosen not in ConflictChoice.values:
        raise InputRefused(
            Fault("chosen", "unknown", "请选择采用文件值（file）或保留原值（register）")
        )
    rows = ImportRow.objects.filter(of=import_, verdict=Verdict.CONFLICT)
    if row_ids is not None:
        rows = rows.filter(pk__in=set(row_ids))
        if rows.count() != len(set(row_ids)):
            raise InputRefused(Fault("rows", "unknown", "有的行不存在或没有冲突"))
    settled = rows.update(chosen=chosen)
    if not settled:
        raise ActionRefused("没有需要处理的冲突")
    import_.step = ""
    import_.version += 1
    import_.save(update_fields=["step", "version"])
    changes = {"chosen": chosen, "rows": settled}
    trail.record("import.settle", import_, access=access, at=at, changes=changes)
    return import_


def _decision(kind: Kind, row: ImportRow, context: Context) -> Decision:
    """The row judged anew with its subject, as the check would have."""
    if row.subject_id is None and not kind.creates:
        detail = "已确认名录中没有，请先登记再导入这一行"
        return Decision.refused(Fault("", "not_registered", detail))
    one = _plain(row)
    decision = next(decision for _, decision in decided(kind, [one], context))
    matter = Matter.of(kind, one, decision)
    for other in _others(row) if matter is not None else ():
        if other.verdict == decision.verdict == Verdict.UNCHANGED:
            continue
        first = _plain(other)
        before = Matter.of(kind, first, Decision(Verdict(other.verdict), thread=other.thread))
        if before is not None and matter is not None and before.about == matter.about:
            return repeated(decision, first, same=before.said == matter.said)
    return decision


def _others(row: ImportRow) -> ImportRowQuerySet:
    """The other rows of the file that are of some use and mean the same subject, in order."""
    mine = ImportRow.objects.filter(of_id=row.of_id, subject_id=row.subject_id)
    useful = mine.exclude(verdict__in=[Verdict.REFUSED, Verdict.DOUBTFUL]).exclude(pk=row.pk)
    return (useful if row.subject_id is not None else mine.none()).order_by("sheet", "line")


def _plain(row: ImportRow) -> Row:
    return Row(row.pk, row.sheet, row.line, row.section, dict(row.values), row.subject_id)


def _recounted(import_: Import) -> None:
    recount(import_)
    import_.step = ""
    import_.version += 1
    import_.save(update_fields=["step", "counts", "version"])


def _remember(import_: Import, kind: Kind, row: ImportRow, access: Access, at: datetime) -> None:
    if kind.subject is None or not (key := kind.subject.key_of(row.values)):
        return
    MatchChoice.objects.update_or_create(
        subject=kind.subject.name,
        key=key[:220],
        jurisdiction_id=import_.jurisdiction_id,
        defaults={
            "subject_id": row.subject_id,
            "chosen_by_name": access.actor_name,
            "chosen_at": at,
        },
    )
