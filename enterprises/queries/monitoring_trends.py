"""Running figures against the same period of the year before, over the same enterprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from enterprises.choices import PeriodKind, Tier
from enterprises.models import PERIODIC
from enterprises.rules.growth import Panel
from enterprises.rules.spans import months_later
from wuhan_smes.access import Reach

BY: Final = {"all": "全部", "jurisdiction": "管理单位", "tier": "梯度", "chain": "产业链"}


@dataclass(frozen=True, slots=True)
class Trend:
    """One set of enterprises in one period: those that had the figure then and a year before."""

    first: date
    key: str
    label: str
    panel: Panel


# By what the panel is cut: the join, the key, its name, and by what it is ordered first. An
# enterprise counts for the unit it stood under, the titles it held and the chain it belonged to on
# the last day of the period.
CUTS: Final = {
    "all": ("", "'all'", "'全部'", ""),
    "jurisdiction": (
        """JOIN enterprises_jurisdictionstay s ON s.enterprise_id = n.enterprise_id
             AND s.superseded_at IS NULL AND s.during @> n.last
           JOIN accounts_jurisdiction j ON j.id = s.unit_id""",
        "j.code",
        "j.name",
        ", j.display_order",
    ),
    "tier": (
        """JOIN LATERAL (SELECT DISTINCT t.tier FROM enterprises_recognition t
             WHERE t.enterprise_id = n.enterprise_id AND t.superseded_at IS NULL
               AND t.in_force @> n.last) t ON true""",
        "t.tier",
        "t.tier",
        "",
    ),
    "chain": (
        """JOIN enterprises_enterprisechain c ON c.enterprise_id = n.enterprise_id
             AND c.superseded_at IS NULL AND c.is_primary AND c.during @> n.last
             AND c.chain_version = %(chains)s
           JOIN enterprises_industrychain j ON j.id = c.chain_id""",
        "j.code",
        "j.name",
        ", j.id",
    ),
}
COMPARED: Final = """
WITH n AS MATERIALIZED (
  SELECT f.id, f.enterprise_id, lower(f.during) AS first, (upper(f.during) - 1) AS last,
         f.{indicator}::numeric AS now, b.id AS earlier, b.{indicator}::numeric AS before
    FROM enterprises_periodindicators f
    LEFT JOIN enterprises_periodindicators b
           ON b.enterprise_id = f.enterprise_id AND b.superseded_at IS NULL
          AND b.kind = f.kind AND b.basis = f.basis
          AND b.during = daterange((lower(f.during) - interval '1 year')::date,
                                   (upper(f.during) - interval '1 year')::date)
   WHERE f.superseded_at IS NULL AND f.kind = %(kind)s AND f.basis = 'current'
     AND f.{indicator} IS NOT NULL AND lower(f.during) = ANY (%(firsts)s)
     AND (%(everywhere)s OR f.jurisdiction_id = ANY (%(units)s)))
SELECT {told}
  FROM n {joins}
"""
ADDED: Final = """n.first, {key}, {label}, count(*), count(n.before),
       sum(n.now) FILTER (WHERE n.before IS NOT NULL), sum(n.before)"""
IN_ORDER: Final = " GROUP BY 1, 2, 3{order} ORDER BY 1{order}, 2"


def trends(
    reach: Reach,
    *,
    indicator: str,
    kind: PeriodKind,
    firsts: Sequence[date],
    by: str = "all",
    chain_version: str = "2021",
) -> list[Trend]:
    """Each set in each period asked for; a set without any figure is not among them."""
    _, key, label, order = CUTS[by]
    told = ADDED.format(key=key, label=label)
    sql = _compared(indicator, by, told) + IN_ORDER.format(order=order)
    with connection.cursor() as cursor:
        cursor.execute(sql, _words(reach, kind, firsts, chain_version))
        return [
            Trend(first, code, _named(by, code, name), Panel(told, count, now, before))
            for first, code, name, told, count, now, before in cursor.fetchall()
        ]


def members(
    reach: Reach,
    *,
    indicator: str,
    kind: PeriodKind,
    first: date,
    by: str = "all",
    chain_version: str = "2021",
) -> list[tuple[str, int, int | None]]:
    """Of one period: the key of each set, and the ids of the figures in it, that of the period and
    that of a year before (None where it was not told). Who counts in two sets stands in both.
    """
    _, key, *_ = CUTS[by]
    told = f"{key}, n.id, CASE WHEN n.before IS NOT NULL THEN n.earlier END"
    with connection.cursor() as cursor:
        words = _words(reach, kind, [first], chain_version)
        cursor.execute(_compared(indicator, by, told), words)
        return list(cursor.fetchall())


def _compared(indicator: str, by: str, told: str) -> str:
    """Raises LookupError for a word that is no indicator."""
    if indicator not in PERIODIC:
        raise LookupError(indicator)
    return COMPARED.format(indicator=indicator, joins=CUTS[by][0], told=told)


def _words(
    reach: Reach, kind: PeriodKind, firsts: Sequence[date], chain_version: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "firsts": list(firsts),
        "everywhere": reach.everywhere,
        "units": sorted(reach.jurisdiction_ids),
        "chains": chain_version,
    }


def periods_until(kind: PeriodKind, last: date, count: int) -> list[date]:
    """The first days of `count` periods, the last of them beginning on `last`."""
    step = 1 if kind == PeriodKind.MONTH else 3
    return [months_later(last, -step * back) for back in reversed(range(count))]


def newest(reach: Reach, *, kind: PeriodKind) -> date | None:
    """The first day of the newest period anything is known of; None where nothing is."""
    sql = (
        "SELECT max(lower(during)) FROM enterprises_periodindicators WHERE superseded_at IS NULL"
        " AND kind = %s AND basis = 'current' AND (%s OR jurisdiction_id = ANY (%s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, reach.everywhere, sorted(reach.jurisdiction_ids)])
        row = cursor.fetchone()
    found: date | None = row[0] if row else None
    return found


def _named(by: str, code: str, name: str) -> str:
    return str(Tier(code).label) if by == "tier" else name
