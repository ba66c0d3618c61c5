"""Which enterprise a row of a list means: by code, then by its names, then by what was chosen.

One statement over all staged rows, in the scope of whoever imports. A change of company form is
another name: never a match, only a candidate.
"""

from typing import Final

from django.db import connection

from enterprises.rules.names import normalise_name
from wuhan_smes import many_rows
from wuhan_smes.exchange.kinds import Context

SUBJECT: Final = "enterprise"

# A code leads to whoever it was merged into, however often; so does a name. A name counts as it is
# borne today before one it bore, and as it is written before the same without brackets; the best
# level alone decides.
MATCH: Final = """
INSERT INTO {matched} (sheet, line, subject_id, how, doubt, elsewhere)
WITH RECURSIVE given AS MATERIALIZED (
    SELECT s.sheet, s.line, nullif(s."values" ->> 'uscc', '') AS uscc,
           nullif(s."values" ->> 'name', '') AS name
      FROM {staged} s
     WHERE s."values" ->> 'uscc' <> '' OR s."values" ->> 'name' <> ''
), elsewhere AS MATERIALIZED (
    SELECT code FROM enterprise_known_elsewhere(
        ARRAY(SELECT DISTINCT uscc FROM given WHERE uscc IS NOT NULL)) code
), led AS (
    SELECT id AS gone, merged_into_id AS id
      FROM enterprises_enterprise WHERE merged_into_id IS NOT NULL
     UNION
    SELECT l.gone, e.merged_into_id
      FROM led l JOIN enterprises_enterprise e ON e.id = l.id
     WHERE e.merged_into_id IS NOT NULL
), heirs AS MATERIALIZED (
    SELECT l.gone, e.id, e.name
      FROM led l JOIN enterprises_enterprise e ON e.id = l.id AND e.merged_into_id IS NULL
), coded AS MATERIALIZED (
    SELECT g.sheet, g.line, g.name AS said, e.uscc AS code,
           coalesce(h.id, e.id) AS id, coalesce(h.name, e.name) AS name
      FROM given g
      JOIN enterprises_enterprise e ON e.uscc = g.uscc
      LEFT JOIN heirs h ON h.gone = e.id
), by_code AS (
    SELECT c.sheet, c.line, c.id, 'code' AS how,
           CASE WHEN c.said IS NULL OR c.said = c.name THEN ''
                WHEN EXISTS (
                    SELECT FROM enterprises_enterprisename n
                     WHERE n.enterprise_id = c.id AND n.superseded_at IS NULL
                       AND n.match_key = translate(enterprise_name_key(c.said), '()', ''))
                THEN ''
                ELSE '代码与名称不符：登记名称为“' || c.name || '”' END AS doubt
      FROM coded c
), named AS MATERIALIZED (
    SELECT g.sheet, g.line, g.uscc, enterprise_name_key(g.name) AS key
      FROM given g
     WHERE g.name IS NOT NULL
       AND NOT EXISTS (SELECT FROM coded c WHERE c.sheet = g.sheet AND c.line = g.line)
       AND NOT EXISTS (SELECT FROM elsewhere x WHERE x.code = g.uscc)
), found AS (
    SELECT k.sheet, k.line, k.uscc, coalesce(h.id, e.id) AS id, e.uscc AS code,
           CASE WHEN upper_inf(n.during) THEN 1 ELSE 2 END
           + CASE WHEN split_part(n.search_key, E'\\n', 1) = k.key THEN 0 ELSE 2 END AS level
      FROM named k
      JOIN enterprises_enterprisename n
        ON n.match_key = translate(k.key, '()', '') AND n.superseded_at IS NULL
      JOIN enterprises_enterprise e ON e.id = n.enterprise_id
      LEFT JOIN heirs h ON h.gone = e.id
), best AS (
    SELECT f.sheet, f.line, f.uscc, f.level, min(f.id) AS id, count(DISTINCT f.id) AS many,
           max(f.code) AS code, min(min(f.level)) OVER (PARTITION BY f.sheet, f.line) AS least
      FROM found f GROUP BY f.sheet, f.line, f.uscc, f.level
), by_name AS (
    SELECT b.sheet, b.line, b.id,
           CASE WHEN b.level IN (1, 3) THEN 'name' ELSE 'former_name' END AS how,
           CASE WHEN b.many > 1 THEN '有 ' || b.many || ' 家企业使用这一名称'
                WHEN b.uscc IS NOT NULL THEN
                    '代码没有登记，同名企业登记的代码为 ' || coalesce(b.code, '（无）')
                ELSE '' END AS doubt
      FROM best b WHERE b.level = b.least
), matched AS (
    SELECT * FROM by_code UNION ALL SELECT * FROM by_name
), remembered AS (
    SELECT g.sheet, g.line, c.subject_id
      FROM given g
      JOIN exchange_matchchoice c
        ON c.subject = 'enterprise' AND c.jurisdiction_id = %(unit)s
       AND c.key = concat_ws(' ', g.uscc, left(enterprise_name_key(g.name), 200))
     WHERE g.name IS NOT NULL
)
SELECT g.sheet, g.line,
       CASE WHEN x.code IS NOT NULL THEN NULL WHEN certain THEN m.id
            WHEN r.sheet IS NOT NULL THEN chosen.id ELSE m.id END,
       CASE WHEN certain OR r.sheet IS NULL THEN m.how ELSE 'remembered' END,
       CASE WHEN certain OR r.sheet IS NOT NULL THEN '' ELSE m.doubt END,
       x.code IS NOT NULL OR NOT (%(everywhere)s OR coalesce(
           subject.jurisdiction_id = ANY(%(units)s::bigint[]), true))
  FROM given g
  LEFT JOIN matched m USING (sheet, line)
  CROSS JOIN LATERAL (SELECT coalesce(m.doubt = '', false) AS certain) sure
  LEFT JOIN remembered r ON r.sheet = g.sheet AND r.line = g.line AND NOT certain
  LEFT JOIN enterprises_enterprise chosen ON chosen.id = r.subject_id
  LEFT JOIN enterprises_enterprise subject
    ON subject.id = CASE WHEN certain OR r.sheet IS NULL THEN m.id ELSE chosen.id END
  LEFT JOIN elsewhere x ON x.code = g.uscc
 WHERE m.id IS NOT NULL OR r.sheet IS NOT NULL OR x.code IS NOT NULL
"""


def match(staged: str, matched: str, context: Context) -> None:
    """Fill `matched` from `staged`, as the engine's Subject promises."""
    reach = context.access.total_reach(writing=True)
    values: dict[str, bool | int | str] = {
        "unit": context.jurisdiction_id,
        "everywhere": reach.everywhere,
        "units": many_rows.array(reach.jurisdiction_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(MATCH.format(staged=staged, matched=matched), values)


def key_of(uscc: str, name: str) -> str:
    """What a choice is remembered by: the name, with the code where there was one."""
    key = normalise_name(name)[:200]
    return f"{uscc} {key}" if uscc and key else key
