"""Rows that are told anew instead of being changed: payments of the past and the like.

They have no days; which row a correction took the place of is read from the moment of both.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Max, Model, QuerySet

from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.models import Enterprise
from wuhan_smes.access import Access

M = TypeVar("M", bound=Model)
OF_THE_ROW = frozenset({"id", "enterprise_id", "jurisdiction_id", "recorded_at", "superseded_at"})


class ToldRows(Handler, Generic[M]):
    """Rows with `recorded_at` and `superseded_at`; `identity` makes two of them the same telling.

    What both halves tell is told once, by the kept half.
    """

    def __init__(
        self, model: type[M], *, label: str, identity: Sequence[str], said: Callable[[M], str] = str
    ) -> None:
        self.model, self.label, self.said = model, label, said
        self.relations = (f"{model._meta.label}.enterprise",)
        self.identity = tuple(identity)

    def current(self, enterprise: Enterprise) -> list[Any]:
        rows = self._rows(enterprise=enterprise, superseded_at__isnull=True)
        return list(rows.order_by("pk"))

    def latest(self, halves: Halves) -> datetime | None:
        both = self._rows(enterprise__in=(halves.into, halves.gone))
        found: datetime | None = both.aggregate(latest=Max("recorded_at"))["latest"]
        return found

    def plan(self, halves: Halves) -> Part:
        mine = self.current(halves.gone)
        told = {self._identity(row) for row in self.current(halves.into)}
        twice = [row for row in mine if self._identity(row) in told]
        follow = [row for row in mine if self._identity(row) not in told]

        def do(access: Access, at: datetime) -> Memory:
            self._supersede(mine, at)
            copies = self._tell(follow, halves.into, at)
            written = [[row.pk, copy.pk] for row, copy in zip(follow, copies, strict=True)]
            return {"aside": [row.pk for row in twice], "written": written}

        return Part(
            do,
            moves=[self.said(row) for row in follow],
            conflicts=[Conflict(f"双方都有：{self.said(row)}", "只记一次") for row in twice],
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        """Tellings go back as they were corrected since; one struck off meanwhile stays off."""
        known = self._rows().in_bulk([pk for _, pk in memory["written"]])
        later = list(self._rows(enterprise=apart.halves.into, recorded_at__gt=apart.merged_at))
        heirs = (row for pk in known for row in self._heirs(known[pk], later))
        back = list({row.pk: row for row in heirs}.values())
        self._supersede(back, apart.at)
        aside = self._rows(pk__in=memory["aside"]).order_by("pk")
        self._tell([*aside, *back], apart.halves.gone, apart.at)

    def _heirs(self, row: Any, later: Iterable[Any]) -> Iterator[Any]:
        """The telling that holds now in the place of `row`; none if it was struck off."""
        if row.superseded_at is None:
            yield row
            return
        then = [it for it in later if it.recorded_at == row.superseded_at]
        same = [it for it in then if self._identity(it) == self._identity(row)] or then
        if len(same) == 1:
            yield from self._heirs(same[0], later)

    def _identity(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.identity)

    def _rows(self, **found: Any) -> QuerySet[Any]:
        return self.model._default_manager.filter(**found)

    def _supersede(self, rows: Iterable[Any], at: datetime) -> None:
        self._rows(pk__in=[row.pk for row in rows]).update(superseded_at=at)

    def _tell(self, rows: Iterable[Any], enterprise: Enterprise, at: datetime) -> list[Any]:
        columns = [c.attname for c in self.model._meta.concrete_fields]
        said = [name for name in columns if name not in OF_THE_ROW]
        owner = {"enterprise_id": enterprise.pk, "jurisdiction_id": enterprise.jurisdiction_id}
        return self.model._default_manager.bulk_create(
            self.model(**owner, **{name: getattr(row, name) for name in said}, recorded_at=at)
            for row in rows
        )
