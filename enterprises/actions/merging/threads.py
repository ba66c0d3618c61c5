"""Dated facts of two halves, joined day by day: the kept half's word stands, the other fills gaps.

Nothing that was known is rewritten: rows are superseded and added at the moment of the merge, so
that tables as known before it stay as they were. Undoing goes day by day too: what is known now of
the days that the half brought goes back with it, field by field where the merge itself changed
something; all other days stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from enterprises.actions.facts import KEPT_BY_THE_ROW, facts_of
from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.models import DatedFact, Enterprise
from enterprises.rules.days import Days
from enterprises.rules.spans import last_day
from wuhan_smes.access import Access

D = TypeVar("D", bound=DatedFact)
Values = dict[str, Any]
OF_THE_OWNER = frozenset({"enterprise_id", "jurisdiction_id"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some days of a fact and what it says of them.

    `restored`: undoing put back something that only the merge had changed.
    """

    days: Days
    values: Values
    restored: bool = field(default=False, compare=False)


class Threads(Handler, Generic[D]):
    """One kind of dated fact. `key` tells its threads apart (one chain, one register).

    `keeps_own`: the old row keeps its facts as well, as it does its names, to be found by them.
    """

    def __init__(
        self,
        model: type[D],
        *,
        label: str,
        key: Sequence[str] = (),
        keeps_own: bool = False,
        said: Callable[[D], str] = str,
        related: Sequence[str] = (),
    ) -> None:
        self.model, self.label = model, label
        self.relations = (f"{model._meta.label}.enterprise",)
        self.thread_key, self.keeps_own = tuple(key), keeps_own
        self.said, self.related = said, tuple(related)

    def current(self, enterprise: Enterprise) -> list[D]:
        """What we hold true now, in order of time."""
        rows = facts_of(self.model).current().filter(enterprise=enterprise)
        return list(rows.select_related(*self.related).order_by("during", "pk"))

    def differs(self, one: D, other: D) -> bool:
        """Whether two facts about the same days are worth a word."""
        return self.said(one) != self.said(other)

    def fitted(self, piece: Piece, theirs: Sequence[D]) -> Iterator[Piece]:
        """How a piece that fills a gap must change to stand among the kept half's facts."""
        yield piece

    def mended(self, piece: Piece) -> Piece:
        """A piece as the database takes it, when its days are not those it was written for."""
        return piece

    def latest(self, halves: Halves) -> datetime | None:
        both = facts_of(self.model).filter(enterprise__in=(halves.into, halves.gone))
        found: datetime | None = both.aggregate(latest=Max("recorded_at"))["latest"]
        return found

    def plan(self, halves: Halves) -> Part:
        mine, theirs = self.current(halves.gone), self.current(halves.into)
        added = [
            (row, piece)
            for row in mine
            for gap in self._gaps(row, theirs)
            for piece in self.fitted(self.mended(Piece(gap, self._values(row))), theirs)
        ]

        def do(access: Access, at: datetime) -> Memory:
            if not self.keeps_own:
                self._supersede(mine, at)
            new = self._add([piece for _, piece in added], halves.into, at)
            written = [[row.pk, w.pk] for (row, _), w in zip(added, new, strict=True)]
            return {"rows": [row.pk for row in mine], "written": written}

        brought = {row.pk for row, _ in added}
        return Part(
            do,
            moves=[self._shown(row) for row in mine if row.pk in brought],
            stays=[self._shown(row) for row in mine if row.pk not in brought],
            conflicts=list(self._conflicts(mine, theirs)),
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        ids = {pk for pair in memory["written"] for pk in pair} | set(memory["rows"])
        known = facts_of(self.model).in_bulk(ids)
        written = [(known[source], known[pk]) for source, pk in memory["written"]]
        now = self.current(apart.halves.into)
        before = [known[pk] for pk in memory["rows"]]
        back = [
            self.mended(piece)
            for thread in self._per_thread(self.returning(before, written, now)).values()
            for piece in _joined(thread)
        ]
        left = list(self._left(written, now))
        self._supersede([row for row, _ in left], apart.at)
        staying = [self.mended(piece) for _, pieces in left for piece in pieces]
        self._add(staying, apart.halves.into, apart.at)
        self._give_back(back, apart)

    def _give_back(self, back: Sequence[Piece], apart: Apart) -> None:
        """The half's facts again; where it kept its own, only what differs is said anew."""
        held = self.current(apart.halves.gone)
        if [(piece.days, piece.values) for piece in back] != [
            (_days(row), self._values(row)) for row in held
        ]:
            self._supersede(held, apart.at)
            self._add(back, apart.halves.gone, apart.at)

    def returning(
        self, before: Sequence[D], written: Sequence[tuple[D, D]], now: Sequence[D]
    ) -> Iterator[Piece]:
        """What the half says again: its own days as they were, those it brought as they are now."""
        for row in before:
            brought = [_days(copy) for source, copy in written if source.pk == row.pk]
            for days in _days(row).without(brought):
                yield Piece(days, self._values(row))
        for source, copy in written:
            for row in now:
                both = _days(copy).common(_days(row)) if self._same_thread(copy, row) else None
                if both is not None:
                    values = self._told_since(source, copy, row)
                    yield Piece(both, values, restored=values != self._values(row))

    def _left(
        self, written: Sequence[tuple[D, D]], now: Sequence[D]
    ) -> Iterator[tuple[D, list[Piece]]]:
        """Rows of the kept half that lose days, each with the pieces that stay."""
        for row in now:
            days = _days(row)
            brought = [_days(copy) for _, copy in written if self._same_thread(copy, row)]
            rest = days.without(brought)
            if rest != [days]:
                yield row, [Piece(piece, self._values(row)) for piece in rest]

    def _told_since(self, source: D, copy: D, now: D) -> Values:
        """What `now` says, except where it only repeats what the merge wrote into the copy."""
        first, written, last = self._values(source), self._values(copy), self._values(now)
        return {name: first[name] if last[name] == written[name] else last[name] for name in last}

    def _gaps(self, row: D, theirs: Iterable[D]) -> list[Days]:
        return _days(row).without(_days(t) for t in theirs if self._same_thread(t, row))

    def _conflicts(self, mine: Sequence[D], theirs: Sequence[D]) -> Iterator[Conflict]:
        for row in mine:
            for other in theirs:
                days = _days(row).common(_days(other)) if self._same_thread(other, row) else None
                if days is not None and self.differs(row, other):
                    told = f"保留方“{self.said(other)}”，并入方“{self.said(row)}”"
                    yield Conflict(f"{_term(days)}：{told}", "以保留方为准")

    def _shown(self, row: D) -> str:
        return f"{self.said(row)}（{_term(_days(row))}）"

    def _same_thread(self, one: D, other: D) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in self.thread_key)

    def _per_thread(self, pieces: Iterable[Piece]) -> Mapping[Any, list[Piece]]:
        threads: defaultdict[Any, list[Piece]] = defaultdict(list)
        for piece in pieces:
            # Where the span itself tells threads apart, it is no value of the row.
            key = (piece.values.get(name, piece.days) for name in self.thread_key)
            threads[tuple(key)].append(piece)
        return threads

    def _values(self, row: D) -> Values:
        columns = (column.attname for column in self.model._meta.concrete_fields)
        kept = KEPT_BY_THE_ROW | OF_THE_OWNER
        return {name: getattr(row, name) for name in columns if name not in kept}

    def _supersede(self, rows: Iterable[D], at: datetime) -> None:
        facts_of(self.model).filter(pk__in=[row.pk for row in rows]).update(superseded_at=at)

    def _add(self, pieces: Iterable[Piece], enterprise: Enterprise, at: datetime) -> list[D]:
        owner = {"enterprise_id": enterprise.pk, "jurisdiction_id": enterprise.jurisdiction_id}
        return facts_of(self.model).bulk_create(
            self.model(
                **owner,
                **piece.values,
                during=DateRange(piece.days.lower, piece.days.upper),
                recorded_at=at,
            )
            for piece in pieces
        )


def _days(row: DatedFact) -> Days:
    return Days.of(row.during.lower, row.during.upper)


def _term(days: Days) -> str:
    return f"{days.lower or '起始不详'} 至 {last_day(days.upper) or '今'}"


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring pieces that say the same, as one; in order of time."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.days):
        before = joined[-1] if joined else None
        if before and before.days.until == piece.days.start and before.values == piece.values:
            joined[-1] = Piece(Days(before.days.start, piece.days.until), piece.values)
        else:
            joined.append(piece)
    return joined
