"""Whether what was paid still rests on the facts it was paid on, as they are known now.

The terms are those of finding, asked as of the day a line was judged: a title that ended since, or
an enterprise that closed since, takes nothing away; a correction of what was true then does, of
the right or of the standard.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from measures.choices import DoubtReason, EntitlementState, PaymentState
from measures.models import Entitlement, Payment
from measures.queries.finding.group import Group, Promise
from measures.queries.finding.moment import Moment
from measures.queries.finding.statement import check_sql, happened_sql, judged_sql, standard_sql
from measures.rules.flow import RECLAIMED


@dataclass(frozen=True, slots=True)
class Standing:
    """A paid line, and what its facts say: `reason` None where they give the right to all of it,
    `owed` the standard they give the right to where it is lower than what the line was paid by.
    """

    line_id: int
    judged_on: date
    reason: DoubtReason | None
    owed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    """Whether what must last did, and the standard: None while it is not known."""

    lasts: bool
    standard: Decimal | None


@dataclass(frozen=True, slots=True)
class _Line:
    pk: int
    enterprise: int
    period: int
    found_on: date
    check_on: date | None
    recorded_at: datetime
    gross: Decimal | None

    @property
    def days(self) -> list[date]:
        """When it was judged: found, checked, or told anew."""
        first = max(self.found_on, self.check_on or self.found_on)
        last = max(timezone.localdate(self.recorded_at), first)
        return sorted({first, last})


def standings(group: Group) -> list[Standing]:
    """Of every line of what promises now by which money arrived that may be, or is, demanded back;
    in a statement for each programme and day.
    """
    of: dict[int, list[_Line]] = defaultdict(list)
    for programme, line in _paid(group):
        of[programme].append(line)
    return [
        it for one in group.promises for it in _of_promise(one, group, of[one.programme.pk or 0])
    ]


def _paid(group: Group) -> Iterable[tuple[int, _Line]]:
    arrived = Payment.objects.filter(entitlement=OuterRef("pk"), state=PaymentState.SETTLED)
    rows = Entitlement.objects.filter(
        Exists(arrived),
        matter=group.matter,
        state__in=(*RECLAIMED, EntitlementState.RECOVERING),
        payee__enterprise__isnull=False,
    ).order_by("pk")
    told = ("payee__enterprise_id", "period", "found_on", "check_on", "recorded_at", "gross")
    for programme, pk, *facts in rows.values_list("programme_id", "pk", *told):
        yield programme, _Line(pk, *facts)


def _of_promise(promise: Promise, group: Group, lines: list[_Line]) -> Iterable[Standing]:
    """A line stands if it did on any day on which it was judged, by the best standard of them."""
    asked: dict[date, list[_Line]] = defaultdict(list)
    for line in lines:
        for day in line.days:
            asked[day].append(line)
    told: dict[int, dict[date, _Claim | None]] = defaultdict(dict)
    for day, of_day in asked.items():
        found = _claims(promise, group, day, [it.enterprise for it in of_day])
        for line in of_day:
            told[line.pk][day] = found.get((line.enterprise, line.period))
    for line in lines:
        days = told[line.pk]
        reason, owed = _reason(line.gross, [it for it in days.values() if it is not None])
        yield Standing(line.pk, max(days), reason, owed)


def _reason(
    gross: Decimal | None, claims: list[_Claim]
) -> tuple[DoubtReason | None, Decimal | None]:
    """What speaks against a line of that standard. An amount nobody knows speaks against none."""
    standards = [it.standard for it in claims if it.lasts]
    known = [it for it in standards if it is not None]
    if not standards:
        fallen = DoubtReason.CHECK_FAILED if claims else DoubtReason.NO_LONGER_ELIGIBLE
        return fallen, None
    if gross is None or len(known) < len(standards) or max(known) >= gross:
        return None, None
    return DoubtReason.STANDARD_LOWER, max(known)


def _claims(
    promise: Promise, group: Group, day: date, enterprises: list[int]
) -> Mapping[tuple[int, int], _Claim]:
    """By enterprise and period, of those who had the right."""
    moment = Moment(day)
    population = "SELECT unnest(%s::bigint[]) AS id"
    judged = judged_sql(promise, moment, population)
    met = f"JOIN ({judged}) v ON v.id = h.id AND v.verdict IN ('met', 'exempt')" if judged else ""
    unit = promise.programme.unit_id
    stay = (
        "JOIN enterprises_jurisdictionstay stay ON stay.enterprise_id = h.id"
        f" AND stay.superseded_at IS NULL AND stay.during @> {moment.day}"
        f" AND stay.unit_id = {unit:d}"
        if unit is not None
        else ""
    )
    standard, _, counted = standard_sql(promise, moment, population)
    _, lasts = check_sql(promise, moment)
    sql = (
        f"SELECT h.id, h.period, coalesce({lasts}, false), {standard}"  # noqa: S608 - compiled of checked terms
        f" FROM ({happened_sql(promise, group, moment)}) h {stay} {met} {counted}"
        " WHERE h.id = ANY(%s::bigint[])"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [enterprises] * sql.count("%s"))
        return {(pk, period): _Claim(*told) for pk, period, *told in cursor.fetchall()}
