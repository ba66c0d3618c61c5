"""The index of stations and districts with its evidence: each figure, and the rows behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q

from measures.rules.assessing import ranked
from services.choices.stats import StatsCut
from services.choices.tickets import Outcome
from services.models import ServiceFormula, Survey, Ticket
from services.queries.coverage import Care, coverage, in_care
from services.queries.ticket_stats import NAMED, PATHS, UNCOUNTED, last_calls
from services.querysets.tickets import OfTicketQuerySet, TicketQuerySet
from services.rules import assessment
from services.rules.pressing import begin_of
from services.rules.service_index import Share, Weights, index
from wuhan_smes.access import Access, Capability

RANKED: Final = (StatsCut.STATION, StatsCut.JURISDICTION)
Shares = tuple[Share, Share, Share]
SOLVED: Final = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included; care is looked at on the last one."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """As many days, directly before."""
        last = self.first - timedelta(days=1)
        return Period(last - (self.last - self.first), last)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One station or district: the evidence, the index, its place, that of the period before."""

    key: str
    label: str
    service: Share
    satisfaction: Share
    coverage: Share
    value: Decimal | None
    rank: int | None
    rank_before: int | None


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """Rows best first, and the formula they were worked out by."""

    rows: list[IndexRow]
    formula: ServiceFormula


def service_index(access: Access, period: Period, by: StatsCut) -> ServiceIndex:
    """Everything any of the three figures knows of, within the reach of each."""
    found, formula = _placed(access, period, by)
    earlier, _ = _placed(access, period.before, by)
    places = {key: place for (key, *_), place in earlier}
    rows = [
        IndexRow(key, label, *shares, value, place, places.get(key))
        for (key, label, shares, value), place in found
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0))
    return ServiceIndex(rows, formula)


def _placed(
    access: Access, period: Period, by: StatsCut
) -> tuple[list[tuple[tuple[str, str, Shares, Decimal | None], int | None]], ServiceFormula]:
    closed, calls, care = (
        _closed(access, period, by),
        _calls(access, period, by),
        _care(access, period, by),
    )
    formula = ServiceFormula.objects.on(period.last)
    weights = Weights(formula.service, formula.satisfaction, formula.coverage)
    fairly = assessment.formula_on(period.last)
    none = Share(0, Decimal(0))
    found: list[tuple[str, str, Shares, Decimal | None]] = []
    for key, label in {*closed, *calls, *care}:
        shares: Shares = (
            closed.get((key, label), none),
            _satisfied(calls.get((key, label), assessment.CallBacks()), fairly),
            care.get((key, label), none),
        )
        found.append((key, label, shares, index(*shares, weights)))
    found.sort(key=lambda row: row[0])
    places = ranked([value for *_, value in found])
    return list(zip(found, places, strict=True)), formula


def closed_rows(access: Access, period: Period) -> TicketQuerySet:
    """Tickets struck off in the period."""
    rows = Ticket.objects.within(access.reach(Capability.TICKET_VIEW)).exclude(UNCOUNTED)
    since, until = begin_of(period.first), begin_of(period.last + timedelta(days=1))
    return rows.filter(closed_at__gte=since, closed_at__lt=until).order_by("-id")


def call_rows(access: Access, period: Period) -> OfTicketQuerySet[Survey]:
    """The last call-back of each ticket in the period that reached somebody."""
    since, until = begin_of(period.first), begin_of(period.last + timedelta(days=1))
    return last_calls(access.reach(Capability.TICKET_VIEW), since, until).order_by("-id")


def care_rows(access: Access, period: Period, by: StatsCut, key: str) -> list[Care]:
    """Enterprises in the care of one station or district on the last day."""
    found = in_care(on=period.last, reach=access.reach(Capability.VISIT_VIEW))
    return [it for it in found if getattr(it, f"{by.value}_code") == key]


def _closed(access: Access, period: Period, by: StatsCut) -> dict[tuple[str, str], Share]:
    rows = closed_rows(access, period).order_by().values_list(PATHS[by])
    counted = rows.annotate(n=Count("pk"), solved=Count("pk", filter=Q(outcome__in=SOLVED)))
    found = {pk: Share(n, Decimal(solved)) for pk, n, solved in counted if pk is not None}
    return {name: found[pk] for pk, name in _names(by, list(found)).items()}


def _calls(
    access: Access, period: Period, by: StatsCut
) -> dict[tuple[str, str], assessment.CallBacks]:
    rows = call_rows(access, period).order_by().values_list(f"ticket__{PATHS[by]}")
    counted = rows.annotate(
        n=Count("pk"),
        good=Count("pk", filter=Q(satisfaction="satisfied")),
        fair=Count("pk", filter=Q(satisfaction="fairly")),
    )
    found = {
        pk: assessment.CallBacks(counted=n, satisfied=good, fairly=fair)
        for pk, n, good, fair in counted
        if pk is not None
    }
    return {name: found[pk] for pk, name in _names(by, list(found)).items()}


def _care(access: Access, period: Period, by: StatsCut) -> dict[tuple[str, str], Share]:
    reach = access.reach(Capability.VISIT_VIEW)
    rows = coverage(on=period.last, reach=reach, by=by.value)
    return {(it.key, it.label): Share(it.assigned, Decimal(it.visited)) for it in rows}


def _satisfied(calls: assessment.CallBacks, formula: assessment.Formula) -> Share:
    return Share(calls.counted, calls.satisfied + formula.fairly * calls.fairly)


def _names(by: StatsCut, keys: list[int]) -> dict[int, tuple[str, str]]:
    rows = NAMED[by].objects.filter(pk__in=keys).values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in rows}
