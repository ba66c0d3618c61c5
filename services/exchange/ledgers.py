"""What both old ledgers share: each line is read, judged, recorded as history, and taken back."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model

from services.rules.ledgers import Judged
from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Row, Trace


class Line(Protocol):
    """What a ledger tells of one enterprise; two lines of one identity are the same matter."""

    @property
    def enterprise_id(self) -> int: ...

    @property
    def identity(self) -> tuple[object, ...]: ...


L = TypeVar("L", bound=Line)
Told = TypeVar("Told", bound=Line, contravariant=True)
M = TypeVar("M", bound=Model)


class Acts(Protocol[Told, M]):
    """The actions of one ledger, as its module in `services.actions` has them."""

    def judged(self, told: Sequence[Told], access: Access, at: datetime) -> list[Judged]: ...

    def record_past(
        self, told: Sequence[Told], *, access: Access, at: datetime
    ) -> list[M | None]: ...

    def take_back_past(
        self, ids: Collection[int], /, *, access: Access, at: datetime, reason: str
    ) -> list[M]: ...

    def changed_since(self, rows: Mapping[int, M]) -> dict[int, str]: ...


@dataclass(frozen=True, slots=True)
class Ledger(Generic[L, M]):
    """A kind's functions. `read` gives a line or its refusal for each row; `shown` is what a line
    says, under the names of the kind's fields, as people read it.
    """

    model: type[M]
    acts: Acts[L, M]
    read: Callable[[Sequence[Row], Context], list[L | Decision]]
    shown: Callable[[L], Mapping[str, str]]

    def decide(self, rows: Sequence[Row], context: Context) -> Iterator[Decision]:
        told = self.read(rows, context)
        clear: list[L] = [it for it in told if not isinstance(it, Decision)]
        found = iter(self.acts.judged(clear, context.access, context.at))
        for it in told:
            if isinstance(it, Decision):
                yield it
                continue
            verdict = next(found)
            if verdict.faults:
                yield Decision.refused(*verdict.faults)
            elif verdict.known is not None:
                yield Decision(Verdict.UNCHANGED, thread=thread(it))
            else:
                new = {name: ["", value] for name, value in self._said(it).items()}
                yield Decision(Verdict.NEW, new, thread=thread(it))

    def apply(self, rows: Sequence[Row], context: Context) -> Iterator[Trace]:
        told: list[L] = []
        for it in self.read(rows, context):
            if isinstance(it, Decision):
                raise InputRefused(*it.faults)
            told.append(it)
        done = self.acts.record_past(told, access=context.access, at=context.at)
        for row, line, kept in zip(rows, told, done, strict=True):
            if kept is not None:
                after = self._said(line)
                about = (kept.pk, Operation.ADDED, line.enterprise_id, thread(line))
                yield Trace(row.id, self.model._meta.db_table, *about, list(after), {}, after)

    def undo(self, traces: Sequence[Trace], context: Context) -> None:
        ids = {it.target_id for it in traces}
        reason = f"撤回{context.source}"
        self.acts.take_back_past(ids, access=context.access, at=context.at, reason=reason)

    def touched(self, traces: Sequence[Trace]) -> dict[int, str]:
        rows = {it.target_id: it.row_id for it in traces}
        there: dict[Any, M] = self.model._default_manager.in_bulk(rows.keys())
        told = {rows[pk]: why for pk, why in self.acts.changed_since(there).items()}
        gone = f"{self.model._meta.verbose_name}已不在您的管理范围内"
        return told | {row: gone for pk, row in rows.items() if pk not in there}

    def _said(self, line: L) -> dict[str, str]:
        return {name: value for name, value in self.shown(line).items() if value}


def thread(line: Line) -> str:
    """Matters of one enterprise that differ in what names them contradict nothing."""
    return blake2b(repr(line.identity).encode(), digest_size=12).hexdigest()
