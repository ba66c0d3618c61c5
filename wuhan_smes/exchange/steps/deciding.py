"""What each staged row would do: the kind's word, after what the engine can tell by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import connection

from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import SourceRank, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row
from wuhan_smes.exchange.rules import BY_HAND, outranked

STANDING: Final = "SELECT subject_id, thread, field, rank FROM exchange_standing(%s, %s)"
Place = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """Which subject and matter stood where in the file already."""

    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def before(self, row: Row, decision: Decision, key: str) -> tuple[Place, bool] | None:
        """Where the same matter of the same subject stood, and whether it said the same."""
        about = hash((row.subject_id or key, decision.thread))
        said = hash(tuple(sorted((k, str(v)) for k, v in row.values.items() if k != "seq")))
        sheet, line, first = self.places.setdefault(about, (row.sheet, row.line, said))
        if (sheet, line) == (row.sheet, row.line):
            return None
        return (sheet, line), first == said


def decided(
    kind: Kind, rows: Sequence[Row], context: Context, seen: Seen
) -> Iterator[tuple[Row, Decision]]:
    """Each row with its decision, in order: the kind's, unless a better source or an earlier row
    of the file speaks against it.
    """
    decisions = list(zip(rows, kind.decide(rows, context), strict=True))
    standing = _standing(kind, [row for row, it in decisions if it.verdict == Verdict.CHANGED])
    for row, decision in decisions:
        yield row, _once(kind, row, _believed(row, decision, context, standing), seen)


def _believed(
    row: Row,
    decision: Decision,
    context: Context,
    standing: Mapping[tuple[int | None, str, str], int],
) -> Decision:
    """A change of a value that a better source gave is a conflict for a person to settle."""
    if decision.verdict != Verdict.CHANGED:
        return decision
    faults = []
    for name in decision.changes:
        rank = standing.get((row.subject_id, decision.thread, name))
        if outranked(rank, context.rank):
            better = SourceRank(BY_HAND if rank is None else rank).label
            detail = f"原值来自“{better}”，优先于本文件的“{context.rank.label}”"
            faults.append(Fault(name, "outranked", detail))
    return replace(decision, verdict=Verdict.CONFLICT, faults=faults) if faults else decision


def _once(kind: Kind, row: Row, decision: Decision, seen: Seen) -> Decision:
    """The same matter of the same subject counts once in a file."""
    if decision.verdict == Verdict.REFUSED:
        return decision
    key = kind.subject.key_of(row.values) if kind.subject and row.subject_id is None else ""
    if row.subject_id is None and not key and not decision.thread:
        return decision
    before = seen.before(row, decision, key)
    if before is None:
        return decision
    (sheet, line), same = before
    place = f"第{sheet + 1}表第{line}行"
    if same:
        return Decision(Verdict.UNCHANGED, thread=decision.thread)
    detail = f"与{place}是同一对象的同一事项，但内容不同，请只保留一行"
    return Decision.refused(Fault("", "repeated", detail))


def _standing(kind: Kind, rows: Sequence[Row]) -> dict[tuple[int | None, str, str], int]:
    ids = [row.subject_id for row in rows if row.subject_id is not None]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [kind.name, ids])
        found: list[Any] = cursor.fetchall()
    return {(subject, thread, name): rank for subject, thread, name, rank in found}
