"""Whether what was paid still rests on the facts it was paid on, as they are known now.

The terms are those of finding, asked as of the day a line was judged: a title that ended since, or
an enterprise that closed since, takes nothing away; a correction of what was true then does.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from measures.choices import EntitlementReason, EntitlementState
from measures.models import Entitlement
from measures.queries.finding.group import Group, Promise
from measures.queries.finding.moment import Moment
from measures.queries.finding.statement import check_sql, happened_sql, judged_sql

# Where money was sent and may be demanded back.
PAID: Final = (EntitlementState.SETTLED, EntitlementState.SURPLUS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A paid line, and what its facts say: `reason` None where they give the right."""

    line_id: int
    judged_on: date
    reason: EntitlementReason | None


@dataclass(frozen=True, slots=True)
class _Line:
    pk: int
    enterprise: int
    period: int
    found_on: date
    check_on: date | None
    recorded_at: datetime

    @property
    def days(self) -> list[date]:
        """When it was judged: found, checked, or told anew."""
        first = max(self.found_on, self.check_on or self.found_on)
        last = max(timezone.localdate(self.recorded_at), first)
        return sorted({first, last})


def standings(group: Group) -> list[Standing]:
    """Of every paid line of what promises now; in a statement for each programme and day."""
    of: dict[int, list[_Line]] = defaultdict(list)
    for programme, line in _paid(group):
        of[programme].append(line)
    return [
        it for one in group.promises for it in _of_promise(one, group, of[one.programme.pk or 0])
    ]


def _paid(group: Group) -> Iterable[tuple[int, _Line]]:
    rows = Entitlement.objects.filter(
        matter=group.matter, state__in=PAID, payee__enterprise__isnull=False
    ).order_by("pk")
    told = ("payee__enterprise_id", "period", "found_on", "check_on", "recorded_at")
    for programme, pk, *facts in rows.values_list("programme_id", "pk", *told):
        yield programme, _Line(pk, *facts)


def _of_promise(promise: Promise, group: Group, lines: list[_Line]) -> Iterable[Standing]:
    """A line stands if it did on any day on which it was judged."""
    asked: dict[date, list[_Line]] = defaultdict(list)
    for line in lines:
        for day in line.days:
            asked[day].append(line)
    told: dict[int, dict[date, bool | None]] = defaultdict(dict)
    for day, of_day in asked.items():
        found = _claims(promise, group, day, [it.enterprise for it in of_day])
        for line in of_day:
            told[line.pk][day] = found.get((line.enterprise, line.period))
    for line in lines:
        days = told[line.pk]
        last = max(days)
        if any(days.values()):
            yield Standing(line.pk, last, None)
        elif False in days.values():
            yield Standing(line.pk, last, EntitlementReason.CHECK_FAILED)
        else:
            yield Standing(line.pk, last, EntitlementReason.NO_LONGER_ELIGIBLE)


def _claims(
    promise: Promise, group: Group, day: date, enterprises: list[int]
) -> Mapping[tuple[int, int], bool]:
    """By enterprise and period, of those who had the right: whether what must last did."""
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
    _, lasts = check_sql(promise, moment)
    sql = (
        f"SELECT h.id, h.period, coalesce({lasts}, false)"  # noqa: S608 - compiled of checked terms
        f" FROM ({happened_sql(promise, group, moment)}) h {stay} {met}"
        " WHERE h.id = ANY(%s::bigint[])"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [enterprises] * sql.count("%s"))
        return {(pk, period): lasts for pk, period, lasts in cursor.fetchall()}
