"""Who has answered a round and who has not, by unit; and whose figures leap without a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from enterprises.choices import JumpAgainst
from enterprises.models import PERIODIC, JumpThreshold, MonitoringRound, PeriodReport
from enterprises.querysets import PeriodReportQuerySet
from enterprises.rules.jumps import Limit, jumps
from enterprises.rules.spans import months_later
from wuhan_smes.access import Reach

ROUNDS_SHOWN: Final = 6
# Of reports with their figures beside them: those whose figures are not known, and those whose are.
SILENT: Final = Q(told__id__isnull=True)
TOLD: Final = ~SILENT


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One unit in one round. `late` came after the last day, `missing` have not come."""

    round_id: int
    key: str
    label: str
    due: int
    got: int
    late: int

    @property
    def missing(self) -> int:
        return self.due - self.got

    @property
    def rate(self) -> float | None:
        """填报率; None where nobody is asked."""
        return self.got / self.due if self.due else None


COUNTED: Final = """
SELECT r.id, j.code, j.name, count(*), count(f.id),
       count(f.id) FILTER (WHERE d.got_at >= (r.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
  FROM enterprises_periodreport d
  JOIN enterprises_monitoringround r ON r.id = d.round_id
  JOIN accounts_jurisdiction j ON j.id = d.jurisdiction_id
  LEFT JOIN enterprises_periodindicators f
    ON f.enterprise_id = d.enterprise_id AND f.superseded_at IS NULL
   AND f.kind = r.kind AND f.basis = r.basis AND f.during = daterange(r.first,
       (r.first + interval '1 month' * CASE r.kind WHEN 'month' THEN 1 ELSE 3 END)::date)
 WHERE d.round_id = ANY (%(rounds)s) AND (%(everywhere)s OR d.jurisdiction_id = ANY (%(units)s))
 GROUP BY r.id, j.id
 ORDER BY r.first DESC, r.id, j.display_order, j.code
"""


def arrivals(rounds: Sequence[MonitoringRound], *, reach: Reach) -> list[Arrivals]:
    """Every unit of every round asked about, in one statement."""
    words: dict[str, Any] = {
        "rounds": [one.pk for one in rounds],
        "everywhere": reach.everywhere,
        "units": sorted(reach.jurisdiction_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, words)
        return [Arrivals(*row) for row in cursor.fetchall()]


def closed_at(due_on: date) -> datetime:
    """The first moment that is late."""
    return timezone.make_aware(datetime.combine(due_on + timedelta(days=1), time()))


def missing(rows: PeriodReportQuerySet, of: MonitoringRound) -> PeriodReportQuerySet:
    """Those of a round whose figures have not come."""
    return rows.with_figures(of).filter(SILENT)


def limits() -> list[Limit]:
    """The thresholds that hold, as values for the rules."""
    return [
        Limit(
            one.indicator,
            PERIODIC[one.indicator].label,
            JumpAgainst(one.against),
            one.rise,
            one.fall,
            one.least,
        )
        for one in JumpThreshold.objects.for_list()
        if one.indicator in PERIODIC
    ]


def earlier_firsts(of: MonitoringRound) -> Mapping[JumpAgainst, date]:
    """The first day of what a round is compared with."""
    step = -1 if of.kind == "month" else -3
    return {
        JumpAgainst.LAST: months_later(of.first, step),
        JumpAgainst.YEAR_AGO: months_later(of.first, -12),
    }


FIGURES: Final = """
SELECT enterprise_id, lower(during), explanation, {columns}
  FROM enterprises_periodindicators
 WHERE superseded_at IS NULL AND kind = %(kind)s AND basis = %(basis)s
   AND enterprise_id = ANY (%(ids)s) AND lower(during) = ANY (%(firsts)s)
"""


@dataclass(frozen=True, slots=True)
class Leap:
    """What leaps in one enterprise's figures, and what it said to that."""

    enterprise_id: int
    texts: tuple[str, ...]
    explanation: str


def leaps(ids: Sequence[int], of: MonitoringRound) -> dict[int, Leap]:
    """Of the enterprises given those whose figures of the round leap; one query."""
    before = earlier_firsts(of)
    words: dict[str, Any] = {
        "kind": of.kind,
        "basis": of.basis,
        "ids": list(ids),
        "firsts": [of.first, *before.values()],
    }
    told: dict[tuple[int, date], tuple[str, dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(columns=", ".join(PERIODIC)), words)
        for enterprise_id, first, explanation, *values in cursor.fetchall():
            figures = dict(zip(PERIODIC, values, strict=True))
            told[enterprise_id, first] = (explanation, figures)
    asked, found = limits(), {}
    for (enterprise_id, first), (explanation, now) in told.items():
        if first != of.first:
            continue
        earlier = {
            against: told[enterprise_id, day][1]
            for against, day in before.items()
            if (enterprise_id, day) in told
        }
        if texts := [one.text for one in jumps(now, earlier, asked)]:
            found[enterprise_id] = Leap(enterprise_id, tuple(texts), explanation)
    return found


def unexplained(rows: QuerySet[PeriodReport], of: MonitoringRound) -> list[int]:
    """The enterprises among `rows` whose figures leap without a word said to it."""
    ids = list(rows.order_by().values_list("enterprise_id", flat=True))
    return [one.enterprise_id for one in leaps(ids, of).values() if not one.explanation]
