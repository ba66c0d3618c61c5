"""What records come to: one figure of a day, and the figures of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Sum

from measures.models import Record, kinds
from measures.rules.records import Count
from wuhan_smes.access import Reach

PREFIX: Final = "records/"


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure with what it counts."""

    count: Count
    value: int

    @property
    def said(self) -> str:
        """As people read it; money in 万元."""
        if self.count.unit != "元":
            return f"{self.value:,} {self.count.unit}"
        return f"{Decimal(self.value) / 10_000:,.2f}".removesuffix(".00") + " 万元"


def name_of(model: type[Record], count: Count) -> str:
    """What a reported figure calls a count in `computed_by`."""
    return f"{PREFIX}{model.told.code}/{count.code}"


def named(name: str) -> tuple[type[Record], Count] | None:
    """The count behind such a name; None for other names."""
    kind, _, code = name.removeprefix(PREFIX).partition("/")
    if not name.startswith(PREFIX) or kind not in kinds():
        return None
    return kinds()[kind], kinds()[kind].told.count(code)


def value(model: type[Record], count: Count, *, on: date, reach: Reach) -> int:
    """The figure of a day within reach, whole yuan where it is money."""
    rows = model.objects.within(reach).counted(count, on=on)
    if not count.of:
        return rows.count()
    return int(rows.aggregate(total=Sum(count.of))["total"] or 0)


def counted(model: type[Record], *, on: date, reach: Reach) -> Sequence[Counted]:
    """Every figure of a kind on a day."""
    return [Counted(it, value(model, it, on=on, reach=reach)) for it in model.told.counts]
