"""Taking an import back: what it added goes, what it replaced returns; unless touched since."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState, Operation
from wuhan_smes.exchange.context import context_of
from wuhan_smes.exchange.kinds import Trace, kinds
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.rules import NAMED_AT_MOST, NotRevertible
from wuhan_smes.exchange.steps import staging
from wuhan_smes.exchange.steps.progress import Tell

TRACES: Final = """
SELECT row_id, "table", target_id, operation, subject_id, thread, fields, before, after
  FROM exchange_provenance WHERE of_id = %s ORDER BY id {}
"""
LISTED_AT_MOST: Final = 1_000


def revert(import_: Import, *, access: Access, at: datetime, tell: Tell) -> None:
    """Undo every trace, the last one first. Raises NotRevertible naming rows changed since."""
    kind, context = kinds.get(import_.kind), context_of(import_, access=access, at=at)
    total = import_.traces.count()
    tell(0, total, "核对改动")
    touched = touched_rows(import_)
    if touched:
        told = "；".join(f"{place}：{why}" for place, why in list(touched.items())[:NAMED_AT_MOST])
        more = f" 等 {len(touched)} 行" if len(touched) > NAMED_AT_MOST else ""
        raise NotRevertible(f"导入后已被修改，不能撤回：{told}{more}", rows=len(touched))
    done = 0
    for traces in _portions(import_, "DESC"):
        kind.undo(traces, context)
        done += len(traces)
        tell(done, total, "撤回")
    import_.state, import_.step, import_.reverted_at = ImportState.REVERTED, "", at
    import_.version += 1
    import_.save(update_fields=["state", "step", "reverted_at", "version"])


def touched_rows(import_: Import) -> dict[str, str]:
    """Where in the file stood what somebody changed since, and how; the first thousand."""
    kind = kinds.get(import_.kind)
    found: dict[int, str] = {}
    for traces in _portions(import_, "ASC"):
        found |= kind.touched(traces)
        if len(found) >= LISTED_AT_MOST:
            break
    places = ImportRow.objects.filter(of=import_, pk__in=found).order_by("sheet", "line")
    return {str(row): found[row.pk] for row in places[:LISTED_AT_MOST]}


def _portions(import_: Import, order: str) -> Iterator[list[Trace]]:
    query = TRACES.format(order)
    for portion in staging.portions("exchange_traces", query, [import_.pk]):
        yield [
            Trace(row, table, target, Operation(operation), subject, thread, fields, before, after)
            for row, table, target, operation, subject, thread, fields, before, after in portion
        ]
