"""A short list taken while the person waits: read, judged and written, all of it or nothing.

For people who have no imports of their own, as departments. What a row means is the kind's, as with
every list; of the file nothing is kept but what each row says of its source.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import connection, transaction

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, Fault
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.context import spec_for
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row
from wuhan_smes.exchange.reading import parser_process
from wuhan_smes.exchange.steps import staging
from wuhan_smes.exchange.steps.reading import proposed
from wuhan_smes.exchange.steps.unreadable import FileRefused, refused_as_unreadable

MOST_ROWS: Final = 500
MOST_BYTES: Final = 2 * 2**20
LIMITS: Final = {"rows": 5_000, "file_bytes": 16 * 2**20, "seconds": 20, "cpu_seconds": 15}
TOO_LONG: Final = f"即时登记每次最多 {MOST_ROWS} 行、2 MB，请拆分后分次上传"
REPEATED: Final = "与第{}行是同一事项，请只保留一行"
WRITTEN: Final = (Verdict.NEW, Verdict.CHANGED)
STAGED: Final = f"""SELECT sheet, line, section, "values", faults FROM {staging.STAGED}
 ORDER BY sheet, line LIMIT {MOST_ROWS + 1}"""  # noqa: S608 - constants
# Whom each row is about, by its place in the list; a row that is about nobody is left out.
Subjects = Callable[[Sequence[Row]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row, by its line in the file."""

    line: int
    verdict: Verdict
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """Every row of a list; with one refused nothing of it was written."""

    lines: Sequence[Line]

    @property
    def refused(self) -> list[Line]:
        return [it for it in self.lines if it.verdict not in (*WRITTEN, Verdict.UNCHANGED)]

    def count(self, verdict: str) -> int:
        return sum(it.verdict == verdict for it in self.lines)


@transaction.atomic
def take(
    kind: Kind,
    *,
    file_name: str,
    data: bytes,
    access: Access,
    at: datetime,
    unit_id: int,
    answers: Mapping[str, str] | None = None,
    subjects: Subjects | None = None,
) -> Taken:
    """Write a list through the kind's own actions if every row of it can be.

    Raises ActionRefused for a file that cannot be read as a whole or is too long.
    """
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-150:] or "未命名"
    context = Context(0, access, at, f"《{name}》"[:150], kind.rank, unit_id, answers or {})
    spec = spec_for(kind, access=access, unit_id=unit_id)
    spec |= {"file_name": name, "answers": dict(context.answers), "limits": LIMITS}
    read = list(_read(data, spec))
    rows = [row for row, _ in read]
    if kind.subject is not None and subjects is not None:
        for row_id, subject_id in subjects(rows).items():
            rows[row_id].subject_id = subject_id
    judged = list(_judged(kind, read, context))
    taken = Taken([Line(row.line, it.verdict, it.faults) for row, it in judged])
    if not taken.refused:
        list(kind.apply([row for row, it in judged if it.verdict in WRITTEN], context))
    return taken


def _read(data: bytes, spec: dict[str, Any]) -> Iterator[tuple[Row, Sequence[Fault]]]:
    """The rows of the file, typed, each with what the reader found wrong in it."""
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_LONG)
    staging.make(staging.STAGED)
    with TemporaryDirectory(prefix="list-") as folder, refused_as_unreadable():
        path = Path(folder) / "file"
        path.write_bytes(data)
        layout = parser_process.look(path, spec)
        if not layout["complete"]:
            raise FileRefused(_open(layout))
        with parser_process.rows(path, {**spec, "columns": proposed(layout)}) as lines:
            staging.pour(staging.STAGED, lines)
    with connection.connection.cursor() as cursor:
        cursor.adapters.register_loader("jsonb", staging.FastJson)
        found = cursor.execute(STAGED).fetchall()
    if not found:
        raise FileRefused("表中没有可登记的行，请检查后重新上传")
    if len(found) > MOST_ROWS:
        raise FileRefused(TOO_LONG)
    for n, (sheet, line, section, values, faults) in enumerate(found):
        told = [Fault(it.get("field") or "", it["code"], it["detail"]) for it in faults or ()]
        yield Row(n, sheet, line, section or "", values or {}, None), told


def _open(layout: Mapping[str, Any]) -> str:
    """What the file leaves open, in the reader's words; a template leaves nothing open."""
    asked = "；".join(question["why"] for question in layout["questions"])
    return f"{asked or '有的列认不出是什么'}。请按空白模板填写后重新上传"


def _judged(
    kind: Kind, read: Sequence[tuple[Row, Sequence[Fault]]], context: Context
) -> Iterator[tuple[Row, Decision]]:
    """Each row with what it would do; the same matter stands once in a list."""
    before = {row.id: it for row, faults in read if (it := _beforehand(kind, row, faults))}
    asked = iter(kind.decide([row for row, _ in read if row.id not in before], context))
    first: dict[tuple[int | None, str], int] = {}
    for row, _ in read:
        decision = before.get(row.id) or next(asked)
        matter = row.subject_id, decision.thread
        if decision.verdict != Verdict.REFUSED and first.setdefault(matter, row.line) != row.line:
            decision = Decision.refused(Fault("", "repeated", REPEATED.format(first[matter])))
        yield row, decision


def _beforehand(kind: Kind, row: Row, faults: Sequence[Fault]) -> Decision | None:
    if faults:
        return Decision.refused(*faults)
    if kind.subject is not None and row.subject_id is None:
        detail = f"没有找到可登记的{kind.subject.label}，请核对统一社会信用代码"
        return Decision.refused(Fault("", "not_found", detail))
    return None


def refused_as_a_whole(taken: Taken) -> ActionRefused | None:
    """The refusal to show above the rows of a list of which nothing was written."""
    if not taken.refused:
        return None
    return ActionRefused(f"有 {len(taken.refused)} 行不能登记，整张表没有登记")
