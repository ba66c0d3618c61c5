"""The dry run: every row read, matched, compared and judged, and nothing changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from wuhan_smes.access import Access
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.context import context_of, on_disk, spec_of
from wuhan_smes.exchange.counting import recount
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row, kinds
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.reading import parser_process
from wuhan_smes.exchange.steps import staging
from wuhan_smes.exchange.steps.deciding import REPEATED, Matter, decided
from wuhan_smes.exchange.steps.progress import Tell
from wuhan_smes.exchange.steps.unreadable import refused_as_unreadable

FORGET: Final = "DELETE FROM exchange_importrow WHERE of_id = %s"
STAGED: Final = f"""
SELECT s.sheet, s.line, s.section, s."values", nullif(s.faults, '[]'),
       m.subject_id, m.doubt, m.elsewhere
  FROM {staging.STAGED} s LEFT JOIN {staging.MATCHED} m USING (sheet, line)
 ORDER BY s.sheet, s.line
"""  # noqa: S608 - constants
KEEP: Final = f"""
INSERT INTO exchange_importrow
       (of_id, jurisdiction_id, sheet, line, section, cells, "values", subject_id, matched,
        verdict, changes, faults, thread, chosen)
SELECT %s, %s, s.sheet, s.line, left(s.section, 200), s.cells, s."values", m.subject_id,
       CASE WHEN m.subject_id IS NULL THEN '' ELSE coalesce(m.how, '') END,
       d.verdict, d.changes, d.faults, d.thread, ''
  FROM {staging.STAGED} s
  JOIN {staging.DECIDED} d USING (sheet, line)
  LEFT JOIN {staging.MATCHED} m USING (sheet, line)
"""  # noqa: S608 - constants


# The same matter of the same subject counts once in a file, where it stands first. Rows that all
# say what stands already contradict nothing: the history of a fact that comes back as it left.
ONCE: Final = f"""
UPDATE {staging.DECIDED} d
   SET verdict = CASE WHEN d.said = f.said THEN 'unchanged' ELSE 'refused' END, changes = '{{}}',
       thread = CASE WHEN d.said = f.said THEN d.thread ELSE '' END,
       faults = CASE WHEN d.said = f.said THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
           'field', '', 'code', 'repeated', 'detail', format(%s, f.sheet + 1, f.line))) END
  FROM (SELECT DISTINCT ON (about) about, sheet, line, said FROM {staging.DECIDED}
         WHERE about IN (SELECT about FROM {staging.DECIDED} GROUP BY about
                          HAVING count(*) > 1 AND bool_or(verdict <> 'unchanged'))
         ORDER BY about, sheet, line) f
 WHERE d.about = f.about AND (d.sheet, d.line) <> (f.sheet, f.line)
"""  # noqa: S608 - constants


def check(import_: Import, *, access: Access, at: datetime, tell: Tell) -> None:
    """Judge every row of the file as the register stands now. Replaces an earlier check.

    Raises ActionRefused when the file cannot be read as a whole.
    """
    kind, context = kinds.get(import_.kind), context_of(import_, access=access, at=at)
    staging.make(staging.STAGED, staging.MATCHED, staging.DECIDED)
    tell(0, None, "读取文件")
    _stage(import_, access)
    total = _size(staging.STAGED)
    tell(0, total, "匹配对象")
    if kind.subject is not None:
        kind.subject.match(staging.STAGED, staging.MATCHED, context)
    done = 0
    for portion in staging.portions("exchange_check", STAGED):
        staging.put(staging.DECIDED, _judged(kind, portion, context))
        done += len(portion)
        tell(done, total, "逐行检查")
    with connection.cursor() as cursor:
        cursor.execute(ONCE, [REPEATED.format(sheet="%s", line="%s")])
        cursor.execute(FORGET, [import_.pk])
        cursor.execute(KEEP, [import_.pk, import_.jurisdiction_id])
    import_.state, import_.step, import_.checked_at = ImportState.CHECKED, "", at
    import_.version += 1
    recount(import_)
    import_.save(update_fields=["state", "step", "checked_at", "version", "counts"])


def _stage(import_: Import, access: Access) -> None:
    spec = spec_of(import_, access=access)
    with (
        refused_as_unreadable(),
        on_disk(import_) as path,
        parser_process.rows(path, spec) as lines,
    ):
        staging.pour(staging.STAGED, lines)


def _judged(kind: Kind, portion: Sequence[Any], context: Context) -> Iterator[tuple[object, ...]]:
    """Rows for the table of decisions, in the order of the file."""
    rows: list[tuple[Row, Decision | None]] = []
    for sheet, line, section, values, faults, subject_id, doubt, elsewhere in portion:
        row = Row(0, sheet, line, section or "", values or {}, subject_id)
        rows.append((row, _beforehand(kind, row, faults, doubt or "", bool(elsewhere))))
    asked = [row for row, decision in rows if decision is None]
    told = {id(row): decision for row, decision in decided(kind, asked, context)}
    for row, decision in rows:
        it = told[id(row)] if decision is None else decision
        matter = Matter.of(kind, row, it) if decision is None else None
        yield (
            row.sheet,
            row.line,
            it.verdict.value,
            staging.as_json(it.changes),
            staging.as_json([_fault(fault) for fault in it.faults]),
            it.thread[:60],
            None if matter is None else matter.about,
            None if matter is None else matter.said,
        )


def _beforehand(
    kind: Kind, row: Row, faults: Sequence[Any] | None, doubt: str, elsewhere: bool
) -> Decision | None:
    """What the engine can say before the kind is asked."""
    if faults:
        return Decision(
            Verdict.REFUSED,
            faults=[Fault(it.get("field") or "", it["code"], it["detail"]) for it in faults],
        )
    if kind.subject is None:
        return None
    if elsewhere:
        if kind.transfer is not None:
            detail = "由其他单位管理：导入后向其管理单位提出迁移申请，不修改其数据"
            return Decision(Verdict.TRANSFER, faults=[Fault("", "elsewhere", detail)])
        return Decision.refused(
            Fault("", "elsewhere", "由其他单位管理，不能导入；如已迁入请先提出迁移申请")
        )
    if doubt:
        return Decision(Verdict.DOUBTFUL, faults=[Fault("", "doubtful", doubt)])
    if row.subject_id is None and not kind.creates:
        detail = f"{kind.subject.label}名录中没有找到，请选择对应的{kind.subject.label}"
        return Decision(Verdict.DOUBTFUL, faults=[Fault("", "not_found", detail)])
    return None


def _fault(fault: Fault) -> dict[str, str]:
    return {"field": fault.field, "code": fault.code, "detail": fault.detail}


def _size(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a constant
        return int((cursor.fetchone() or (0,))[0])
