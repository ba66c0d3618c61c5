"""Which enterprises in somebody's care are due for a visit, and which were due long ago.

A visit is due `cadence` days after the last one of the same station, or after care began; sooner
where the last visit named a day. The cadence is the assignment's own, or the shortest of the
enterprise's titles.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from services.rules.due import SOON_DAYS
from wuhan_smes.access import Reach

DUE: Final = "least(greatest(lower(a.during), last.visited_on) + due.cadence, last.next_due_on)"
COLUMNS: Final = f"""
SELECT a.id, a.enterprise_id, e.name, e.uscc, a.jurisdiction_id, j.code, j.name,
       a.station_id, t.code, t.name, a.specialist_id, s.name,
       last.visited_on, due.cadence, {DUE}
"""
# Care leads to its specialist, an enterprise to its visits, the newest first from the end of the
# day. So asked, no index of all visits of the station, or of all care, is read for each of them.
CARE: Final = """
  FROM services_assignment a
  JOIN enterprises_enterprise e ON e.id = a.enterprise_id
  JOIN accounts_jurisdiction j ON j.id = a.jurisdiction_id
  JOIN accounts_servicestation t ON t.id = a.station_id
  JOIN services_specialist s ON s.id = ANY (ARRAY[a.specialist_id])
  LEFT JOIN LATERAL (
       SELECT v.visited_on,
              CASE WHEN v.next_due_on > v.visited_on THEN v.next_due_on END AS next_due_on
         FROM services_visit v
        WHERE v.enterprise_id = a.enterprise_id AND v.station_id IS NOT DISTINCT FROM a.station_id
          AND v.visited_at < (%(on)s + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
          AND v.voided_at IS NULL
        ORDER BY v.visited_at DESC, v.id DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (
       SELECT coalesce(a.cadence_days,
              (SELECT min(c.days) FROM services_visitcadence c
                WHERE c.tier IN (SELECT r.tier FROM enterprises_recognition r
                                  WHERE r.enterprise_id = a.enterprise_id
                                    AND r.superseded_at IS NULL
                                    AND lower(r.in_force) <= %(on)s
                                    AND (upper_inf(r.in_force) OR upper(r.in_force) > %(on)s))
                  AND c.effective_from <= %(on)s
                  AND (c.effective_until IS NULL OR c.effective_until > %(on)s)),
              (SELECT c.days FROM services_visitcadence c
                WHERE c.tier = '' AND c.effective_from <= %(on)s
                  AND (c.effective_until IS NULL OR c.effective_until > %(on)s))) AS cadence) due
       ON true
 WHERE a.voided_at IS NULL AND a.is_lead
   AND lower(a.during) <= %(on)s AND (upper_inf(a.during) OR upper(a.during) > %(on)s)
   AND (%(everywhere)s OR a.jurisdiction_id = ANY(%(units)s) OR a.station_id = ANY(%(stations)s))
"""


@dataclass(frozen=True, slots=True)
class Care:
    """One enterprise in care. `due_on` is None where no cadence says when."""

    assignment_id: int
    enterprise_id: int
    enterprise_name: str
    uscc: str | None
    jurisdiction_id: int
    jurisdiction_code: str
    jurisdiction_name: str
    station_id: int
    station_code: str
    station_name: str
    specialist_id: int
    specialist_name: str
    last_on: date | None
    cadence: int | None
    due_on: date | None

    def late(self, on: date) -> int:
        """Days past the day it was due; 0 when it is not."""
        return max(0, (on - self.due_on).days) if self.due_on else 0

    def state(self, on: date) -> str:
        """overdue, due (today or within a week), ahead, or unknown."""
        if self.due_on is None:
            return "unknown"
        days = (self.due_on - on).days
        return "overdue" if days < 0 else "due" if days <= SOON_DAYS else "ahead"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is due in one unit, station or specialist's care. `visited`: since care began."""

    key: str
    label: str
    assigned: int
    visited: int
    due: int
    overdue: int

    @property
    def rate(self) -> float | None:
        """覆盖率, visited of assigned; None where nothing is assigned."""
        return self.visited / self.assigned if self.assigned else None


# What a line is about: its key, its name, and what it stands in order of.
CUTS: Final[dict[str, tuple[str, str, str]]] = {
    "jurisdiction": ("j.code", "j.name", "min(j.display_order), j.code"),
    "station": ("t.code", "t.name", "t.code"),
    "specialist": ("s.id::text", "s.name", "s.name, s.id"),
}


def in_care(
    *, on: date, reach: Reach, specialist_id: int | None = None, station_id: int | None = None
) -> list[Care]:
    """Everything in care on a day within reach, the longest due first."""
    given = _reached(reach, on) | {"specialist": specialist_id, "station": station_id}
    only = {"specialist_id": specialist_id, "station_id": station_id}
    sieve = "".join(
        f" AND a.{column} = %({column.removesuffix('_id')})s"
        for column, wanted in only.items()
        if wanted is not None
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{COLUMNS}{CARE}{sieve} ORDER BY 15 NULLS LAST, a.id", given)
        return [Care(*row) for row in cursor.fetchall()]


def coverage(*, on: date, reach: Reach, by: str) -> list[Coverage]:
    """Counts by unit, station or specialist, counted where the rows are; in the order of units,
    or of codes and names.
    """
    key, label, order = CUTS[by]
    statement = f"""
        SELECT {key}, {label}, count(*), count(last.visited_on),
               count(*) FILTER (WHERE {DUE} BETWEEN %(on)s AND %(on)s + {SOON_DAYS}),
               count(*) FILTER (WHERE {DUE} < %(on)s)
        {CARE} GROUP BY {key}, {label}{", s.id" if by == "specialist" else ""} ORDER BY {order}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, _reached(reach, on))
        return [Coverage(*row) for row in cursor.fetchall()]


def _reached(reach: Reach, on: date) -> dict[str, Any]:
    return {
        "on": on,
        "everywhere": reach.everywhere,
        "units": list(reach.jurisdiction_ids),
        "stations": list(reach.station_ids),
    }
