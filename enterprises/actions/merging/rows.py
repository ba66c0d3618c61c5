"""Ordinary rows of an enterprise: they change their owner, and go back as they then are."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.models import Enterprise
from wuhan_smes.access import Access

M = TypeVar("M", bound=Model)


class MovedRows(Handler, Generic[M]):
    """Rows with `enterprise` and `jurisdiction` that simply follow.

    `once_in` names columns of which an enterprise has one row each: where both halves have one,
    the kept half's stands and the other is set aside until the merge is undone (the table must
    allow deleting then).
    """

    def __init__(
        self,
        model: type[M],
        *,
        label: str,
        shown: Callable[[M], str] = str,
        once_in: Sequence[str] = (),
        named: Callable[[M], str] = str,
    ) -> None:
        self.model, self.label = model, label
        self.relations = (f"{model._meta.label}.enterprise",)
        self.shown, self.named, self.once_in = shown, named, tuple(once_in)

    def rows(self, enterprise: Enterprise) -> QuerySet[M]:
        """The rows of one half; the row policies say which of them there are."""
        return self.model._default_manager.filter(enterprise=enterprise).order_by("pk")

    def staying(self, halves: Halves, row: M) -> str:
        """Why a row does not follow; empty for all that do."""
        return ""

    def set_aside(self, halves: Halves, aside: Sequence[M]) -> Memory:
        """Do with what hangs on rows about to be deleted; what undoing needs to know of it."""
        return {}

    def take_up(self, apart: Apart, again: Sequence[M], memory: Memory) -> None:
        """Give rows that are there again what hung on them."""

    def plan(self, halves: Halves) -> Part:
        mine = list(self.rows(halves.gone))
        theirs = {self._once(row) for row in self.rows(halves.into)} if self.once_in else set()
        aside = [row for row in mine if self.once_in and self._once(row) in theirs]
        why = {row.pk: self.staying(halves, row) for row in mine if row not in aside}
        follow = [row for row in mine if row not in aside and not why[row.pk]]

        def do(access: Access, at: datetime) -> Memory:
            kept = [_columns(row) for row in aside]
            hung = self.set_aside(halves, aside) if aside else {}
            self._of(row.pk for row in aside).delete()
            self._owned_by(halves.into, [row.pk for row in follow])
            return {"moved": [row.pk for row in follow], "aside": kept, "hung": hung}

        return Part(
            do,
            moves=[self.shown(row) for row in follow],
            stays=[f"{self.shown(row)}（{why[row.pk]}）" for row in mine if why.get(row.pk)],
            conflicts=[
                Conflict(f"双方都有：{self.named(row)}", "以保留方为准，并入方的撤下")
                for row in aside
            ],
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        self._owned_by(apart.halves.gone, memory["moved"])
        again = [self.model(**_values(self.model, kept)) for kept in memory["aside"]]
        for row in again:
            row.jurisdiction_id = apart.halves.gone.jurisdiction_id  # type: ignore[attr-defined] # every such row has one
        self.model._default_manager.bulk_create(again)
        self.take_up(apart, again, memory.get("hung", {}))

    def _once(self, row: M) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.once_in)

    def _of(self, ids: Any) -> QuerySet[M]:
        return self.model._default_manager.filter(pk__in=list(ids))

    def _owned_by(self, enterprise: Enterprise, ids: Sequence[int]) -> None:
        owner = {"enterprise_id": enterprise.pk, "jurisdiction_id": enterprise.jurisdiction_id}
        self._of(ids).update(**owner)


def _columns(row: Model) -> dict[str, Any]:
    """A row as JSON can hold it."""
    values = {c.attname: getattr(row, c.attname) for c in row._meta.concrete_fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _values(model: type[Model], kept: Memory) -> dict[str, Any]:
    """What `_columns` kept, in the types of the model."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in kept.items()}
