"""Parts of the board about the day's work: tickets, visits, money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from measures.queries.money_figures import MoneyCut, money_rows, money_total
from measures.reports.money_summary import COLUMNS
from services.models import Ticket
from services.queries.coverage import Coverage, coverage
from services.queries.funnel import Ball, Step, balls, funnel
from services.queries.visit_counts import visit_counts
from wuhan_smes.access import Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.pages.boards.asked import Asked
from wuhan_smes.operations.rows import Cell
from wuhan_smes.reporting.behind import EVERY_ROW

HOLDERS: Final = 8
WAN: Final = Decimal(10_000)
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Lit:
    """A count of tickets by its lights; each number opens its rows."""

    label: str
    count: Cell
    red: Cell
    amber: Cell
    # The widest of the table is 100.
    width: int


def tickets_told(it: Asked) -> dict[str, Any]:
    """The way of what is open, as it stands now, and who has most of what is late."""
    at, found = timezone.now(), Ticket.objects.within(it.reach(Capability.TICKET_VIEW))
    steps, held = funnel(found, at=at), balls(found, at=at, most=HOLDERS)
    widest = max((step.count for step in steps), default=0) or 1
    return {
        "steps": [
            _lit(it, step, step.stage.label, widest, stage=step.stage.code) for step in steps
        ],
        "holders": [
            (ball, _lit(it, ball, ball.name, held[0].count or 1, held_by=ball.key)) for ball in held
        ],
        "open": sum(step.count for step in steps),
        "red": Cell(sum(step.red for step in steps), rows.tickets(light="red", **_unit(it))),
        "at": at,
    }


def _lit(it: Asked, of: Step | Ball, label: str, widest: int, **words: str) -> Lit:
    asked = {**words, **_unit(it)}
    return Lit(
        label,
        Cell(of.count, rows.tickets(**asked)),
        Cell(of.red, rows.tickets(light="red", **asked)),
        Cell(of.amber, rows.tickets(light="amber", **asked)),
        min(100, 100 * of.count // widest),
    )


def _unit(it: Asked) -> dict[str, str]:
    return {"jurisdiction": it.unit.code} if it.unit else {}


@dataclass(frozen=True, slots=True)
class Covered:
    """What a unit has in care, and how much of it was called on."""

    told: Coverage
    assigned: Cell
    visited: Cell

    @property
    def percent(self) -> int | None:
        return None if self.told.rate is None else round(100 * self.told.rate)


def visits_told(it: Asked) -> dict[str, Any]:
    """Coverage by unit on the day, and the visits of its month."""
    reach, first = it.reach(Capability.VISIT_VIEW), it.on.replace(day=1)
    found = coverage(on=it.on, reach=reach, by="jurisdiction")
    (month,) = visit_counts(reach=reach, first=first, last=it.on)
    assigned, visited = sum(one.assigned for one in found), sum(one.visited for one in found)
    return {
        "lines": [_covered(it, one, first) for one in found],
        "assigned": assigned,
        "visited": visited,
        "percent": round(100 * visited / assigned) if assigned else None,
        "overdue": sum(one.overdue for one in found),
        "month": month,
    }


def _covered(it: Asked, one: Coverage, first: date) -> Covered:
    def cell(column: str, value: int) -> Cell:
        if not it.access.holds(Capability.REGISTER_EXPORT):
            return Cell(value, "")
        words = {"from": first.isoformat(), "to": it.on.isoformat(), "by": "jurisdiction"}
        return Cell(value, rows.behind("service-index", one.key, column, **words))

    return Covered(one, cell("cared", one.assigned), cell("visited", one.visited))


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure of money in 万元."""

    label: str
    wan: Decimal
    url: str


SUMS: Final = ("promised", "owed", "approved", "paid", "returned", "recovered")


def money_told(it: Asked) -> dict[str, Any]:
    """As the books stand now, whatever day the board shows: money keeps no versions."""
    reach, today = it.reach(Capability.PAYMENT_VIEW), timezone.localdate()
    total = money_total(money_rows(MoneyCut.UNIT, reach=reach, on=today), reach=reach, on=today)
    key = str(it.unit.pk) if it.unit else EVERY_ROW
    may_open = it.access.holds(Capability.REGISTER_EXPORT)
    labels = {column.key: column.label for column in COLUMNS}

    def url(column: str) -> str:
        return rows.behind("money-table", key, column, by=MoneyCut.UNIT) if may_open else ""

    sums: Sequence[Sum] = [
        Sum(labels[name], (getattr(total, name) / WAN).quantize(CENT), url(name)) for name in SUMS
    ]
    return {
        "sums": sums,
        "unknown": Cell(total.unknown, url("unknown")),
        "days": total.mean_days,
        "most_days": total.most_days,
    }
