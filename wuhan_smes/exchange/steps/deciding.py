"""What each staged row would do: the kind's word, after what the engine can tell by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection

from wuhan_smes.alongside import slices
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import SourceRank, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Kind, Row
from wuhan_smes.exchange.rules import BY_HAND, outranked

STANDING: Final = "SELECT subject_id, thread, field, rank FROM exchange_standing(%s, %s)"
REPEATED: Final = "与第{sheet}表第{line}行是同一对象的同一事项，但内容不同，请只保留一行"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a row is about and what it says of it, each as a number; a list tells a matter once."""

    about: int
    said: int

    @classmethod
    def of(cls, kind: Kind, row: Row, decision: Decision) -> "Matter | None":
        """None where a row is about nothing that another could repeat."""
        if decision.verdict == Verdict.REFUSED:
            return None
        key = kind.subject.key_of(row.values) if kind.subject and row.subject_id is None else ""
        if row.subject_id is None and not key and not decision.thread:
            return None
        words = sorted((name, str(value)) for name, value in row.values.items())
        return cls(hash((row.subject_id or key, decision.thread)), hash(tuple(words)))


def repeated(decision: Decision, first: Row, *, same: bool) -> Decision:
    """What becomes of a row whose matter stands in `first`."""
    if same:
        return Decision(Verdict.UNCHANGED, thread=decision.thread)
    detail = REPEATED.format(sheet=first.sheet + 1, line=first.line)
    return Decision.refused(Fault("", "repeated", detail))


def decided(kind: Kind, rows: Sequence[Row], context: Context) -> Iterator[tuple[Row, Decision]]:
    """Each row with its decision, in order: the kind's, unless a better source says otherwise.
    The later ones are worked out when they are asked for.
    """
    for decisions in slices(zip(rows, kind.decide(rows, context), strict=True)):
        standing = _standing(kind, [row for row, it in decisions if it.verdict == Verdict.CHANGED])
        for row, decision in decisions:
            yield row, _believed(row, decision, context, standing)


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


def _standing(kind: Kind, rows: Sequence[Row]) -> dict[tuple[int | None, str, str], int]:
    ids = [row.subject_id for row in rows if row.subject_id is not None]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [kind.name, ids])
        found: list[Any] = cursor.fetchall()
    return {(subject, thread, name): rank for subject, thread, name, rank in found}
