"""Finding rows that may be one subject: one statement over everything in reach, no row by row.

Alike means exactly equal for codes, names and phones (by their blind index).
For similar names it is a set join: the parts that all names share (the city, the form of company)
are cut off, and of the pairs of characters left only the rarest of each name are compared, as many
as two alike names cannot both do without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from enterprises.choices import DuplicateReason
from enterprises.rules.duplicates import (
    ALIKE,
    MOST_SHARING_A_GRAM,
    MOST_SHARING_A_PHONE,
    WEIGHTS,
)
from wuhan_smes.access import Reach

# The organisation's own code: eight characters and their check, whoever registered it and where.
FOUND: Final = r"""
WITH base AS MATERIALIZED (
    SELECT e.id, e.jurisdiction_id, e.uscc
      FROM enterprises_enterprise e
     WHERE e.status <> 'merged'
       AND (%(units)s::bigint[] IS NULL OR e.jurisdiction_id = ANY (%(units)s))
), names AS MATERIALIZED (
    SELECT DISTINCT b.id, b.jurisdiction_id, upper_inf(n.during) AS today,
           n.match_key AS name
      FROM enterprises_enterprisename n JOIN base b ON b.id = n.enterprise_id
     WHERE n.superseded_at IS NULL
), coded AS (
    SELECT id, substr(uscc, 9, 9) AS organisation FROM base WHERE uscc IS NOT NULL
), called AS (
    SELECT DISTINCT b.id, c.number
      FROM (SELECT enterprise_id,
                   CASE WHEN starts_with(phone, 'v2:') THEN split_part(phone, ':', 4)
                        WHEN length(regexp_replace(phone, '\D', '', 'g')) >= 7
                        THEN right(regexp_replace(phone, '\D', '', 'g'), 11) ELSE '' END AS number
              FROM enterprises_contact WHERE ended_at IS NULL) c
      JOIN base b ON b.id = c.enterprise_id
     WHERE c.number <> ''
), shared AS (
    SELECT number FROM called GROUP BY number HAVING count(*) BETWEEN 2 AND %(most_phones)s
), cores AS (
    SELECT id, jurisdiction_id AS unit,
           regexp_replace(regexp_replace(name, '^(湖北省?|武汉市?)+', ''),
                          '(股份|集团|有限责任|有限|公司)+$', '') AS core
      FROM names WHERE today
), parts AS MATERIALIZED (
    SELECT id, unit, ARRAY(SELECT DISTINCT substr(core, i, 2)
                             FROM generate_series(1, length(core) - 1) i) AS every
      FROM cores WHERE length(core) >= 4
), grams AS MATERIALIZED (
    SELECT id, unit, cardinality(every) AS size, g FROM parts, unnest(every) g
), common AS (
    SELECT unit, g, count(*) AS names FROM grams GROUP BY unit, g
), ranked AS (
    SELECT s.id, s.unit, s.size, s.g, c.names,
           row_number() OVER (PARTITION BY s.id ORDER BY c.names, s.g) AS rarity
      FROM grams s JOIN common c USING (unit, g)
), keys AS (
    SELECT * FROM ranked
     WHERE rarity <= size - ceil(%(alike)s * size) + 1 AND names BETWEEN 2 AND %(most_grams)s
), candidates AS (
    SELECT DISTINCT x.id AS a, y.id AS b
      FROM keys x JOIN keys y ON y.unit = x.unit AND y.g = x.g AND y.id > x.id
     WHERE least(x.size, y.size) >= %(alike)s * greatest(x.size, y.size)
), likeness AS (
    SELECT x.id AS a, y.id AS b,
           CASE WHEN x.today AND y.today THEN 'same_name' ELSE 'former_name' END AS reason
      FROM names x JOIN names y ON y.name = x.name AND y.id > x.id
    UNION
    SELECT x.id, y.id, 'same_organisation'
      FROM coded x JOIN coded y ON y.organisation = x.organisation AND y.id > x.id
    UNION
    SELECT x.id, y.id, 'same_phone'
      FROM shared JOIN called x USING (number) JOIN called y ON y.number = x.number AND y.id > x.id
    UNION
    SELECT c.a, c.b, 'similar_name'
      FROM candidates c JOIN parts x ON x.id = c.a JOIN parts y ON y.id = c.b
     CROSS JOIN LATERAL (
           SELECT count(*) AS shared FROM unnest(x.every) g WHERE g = ANY (y.every)) likes
     WHERE likes.shared >= %(alike)s * (cardinality(x.every) + cardinality(y.every) - likes.shared)
), near AS (
    SELECT p.a, p.b, 'near_code' AS reason
      FROM (SELECT DISTINCT a, b FROM likeness WHERE reason LIKE '%%name') p
      JOIN base x ON x.id = p.a JOIN base y ON y.id = p.b
     WHERE (SELECT count(*) FROM generate_series(1, 16) i
             WHERE substr(x.uscc, i, 1) <> substr(y.uscc, i, 1)) = 1
), weighed AS (
    SELECT f.a, f.b, array_agg(f.reason ORDER BY w.weight DESC, f.reason) AS reasons,
           least(100, sum(w.weight)) AS score
      FROM (SELECT * FROM likeness UNION SELECT * FROM near) f
      JOIN unnest(%(reasons)s::text[], %(weights)s::int[]) AS w (reason, weight) USING (reason)
     GROUP BY f.a, f.b
)
"""
KEPT: Final = """, stale AS (
    DELETE FROM enterprises_duplicatepair p
     USING base x, base y
     WHERE p.a_id = x.id AND p.b_id = y.id AND p.state = 'open'
       AND NOT EXISTS (SELECT FROM weighed f WHERE f.a = p.a_id AND f.b = p.b_id)
    RETURNING p.id
), put AS (
    INSERT INTO enterprises_duplicatepair AS p
           (a_id, b_id, jurisdiction_id, other_jurisdiction_id, reasons, score, state, found_at,
            decided_by_name, note, version)
    SELECT f.a, f.b, x.jurisdiction_id, y.jurisdiction_id, f.reasons, f.score, 'open', %(at)s,
           '', '', 1
      FROM weighed f JOIN base x ON x.id = f.a JOIN base y ON y.id = f.b
        ON CONFLICT (a_id, b_id) DO UPDATE
       SET reasons = excluded.reasons, score = excluded.score, found_at = excluded.found_at,
           version = p.version + 1
     WHERE p.state = 'open'
       AND (p.reasons, p.score) IS DISTINCT FROM (excluded.reasons, excluded.score)
    RETURNING p.version
)
SELECT (SELECT count(*) FROM weighed), (SELECT count(*) FROM put WHERE version = 1),
       (SELECT count(*) FROM stale)
"""
# Which names share a rare pair of characters is found by hashing. The planner, who thinks there is
# one such pair in all, would compare each with each: of a whole city that never ends.
BY_HASHING: Final = "SELECT set_config('enable_nestloop', %s, true)"
# One search over the same rows at a time; released with the transaction.
ALONE: Final = "SELECT pg_try_advisory_xact_lock(hashtext('enterprises.duplicates'), %s)"


@dataclass(frozen=True, slots=True)
class Search:
    """How many pairs are alike now, how many of them were not known, how many are no longer."""

    alike: int
    new: int
    gone: int


def alone(reach: Reach) -> bool:
    """Whether nobody else searches the same rows in an open transaction."""
    units = 0 if reach.everywhere else hash(tuple(sorted(reach.jurisdiction_ids))) % 2**31
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [units])
        return bool((cursor.fetchone() or (False,))[0])


def words(units: Sequence[int] | None, *, at: datetime) -> dict[str, Any]:
    """What the statement is told; None stands for everybody's units."""
    return {
        "units": units,
        "alike": ALIKE,
        "most_grams": MOST_SHARING_A_GRAM,
        "most_phones": MOST_SHARING_A_PHONE,
        "reasons": [str(reason) for reason in DuplicateReason],
        "weights": [WEIGHTS[reason] for reason in DuplicateReason],
        "at": at,
    }


def search(*, reach: Reach, at: datetime) -> Search:
    """Bring the pairs of everything in reach up to date; what was decided stays decided."""
    units = None if reach.everywhere else sorted(reach.jurisdiction_ids)
    with connection.cursor() as cursor:
        cursor.execute(BY_HASHING, ["off"])
        cursor.execute(FOUND + KEPT, words(units, at=at))
        alike, new, gone = cursor.fetchone() or (0, 0, 0)
        cursor.execute(BY_HASHING, ["on"])
    return Search(alike, new, gone)
