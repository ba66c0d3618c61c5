"""Recipients of support against others like them: who rose a rung, and who would have anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from enterprises.rules.ladder import BELOW_THE_RUNG, DISPLAY_RANK
from measures.models import Matter
from measures.rules.effect import Effect, Stratum, effect
from wuhan_smes.access import Reach

# What was paid, to whom and when, under whichever name lists of payments give the matter.
PAID: Final = """
WITH paid AS (
    SELECT p.enterprise_id AS id, coalesce(p.paid_on, make_date(p.year, 12, 31)) AS day
      FROM measures_pastpayment p
     WHERE p.superseded_at IS NULL
       AND (%(names)s::text[] IS NULL OR p.matter = ANY (%(names)s)
            OR p.matter = '' AND p.programme = ANY (%(names)s))
    UNION ALL
    SELECT y.enterprise_id, (p.released_at AT TIME ZONE 'Asia/Shanghai')::date
      FROM measures_payment p
      JOIN measures_entitlement l ON l.id = p.entitlement_id
      JOIN measures_payee y ON y.id = l.payee_id
     WHERE p.state IN ('released', 'settled') AND y.enterprise_id IS NOT NULL
       AND (%(matter)s::bigint IS NULL OR l.matter_id = %(matter)s)
"""
# Whoever held a title on the first day, as known now, in the unit, size and section of that day.
STRATA: Final = f"""{PAID}), sides AS (
    SELECT id, bool_or(day >= %(first)s AND day <= %(last)s) AS treated FROM paid
     WHERE day <= %(last)s GROUP BY id
), ranked AS (
    SELECT r.enterprise_id AS id,
           max(t.rank) FILTER (WHERE r.in_force @> %(before)s::date) AS began,
           max(t.rank) FILTER (WHERE r.in_force @> %(after)s::date) AS ended
      FROM enterprises_recognition r
      JOIN unnest(%(tiers)s::text[], %(ranks)s::int[]) AS t (tier, rank) ON t.tier = r.tier
     WHERE r.superseded_at IS NULL AND r.subclass <> ALL (%(beside)s)
       AND (r.in_force @> %(before)s::date OR r.in_force @> %(after)s::date)
     GROUP BY r.enterprise_id
), population AS (
    SELECT s.unit_id, k.began, coalesce(z.size_class, '') AS size,
           coalesce(left(i.code, 1), '') AS section,
           coalesce(d.treated, false) AS treated, coalesce(k.ended, 0) > k.began AS up
      FROM ranked k
      JOIN enterprises_jurisdictionstay s
        ON s.enterprise_id = k.id AND s.during @> %(before)s::date AND s.superseded_at IS NULL
      LEFT JOIN enterprises_sizeyear z
        ON z.enterprise_id = k.id AND z.during @> %(before)s::date AND z.superseded_at IS NULL
      LEFT JOIN enterprises_industrystay y
        ON y.enterprise_id = k.id AND y.during @> %(before)s::date AND y.superseded_at IS NULL
      LEFT JOIN enterprises_industry i ON i.id = y.industry_id
      LEFT JOIN sides d ON d.id = k.id
     WHERE k.began IS NOT NULL AND (d.id IS NULL OR d.treated)
       AND (%(units)s::bigint[] IS NULL OR s.unit_id = ANY (%(units)s))
)
SELECT count(*) FILTER (WHERE treated), count(*) FILTER (WHERE treated AND up),
       count(*) FILTER (WHERE NOT treated), count(*) FILTER (WHERE NOT treated AND up)
  FROM population GROUP BY unit_id, began, size, section HAVING bool_or(treated)
"""  # noqa: S608 - constants
YEARS: Final = f"""{PAID})
SELECT extract(year FROM day)::int, count(DISTINCT id) FROM paid GROUP BY 1 ORDER BY 1 DESC
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Asked:
    """Support of a matter (None: any) paid in [first, last]; rungs are compared on the eve of
    `first` and on `until`.
    """

    first: date
    last: date
    until: date
    matter: Matter | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The effect, and a placebo: the same enterprises over as long a time before anything was
    paid. A placebo that is clear means that the two sides differed anyhow.
    """

    asked: Asked
    before: date
    effect: Effect
    placebo: Effect
    placebo_from: date


def found(asked: Asked, *, reach: Reach) -> Found:
    """Within reach. Runs under the caller's scope: payments and titles out of it are not seen."""
    before = date.fromordinal(asked.first.toordinal() - 1)
    earlier = date.fromordinal(2 * before.toordinal() - asked.until.toordinal())
    return Found(
        asked,
        before,
        effect(_strata(asked, before, asked.until, reach)),
        effect(_strata(asked, earlier, before, reach)),
        earlier,
    )


@dataclass(frozen=True, slots=True)
class PaidYear:
    """A year in which something was paid, and to how many enterprises."""

    year: int
    enterprises: int


def years_paid(matter: Matter | None = None) -> list[PaidYear]:
    """The latest first, of the payments the caller's scope shows."""
    words = _of(matter)
    with connection.cursor() as cursor:
        cursor.execute(YEARS, words)
        return [PaidYear(*row) for row in cursor.fetchall()]


def year_to_ask(years: Sequence[PaidYear], today: date) -> int:
    """The last whole year in which something was paid, so that there was time for an effect; else
    the running one.
    """
    whole = [it.year for it in years if it.year < today.year]
    return max(whole, default=max((it.year for it in years), default=today.year - 1))


def days_of(year: int, today: date) -> tuple[date, date]:
    """The first and last day of a year, of the running one as far as it has come."""
    return date(year, 1, 1), min(date(year, 12, 31), today)


def _strata(asked: Asked, before: date, after: date, reach: Reach) -> list[Stratum]:
    words: dict[str, Any] = {
        "first": asked.first,
        "last": asked.last,
        "before": before,
        "after": after,
        **_of(asked.matter),
        "tiers": [tier.value for tier in DISPLAY_RANK],
        "ranks": list(DISPLAY_RANK.values()),
        "beside": sorted(BELOW_THE_RUNG),
        "units": None if reach.everywhere else sorted(reach.jurisdiction_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(STRATA, words)
        return [Stratum(*row) for row in cursor.fetchall()]


def _of(matter: Matter | None) -> dict[str, Any]:
    """The words by which payments of a matter are told; None: of any."""
    if matter is None:
        return {"names": None, "matter": None}
    return {"names": _names(matter), "matter": matter.pk}


def _names(matter: Matter) -> list[str]:
    """How lists of payments call it."""
    spelled = matter.spellings.values_list("written", flat=True)
    titles = matter.programmes.values_list("title", flat=True)
    return sorted({matter.title, *spelled, *titles})
