"""Visits somebody should look at: signs that one was written down without being made.

A sign is no proof: each says what was seen, and a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from wuhan_smes.access import Reach

# Two places further apart than this in the time between them (km/h, as the crow flies).
FASTEST: Final = 120
MASS: Final = 8
SHORTEST_TEXT: Final = 30
MOST: Final = 200

WITHIN: Final = """v.voided_at IS NULL AND v.visited_on BETWEEN %(first)s AND %(last)s
   AND (%(everywhere)s OR v.jurisdiction_id = ANY(%(units)s) OR v.station_id = ANY(%(stations)s))"""
SAME_PHOTO: Final = f"""
SELECT v.id, v.visited_on, v.enterprise_name, v.recorded_by_name,
       '照片与 ' || o.visited_on || ' “' || o.enterprise_name || '”的走访相同'
  FROM services_visit v
  JOIN services_visitphoto p ON p.visit_id = v.id AND p.removed_at IS NULL
  JOIN services_visitphoto q ON q.sha256 = p.sha256 AND q.visit_id < p.visit_id
       AND q.removed_at IS NULL
  JOIN services_visit o ON o.id = q.visit_id
 WHERE {WITHIN}
"""  # noqa: S608 - constants
COPIED_TEXT: Final = f"""
WITH mine AS (
    SELECT v.id, v.visited_on, v.enterprise_name, v.recorded_by_name, v.enterprise_id,
           md5(regexp_replace(v.summary, '\\s', '', 'g')) AS text,
           count(*) OVER same AS often, min(v.enterprise_id) OVER same AS one,
           max(v.enterprise_id) OVER same AS other
      FROM services_visit v
     WHERE {WITHIN} AND length(v.summary) >= {SHORTEST_TEXT}
    WINDOW same AS (PARTITION BY md5(regexp_replace(v.summary, '\\s', '', 'g'))))
SELECT id, visited_on, enterprise_name, recorded_by_name,
       '走访情况与另外 ' || often - 1 || ' 次走访一字不差'
  FROM mine WHERE often > 1 AND one <> other
"""  # noqa: S608 - constants
# The distance on a sphere, from the square of half the chord.
TRAVEL: Final = f"""
WITH mine AS (
    SELECT v.id, v.visited_on, v.enterprise_name, v.recorded_by_name, v.visited_at,
           v.latitude::float AS y, v.longitude::float AS x,
           lag(v.visited_at) OVER day AS before_at, lag(v.enterprise_name) OVER day AS before,
           lag(v.latitude::float) OVER day AS before_y, lag(v.longitude::float) OVER day AS before_x
      FROM services_visit v
     WHERE {WITHIN} AND v.latitude IS NOT NULL AND v.mode = 'place'
    WINDOW day AS (PARTITION BY coalesce(v.specialist_id, -v.recorded_by_id), v.visited_on
                   ORDER BY v.visited_at, v.id)),
far AS (
    SELECT *, extract(epoch FROM visited_at - before_at) / 3600 AS hours,
           12742 * asin(least(1, sqrt(power(sin(radians(y - before_y) / 2), 2)
             + cos(radians(y)) * cos(radians(before_y))
             * power(sin(radians(x - before_x) / 2), 2)))) AS km
      FROM mine WHERE before_at IS NOT NULL)
SELECT id, visited_on, enterprise_name, recorded_by_name,
       '距上一次走访“' || before || '” ' || round(km::numeric, 1) || ' 公里，相隔 '
       || round(hours * 60) || ' 分钟'
  FROM far WHERE km > 2 AND km > {FASTEST} * hours
"""  # noqa: S608 - constants
MASS_BACKDATING: Final = f"""
WITH mine AS (
    SELECT v.id, v.visited_on, v.enterprise_name, v.recorded_by_name, v.recorded_at,
           count(*) OVER (PARTITION BY v.recorded_by_id,
                          (v.recorded_at AT TIME ZONE 'Asia/Shanghai')::date) AS often
      FROM services_visit v
     WHERE {WITHIN} AND v.late_reason <> '')
SELECT id, visited_on, enterprise_name, recorded_by_name,
       '同一人当日补登了 ' || often || ' 次走访'
  FROM mine WHERE often >= {MASS}
"""  # noqa: S608 - constants

SIGNS: Final[dict[str, tuple[str, str]]] = {
    "photo": ("照片重复", SAME_PHOTO),
    "text": ("文字雷同", COPIED_TEXT),
    "travel": ("行程可疑", TRAVEL),
    "backdated": ("集中补登", MASS_BACKDATING),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something odd about one visit."""

    kind: str
    label: str
    visit_id: int
    visited_on: date
    enterprise_name: str
    recorded_by: str
    what: str


def signs(*, reach: Reach, first: date, last: date, kind: str = "") -> list[Sign]:
    """What is odd about the visits of a period within reach, the newest first."""
    found = [sign for name in SIGNS if kind in {"", name} for sign in _of(name, reach, first, last)]
    return sorted(found, key=lambda sign: (sign.visited_on, sign.visit_id), reverse=True)[:MOST]


def _of(kind: str, reach: Reach, first: date, last: date) -> Iterator[Sign]:
    label, statement = SIGNS[kind]
    given: dict[str, Any] = {
        "first": first,
        "last": last,
        "everywhere": reach.everywhere,
        "units": list(reach.jurisdiction_ids),
        "stations": list(reach.station_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 2 DESC, 1 DESC LIMIT {MOST}", given)
        for row in cursor.fetchall():
            yield Sign(kind, label, *row)
