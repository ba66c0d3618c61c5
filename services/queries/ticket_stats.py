"""What units took in, finished, and were said to have done, over a period.

受理量 goes by the day of receipt and 办结量 by the day of closing, so a month's ratio of the two is
no rate. Drafts, duplicates, what was declined and old ledgers taken back are not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from enterprises.models import Place
from measures.rules.assessing import ranked
from services.choices.stats import StatsCut
from services.choices.tickets import Category, Channel, Outcome, Satisfaction
from services.models import Survey, Ticket
from services.querysets.tickets import OfTicketQuerySet, TicketQuerySet, void
from services.rules.assessment import (
    CallBacks,
    Formula,
    Rates,
    formula_on,
    period_before,
    rates,
)
from services.rules.pressing import begin_of
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation

PATHS: Final[Mapping[StatsCut, str]] = {
    StatsCut.AGENCY: "lead_agency_id",
    StatsCut.STREET: "station__profile__street_id",
    StatsCut.STATION: "station_id",
    StatsCut.JURISDICTION: "jurisdiction_id",
    StatsCut.CHANNEL: "channel",
    StatsCut.CATEGORY: "category",
}
NAMED: Final[Mapping[StatsCut, Any]] = {
    StatsCut.AGENCY: Agency,
    StatsCut.STREET: Place,
    StatsCut.STATION: ServiceStation,
    StatsCut.JURISDICTION: Jurisdiction,
}
WORDS: Final[Mapping[StatsCut, Mapping[str, str]]] = {
    StatsCut.CHANNEL: dict(Channel.choices),
    StatsCut.CATEGORY: dict(Category.choices),
}
UNCOUNTED: Final = void() | Q(outcome=Outcome.DECLINED)


@dataclass(frozen=True, slots=True)
class Figures:
    """One unit's figures of one period."""

    received: int = 0
    closed: int = 0
    calls: CallBacks = field(default_factory=CallBacks)


@dataclass(frozen=True, slots=True)
class StatsRow:
    """One unit in a period and in the period before, each with its place among its kind."""

    key: str
    label: str
    now: Figures
    rates: Rates
    rank: int | None
    before: Figures
    rates_before: Rates
    rank_before: int | None


@dataclass(frozen=True, slots=True)
class Stats:
    """The rows, best first; each period is assessed by the formula of its last day."""

    rows: list[StatsRow]
    first: date
    last: date
    first_before: date
    last_before: date
    formula: Formula


def ticket_stats(reach: Reach, *, first: date, last: date, by: StatsCut) -> Stats:
    """Figures of [first, last], both days included, within `reach`."""
    earlier = period_before(first, last)
    now, before = (_figures(reach, *period, by) for period in ((first, last), earlier))
    labels = _labels(by, {*now, *before} - {None})
    formulas = formula_on(last), formula_on(earlier[1])
    keys = sorted(labels, key=lambda key: labels[key][1])
    found = [
        [rates(period.get(key, Figures()).calls, formula).score for key in keys]
        for period, formula in zip((now, before), formulas, strict=True)
    ]
    places, places_before = (ranked(scores) for scores in found)
    rows = [
        StatsRow(
            *labels[key],
            now.get(key, Figures()),
            rates(now.get(key, Figures()).calls, formulas[0]),
            place,
            before.get(key, Figures()),
            rates(before.get(key, Figures()).calls, formulas[1]),
            place_before,
        )
        for key, place, place_before in zip(keys, places, places_before, strict=True)
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0))
    return Stats(rows, first, last, *earlier, formulas[0])


def _figures(reach: Reach, first: date, last: date, by: StatsCut) -> dict[Any, Figures]:
    since, until = begin_of(first), begin_of(last + timedelta(days=1))
    path = PATHS[by]
    tickets = Ticket.objects.within(reach).exclude(UNCOUNTED).order_by()
    received = _counted(tickets.filter(received_at__gte=since, received_at__lt=until), path)
    closed = _counted(closed_in(reach, first, last).order_by(), path)
    calls = _calls(reach, since, until, path)
    return {
        key: Figures(received.get(key, 0), closed.get(key, 0), calls.get(key, CallBacks()))
        for key in {*received, *closed, *calls}
    }


def closed_in(reach: Reach, first: date, last: date) -> TicketQuerySet:
    """The tickets struck off between two days, both included."""
    since, until = begin_of(first), begin_of(last + timedelta(days=1))
    rows = Ticket.objects.within(reach).exclude(UNCOUNTED)
    return rows.filter(closed_at__gte=since, closed_at__lt=until)


def _counted(tickets: Any, path: str) -> dict[Any, int]:
    return dict(tickets.values_list(path).annotate(n=Count("pk")))


def last_calls(reach: Reach, since: datetime, until: datetime) -> OfTicketQuerySet[Survey]:
    """The last call-back of each ticket in the period that reached somebody."""
    counted = Survey.objects.within(reach).filter(reached=True, at__gte=since, at__lt=until)
    counted = counted.exclude(void("ticket__"))
    last = counted.order_by("ticket_id", "-at", "-pk").distinct("ticket_id").values("pk")
    return Survey.objects.filter(pk__in=last)


def _calls(reach: Reach, since: datetime, until: datetime, path: str) -> dict[Any, CallBacks]:
    rows = (
        last_calls(reach, since, until)
        .order_by()
        .values_list(f"ticket__{path}")
        .annotate(
            counted=Count("pk"),
            did_contact=Count("pk", filter=Q(contacted=True)),
            did_solve=Count("pk", filter=Q(solved=True)),
            did_satisfy=Count("pk", filter=Q(satisfaction=Satisfaction.SATISFIED)),
            did_fairly=Count("pk", filter=Q(satisfaction=Satisfaction.FAIRLY)),
        )
    )
    return {key: CallBacks(*counts) for key, *counts in rows}


def _labels(by: StatsCut, keys: set[Any]) -> dict[Any, tuple[str, str]]:
    """(code, name) of every key; what belongs to nobody of this kind has no row."""
    if by in WORDS:
        return {key: (key, WORDS[by].get(key, key)) for key in keys}
    rows = NAMED[by].objects.filter(pk__in=keys).values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in rows}


def this_month(today: date | None = None) -> tuple[date, date]:
    """From the first of the month to today."""
    day = today or timezone.localdate()
    return day.replace(day=1), day
