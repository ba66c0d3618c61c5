"""Bringing the checked rows into the register: one transaction, all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from wuhan_smes import many_rows
from wuhan_smes.access import Access
from wuhan_smes.alongside import alongside, slices
from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.context import context_of
from wuhan_smes.exchange.kinds import Apply, Context, Row, Trace, kinds
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.rules import RowsMoved
from wuhan_smes.exchange.steps import staging
from wuhan_smes.exchange.steps.progress import Tell

ROWS: Final = """
SELECT id, sheet, line, section, "values", subject_id, chosen
  FROM exchange_importrow
 WHERE of_id = %s AND (verdict = ANY(%s) OR verdict = 'conflict' AND chosen = 'file' AND %s)
 ORDER BY sheet, line
"""
TRACE: Final = {
    "row_id": "bigint",
    "table": "text",
    "target_id": "bigint",
    "operation": "text",
    "subject_id": "bigint",
    "thread": "text",
    "fields": "text[]",
    "before": "jsonb",
    "after": "jsonb",
}
NAMED: Final = ", ".join(f'"{name}"' for name in TRACE)
KEEP: Final = f"""
INSERT INTO exchange_provenance
       (of_id, jurisdiction_id, kind, rank, recorded_at, {NAMED})
SELECT %s, %s, %s, %s, %s, {NAMED.replace('"fields"', "fields::text[]")} FROM
"""  # noqa: S608 - constants
WRITES: Final = [Verdict.NEW.value, Verdict.CHANGED.value]


def apply(import_: Import, *, access: Access, at: datetime, tell: Tell) -> None:
    """Write every row that can be used through the kind's own action, and keep where each value
    came from. Raises RowsMoved when the register changed since the check.
    """
    kind, context = kinds.get(import_.kind), context_of(import_, access=access, at=at)
    rows = ImportRow.objects.filter(of=import_)
    total = rows.to_write().count() + rows.filter(verdict=Verdict.TRANSFER).count()
    done = 0
    for verdicts, settled, write in (
        (WRITES, True, kind.apply),
        ([Verdict.TRANSFER.value], False, kind.transfer),
    ):
        if write is None:
            continue
        for portion in staging.portions("exchange_apply", ROWS, [import_.pk, verdicts, settled]):
            _keep(import_, _written(write, [Row(*row) for row in portion], context), at)
            done += len(portion)
            tell(done, total, "写入名录")
    import_.state, import_.step, import_.applied_at = ImportState.APPLIED, "", at
    import_.version += 1
    import_.save(update_fields=["state", "step", "applied_at", "version"])


def _written(write: Apply, rows: Sequence[Row], context: Context) -> list[Trace]:
    try:
        return list(write(rows, context))
    except ActionRefused as refusal:
        detail = f"检查之后名录有变动，整个文件未导入：{refusal.message}。请重新检查后再导入"
        raise RowsMoved(detail, **refusal.params) from refusal


def _keep(import_: Import, traces: Sequence[Trace], at: datetime) -> None:
    """Where each value came from, for good."""
    same: list[Any] = [import_.pk, import_.jurisdiction_id, import_.kind, import_.rank, at]
    with alongside(len(traces)) as line:
        for some in slices(traces):
            table, values = many_rows.given(TRACE, [_traced(it) for it in some])
            line.execute(KEEP + table, [*same, *values])


def _traced(it: Trace) -> tuple[object, ...]:
    return (
        it.row_id,
        it.table,
        it.target_id,
        it.operation.value,
        it.subject_id,
        it.thread[:60],
        many_rows.array(it.fields, "text"),
        staging.as_json(it.before),
        staging.as_json(it.after),
    )
