"""Which enterprises a count is made of, as known at any moment, and why it came out otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.tier_counts import tier_counts
from enterprises.rules.counting import BITS, NOT_COUNTED, counted
from wuhan_smes.access import Reach

KNOWN: Final = (
    "{0}.recorded_at <= %(known_at)s"
    " AND ({0}.superseded_at IS NULL OR {0}.superseded_at > %(known_at)s)"
)
MEMBERS: Final = f"""
SELECT e.id, e.name, array_agg(DISTINCT r.tier)
  FROM enterprises_recognition r
  JOIN enterprises_jurisdictionstay s
    ON s.enterprise_id = r.enterprise_id AND s.during @> %(on)s AND {KNOWN.format("s")}
  JOIN accounts_jurisdiction j ON j.id = s.unit_id AND j.code = %(unit)s
  JOIN enterprises_enterprise e ON e.id = r.enterprise_id
 WHERE r.in_force @> %(on)s AND {KNOWN.format("r")} AND r.subclass <> ALL (%(beside)s)
   AND (%(everywhere)s OR s.unit_id = ANY (%(units)s::bigint[]))
 GROUP BY e.id, e.name
"""  # noqa: S608 - constants
STAYED: Final = f"""
SELECT s.enterprise_id
  FROM enterprises_jurisdictionstay s JOIN accounts_jurisdiction j ON j.id = s.unit_id
 WHERE s.enterprise_id = ANY (%(ids)s) AND j.code = %(unit)s AND s.during @> %(on)s
   AND {KNOWN.format("s")}
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the table of tiers by unit."""

    unit: str
    tier: Tier
    on: date
    basis: CountBasis


@dataclass(frozen=True, slots=True)
class Changed:
    """One enterprise that counts at one moment and not at the other. `by_stay`: because it was
    known to be the unit's at one of them only. Those out of sight by now are told as a number.
    """

    name: str
    change: int
    by_stay: bool


def members(cell: Cell, *, reach: Reach, known_at: datetime) -> Mapping[int, str]:
    """Names by id of the enterprises behind a count, as far as they are still in sight."""
    words: dict[str, Any] = {
        "on": cell.on,
        "unit": cell.unit,
        "known_at": known_at,
        "beside": list(NOT_COUNTED),
        "everywhere": reach.everywhere,
        "units": sorted(reach.jurisdiction_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, words)
        found = cursor.fetchall()
    return {
        pk: name for pk, name, tiers in found if cell.tier in counted(_titles(tiers), cell.basis)
    }


def changed(cell: Cell, *, reach: Reach, before: datetime, after: datetime) -> list[Changed]:
    """Why the count as known `after` is another than `before`, enterprise by enterprise.

    The changes add up to the difference of the two counts.
    """
    was = members(cell, reach=reach, known_at=before)
    now = members(cell, reach=reach, known_at=after)
    came = _stayed(cell, now.keys() - was.keys(), before)
    left = _stayed(cell, was.keys() - now.keys(), after)
    told = [
        *(Changed(now[pk], 1, pk not in came) for pk in sorted(now.keys() - was.keys())),
        *(Changed(was[pk], -1, pk not in left) for pk in sorted(was.keys() - now.keys())),
    ]
    whole = _count(cell, reach, after) - _count(cell, reach, before)
    hidden = whole - sum(it.change for it in told)
    return [*told, *([Changed("", hidden, by_stay=True)] if hidden else [])]


def _titles(tiers: list[str]) -> int:
    bits = 0
    for tier in tiers:
        bits |= BITS[Tier(tier)]
    return bits


def _stayed(cell: Cell, ids: set[int], known_at: datetime) -> set[int]:
    """Those of `ids` that were known to be the unit's on the day."""
    words: dict[str, Any] = {
        "ids": sorted(ids),
        "unit": cell.unit,
        "on": cell.on,
        "known_at": known_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(STAYED, words)
        return {pk for (pk,) in cursor.fetchall()}


def _count(cell: Cell, reach: Reach, known_at: datetime) -> int:
    cells = tier_counts(
        reach, on=cell.on, by=CountCut.JURISDICTION, basis=cell.basis, known_at=known_at
    )
    return next((it.count for it in cells if (it.key, it.tier) == (cell.unit, cell.tier)), 0)
