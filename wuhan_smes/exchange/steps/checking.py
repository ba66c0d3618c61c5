"""The dry run: every row read, matched, compared and judged, and nothing changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from wuhan_smes import many_rows
from wuhan_smes.access import Access
from wuhan_smes.alongside import Alongside, alongside, slices
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
# `alone`: no other row means the same subject, so that none can repeat what this one says.
STAGED: Final = f"""
SELECT s.sheet, s.line, s.section, s."values", nullif(s.faults, '[]'),
       m.subject_id, m.how, m.doubt, m.elsewhere,
       m.subject_id IS NOT NULL AND m.subject_id NOT IN (
           SELECT subject_id FROM {staging.MATCHED} WHERE subject_id IS NOT NULL
            GROUP BY subject_id HAVING count(*) > 1) AS alone
  FROM {staging.STAGED} s LEFT JOIN {staging.MATCHED} m USING (sheet, line)
 ORDER BY s.sheet, s.line
"""  # noqa: S608 - constants
DECIDED: Final = {
    "sheet": "smallint",
    "line": "int",
    "subject_id": "bigint",
    "matched": "text",
    "verdict": "text",
    "changes": "jsonb",
    "faults": "jsonb",
    "thread": "text",
}
KEEP: Final = f"""
INSERT INTO exchange_importrow
       (of_id, jurisdiction_id, section, cells, "values", {", ".join(DECIDED)}, chosen)
SELECT %s, %s, left(s.section, 200), s.cells, s."values", given.*, ''
  FROM {{}} JOIN {staging.STAGED} s ON s.sheet = given.sheet AND s.line = given.line
"""  # noqa: S608 - constants
MATTER: Final = {
    "sheet": "smallint",
    "line": "int",
    "about": "bigint",
    "said": "bigint",
    "idle": "boolean",
}
# The same matter of the same subject counts once in a file, where it stands first. Rows that all
# say what stands already contradict nothing: the history of a fact that comes back as it left.
ONCE: Final = f"""
WITH first AS (
    SELECT DISTINCT ON (about) about, sheet, line, said FROM {staging.MATTERS}
     WHERE about IN (SELECT about FROM {staging.MATTERS} GROUP BY about
                      HAVING count(*) > 1 AND NOT bool_and(idle))
     ORDER BY about, sheet, line
)
UPDATE exchange_importrow r
   SET verdict = CASE WHEN m.said = f.said THEN 'unchanged' ELSE 'refused' END, changes = '{{}}',
       thread = CASE WHEN m.said = f.said THEN r.thread ELSE '' END,
       faults = CASE WHEN m.said = f.said THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
           'field', '', 'code', 'repeated', 'detail', format(%s, f.sheet + 1, f.line))) END
  FROM first f JOIN {staging.MATTERS} m USING (about)
 WHERE r.of_id = %s AND r.sheet = m.sheet AND r.line = m.line
   AND (m.sheet, m.line) <> (f.sheet, f.line)
"""  # noqa: S608 - constants
Kept = tuple[tuple[object, ...], tuple[object, ...] | None]


def check(import_: Import, *, access: Access, at: datetime, tell: Tell) -> None:
    """Judge every row of the file as the register stands now. Replaces an earlier check.

    Raises ActionRefused when the file cannot be read as a whole.
    """
    kind, context = kinds.get(import_.kind), context_of(import_, access=access, at=at)
    staging.make(staging.STAGED, staging.MATCHED, staging.MATTERS)
    tell(0, None, "读取文件")
    _stage(import_, access)
    total = _size(staging.STAGED)
    tell(0, total, "匹配对象")
    if kind.subject is not None:
        kind.subject.match(staging.STAGED, staging.MATCHED, context)
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [import_.pk])
    done = 0
    with alongside(total) as line:
        for portion in staging.portions("exchange_check", STAGED):
            for some in slices(_judged(kind, portion, context)):
                _keep(import_, some, line)
            done += len(portion)
            tell(done, total, "逐行检查")
    with connection.cursor() as cursor:
        cursor.execute(ONCE, [REPEATED.format(sheet="%s", line="%s"), import_.pk])
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


def _keep(import_: Import, judged: Sequence[Kept], line: Alongside) -> None:
    """Rows as they were decided, and what they are about where another may be about it too."""
    table, values = many_rows.given(DECIDED, [row for row, _ in judged])
    line.execute(KEEP.format(table), [import_.pk, import_.jurisdiction_id, *values])
    if matters := [matter for _, matter in judged if matter is not None]:
        table, values = many_rows.given(MATTER, matters)
        line.execute(f"INSERT INTO {staging.MATTERS} SELECT given.* FROM {table}", values)  # noqa: S608 - a constant


def _judged(kind: Kind, portion: Sequence[Any], context: Context) -> Iterator[Kept]:
    """Every row of the portion, in the order of the file."""
    rows: list[tuple[Row, Decision | None]] = []
    for sheet, line, section, values, faults, subject_id, _, doubt, elsewhere, _ in portion:
        row = Row(0, sheet, line, section or "", values or {}, subject_id)
        rows.append((row, _beforehand(kind, row, faults, doubt or "", bool(elsewhere))))
    asked = decided(kind, [row for row, decision in rows if decision is None], context)
    for (row, decision), (*_, how, _, _, alone) in zip(rows, portion, strict=True):
        it = next(asked)[1] if decision is None else decision
        matter = None if alone or decision else Matter.of(kind, row, it)
        place = row.sheet, row.line
        kept = (
            *place,
            row.subject_id,
            "" if row.subject_id is None else how or "",
            it.verdict.value,
            staging.as_json(it.changes),
            staging.as_json([_fault(fault) for fault in it.faults]),
            it.thread[:60],
        )
        idle = it.verdict is Verdict.UNCHANGED
        yield kept, None if matter is None else (*place, matter.about, matter.said, idle)


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
