"""Counts, flows and trends of a million enterprises: each reads every index it needs once, in
order of enterprise, and no table.

The same answers as before (tests/enterprises/titles compares them with a brute-force model).
What a row of titles tells is packed into sets, one beside another in one number, so that a single
aggregate collects them; alike histories are then one group each.
"""

from importlib import import_module
from typing import Any

from django.db import migrations

from wuhan_smes import policies

EARLIER: Any = import_module("enterprises.migrations.0007_tier_counts")

# The sum of `bits` a title carries, as an expression on the titles `r`.
BIT = """
CREATE FUNCTION public.counting_bit(tiers text[], bits int[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
SELECT 'CASE r.tier ' || string_agg(format('WHEN %L THEN %s', tier, bit), ' ') || ' END::bigint'
  FROM unnest(tiers, bits) AS x (tier, bit)
$$
"""

# For each key, which titles were held there (`held`), which at all (`overall`), by how many.
PROFILES = """
DECLARE
    reach bigint[] := public.counting_reach(units);
    here text := '';
    mine text := '';
    batch text := '';
    overall text := 't.held';
    how record;
BEGIN
    IF cardinality(reach) = 0 THEN
        RETURN;
    END IF;
    IF reach IS NOT NULL THEN
        here := ' AND s.unit_id = ANY ($1)';
        mine := format(
            ' AND EXISTS (SELECT FROM public.enterprises_jurisdictionstay s'
            ' WHERE s.enterprise_id = r.enterprise_id AND s.during @> %L::date AND %s%s)',
            on_day, public.counting_known('s', known_at), here);
    END IF;
    IF cut = 'batch' THEN
        batch := ', r.batch_id';
        overall := 'bit_or(t.held) OVER (PARTITION BY t.enterprise_id)';
        SELECT '' AS join_sql, 't.batch_id' AS key_sql INTO how;
    ELSE
        SELECT * INTO how FROM public.counting_cut(cut, on_day, known_at, 's');
    END IF;
    RETURN QUERY EXECUTE format($sql$
    SELECT coalesce(g.key::text, ''), g.held::int, g.overall::int, g.enterprises FROM (
        SELECT w.key, w.held, w.overall, count(*) AS enterprises FROM (
            SELECT %1$s AS key, t.held, %2$s AS overall FROM (
                SELECT r.enterprise_id %3$s, bit_or(%4$s) AS held
                  FROM public.enterprises_recognition r
                 WHERE r.in_force @> $3 AND %5$s AND r.subclass <> ALL ($2) %6$s
                 GROUP BY r.enterprise_id %3$s) t
              JOIN public.enterprises_jurisdictionstay s ON s.enterprise_id = t.enterprise_id
               AND s.during @> $3 AND %7$s %8$s %9$s) w
         GROUP BY 1, 2, 3) g $sql$,
        how.key_sql, overall, batch, public.counting_bit(tiers, bits),
        public.counting_known('r', known_at), mine, public.counting_known('s', known_at), here,
        how.join_sql)
    USING reach, beside, on_day;
END
"""

# Both ends of a period side by side. `part_*` are the titles held under that end's key (all of
# them, save when cut by batch), `held_*` all of them, `here_*` whether some unit of the city
# managed the enterprise that day, `seen_*` whether it was one of the caller's. What happened in
# between is told only as far as it can decide a column (enterprises/rules/flows.py): how titles
# ended, only of those who lost one; how a stay began or ended, only of those not here at that end.
# Of a title that ended more than once in the period the last end counts. Seldom do two ends of one
# enterprise differ in kind, so that only then the rows are looked up again (`settled`).
# Single enterprises are looked up by ANY (ARRAY[…]), which only B-trees serve: the planner holds the
# GiST indexes behind the exclusion constraints for cheap, and they cost ten times as much.
HISTORIES = """
DECLARE
    reach bigint[] := public.counting_reach(units);
    r_known text := public.counting_known('r', known_at);
    s_known text := public.counting_known('s', known_at);
    p_known text := public.counting_known('p', known_at);
    width int := cardinality(tiers);  -- five sets of this width must fit into 63 bits
    ending text := 'CASE r.withdrawal_cause WHEN ''waived'' THEN 1 WHEN ''not_reviewed'' THEN 2'
                   ' WHEN ''review_failed'' THEN 2 WHEN ''moved_out'' THEN 3'
                   ' WHEN ''deregistered'' THEN 4 WHEN ''merged'' THEN 4 ELSE 0 END';
    entry text;
    mine text := '';
    batch text := '';
    whole text := 'SELECT h.*, h.sets AS parts FROM held h';
    at_o record;
    at_c record;
BEGIN
    IF cardinality(reach) = 0 THEN
        RETURN;
    END IF;
    IF reach IS NOT NULL THEN
        mine := format(
            ' AND r.enterprise_id IN (SELECT s.enterprise_id FROM public.enterprises_jurisdictionstay s'
            ' WHERE (s.during @> %L::date OR s.during @> %L::date) AND %s AND s.unit_id = ANY ($1))',
            opening, closing, s_known);
    END IF;
    IF cut = 'batch' THEN
        batch := ', r.batch_id';
        whole := 'SELECT h.enterprise_id, h.batch_id, bit_or(h.sets) OVER e AS sets,'
                 ' bit_or(h.began) OVER e AS began, bit_or(h.ended) OVER e AS ended, h.sets AS parts'
                 ' FROM held h WINDOW e AS (PARTITION BY h.enterprise_id)';
        SELECT '' AS join_sql, 'h.batch_id' AS key_sql INTO at_o;
        at_c := at_o;
    ELSE
        SELECT * INTO at_o FROM public.counting_cut(cut, opening, known_at, 'so');
        SELECT * INTO at_c FROM public.counting_cut(cut, closing, known_at, 'sc');
        -- Joined to what comes in order of enterprise, so that nothing need be hashed.
        at_o.join_sql := replace(at_o.join_sql, '= so.enterprise_id', '= h.enterprise_id');
        at_c.join_sql := replace(at_c.join_sql, '= sc.enterprise_id', '= h.enterprise_id');
    END IF;
    entry := format(
        ' FROM public.enterprises_jurisdictionstay s WHERE s.enterprise_id = ANY (ARRAY[h.enterprise_id])'
        ' AND lower(s.during) > $5 AND lower(s.during) <= $6 AND %s AND NOT EXISTS ('
        '  SELECT FROM public.enterprises_jurisdictionstay p'
        '  WHERE p.enterprise_id = ANY (ARRAY[s.enterprise_id]) AND upper(p.during) = lower(s.during) AND %s) ORDER BY lower(s.during) DESC LIMIT 1',
        s_known, p_known);
    RETURN QUERY EXECUTE format($sql$
    WITH held AS (
        SELECT r.enterprise_id %1$s,
               -- held at opening, at closing; renewed; run out
               bit_or(CASE WHEN r.in_force @> $6 THEN
                          %2$s * CASE WHEN r.in_force @> $5 THEN 1 + (1 << $7)
                                 WHEN r.outcome = 'review_passed' THEN (1 << $7) + (1 << 2 * $7)
                                 ELSE 1 << $7 END
                      ELSE CASE WHEN r.in_force @> $5 THEN %2$s ELSE 0 END
                           | CASE WHEN r.withdrawal_cause = '' THEN %2$s << 3 * $7 ELSE 0 END
                      END) AS sets,
               -- restored; arrived
               coalesce(bit_or(%2$s << CASE r.outcome WHEN 'restored' THEN 0 ELSE $7 END)
                   FILTER (WHERE r.outcome IN ('restored', 'moved_in') AND r.in_force @> $6
                           AND lower(r.in_force) > $5), 0) AS began,
               -- revoked; waived; not reviewed; moved out; deregistered
               coalesce(bit_or(%2$s << $7 * %3$s)
                   FILTER (WHERE r.withdrawal_cause <> '' AND NOT r.in_force @> $6), 0) AS ended
          FROM public.enterprises_recognition r
         WHERE r.in_force && daterange($5, $6, '[]') AND %4$s AND r.subclass <> ALL ($4) %5$s
         GROUP BY r.enterprise_id %1$s
    ), whole AS (%6$s
    ), told AS (
        SELECT h.*, h.sets & ~(h.sets >> $7) & $8 <> 0 AS lost,
               h.ended & ((h.ended >> $7) | (h.ended >> 2 * $7) | (h.ended >> 3 * $7)
                   | (h.ended >> 4 * $7)
                   | (h.sets >> 3 * $7) * (1 + (1::bigint << $7) + (1::bigint << 2 * $7)
                                           + (1::bigint << 3 * $7) + (1::bigint << 4 * $7))
               ) <> 0 AS mixed
          FROM whole h
    )
    SELECT CASE WHEN g.seen_o THEN coalesce(g.k_o::text, '') END,
           CASE WHEN g.seen_c THEN coalesce(g.k_c::text, '') END,
           g.seen_o, g.seen_c, g.here_o, g.here_c,
           (g.parts & $8)::int, (g.parts >> $7 & $8)::int,
           (g.sets & $8)::int, (g.sets >> $7 & $8)::int,
           g.came, g.brought::int, g.gone, g.renamed,
           (g.began & $8)::int, (g.began >> $7 & $8)::int, (g.sets >> 2 * $7 & $8)::int,
           (g.ended & $8)::int, (g.ended >> $7 & $8)::int, (g.ended >> 2 * $7 & $8)::int,
           (g.ended >> 3 * $7 & $8)::int, (g.ended >> 4 * $7 & $8)::int, g.expired::int,
           g.enterprises
      FROM (
        SELECT %8$s AS k_o, %9$s AS k_c,
               so.enterprise_id IS NOT NULL AND ($1 IS NULL OR so.unit_id = ANY ($1)) AS seen_o,
               sc.enterprise_id IS NOT NULL AND ($1 IS NULL OR sc.unit_id = ANY ($1)) AS seen_c,
               so.enterprise_id IS NOT NULL AS here_o, sc.enterprise_id IS NOT NULL AS here_c,
               h.parts & ((1 << 2 * $7) - 1) AS parts, h.sets & ((1::bigint << 3 * $7) - 1) AS sets,
               h.began,
               CASE WHEN NOT h.lost THEN 0 WHEN h.mixed THEN h.settled[1] ELSE h.ended END AS ended,
               CASE WHEN NOT h.lost THEN 0 WHEN h.mixed THEN h.settled[2]
                    ELSE h.sets >> 3 * $7 END AS expired,
               CASE WHEN so.enterprise_id IS NULL
                    THEN coalesce((SELECT s.start_cause::text %10$s), '') ELSE '' END AS came,
               CASE WHEN so.enterprise_id IS NULL
                    THEN coalesce((SELECT (
                        SELECT bit_or(%2$s) FROM public.enterprises_recognition r
                         WHERE r.enterprise_id = s.enterprise_id AND %4$s
                           AND r.in_force @> lower(s.during) - 1 AND r.subclass <> ALL ($4)
                    ) %10$s), 0) ELSE 0 END AS brought,
               CASE WHEN sc.enterprise_id IS NULL
                    THEN coalesce((
                        SELECT s.end_cause::text FROM public.enterprises_jurisdictionstay s
                         WHERE s.enterprise_id = ANY (ARRAY[h.enterprise_id]) AND upper(s.during) > $5
                           AND upper(s.during) <= $6 AND %7$s
                         ORDER BY upper(s.during) DESC LIMIT 1), '') ELSE '' END AS gone,
               h.enterprise_id IN (
                   SELECT p.enterprise_id
                     FROM public.enterprises_enterprisename p
                     JOIN public.enterprises_enterprisename s
                       ON s.enterprise_id = ANY (ARRAY[p.enterprise_id])
                      AND lower(s.during) = upper(p.during) AND %7$s
                    WHERE NOT upper_inf(p.during) AND upper(p.during) > $5
                      AND upper(p.during) <= $6 AND %15$s) AS renamed,
               count(*) AS enterprises
          FROM (
            SELECT t.*, CASE WHEN t.lost AND t.mixed THEN (
                SELECT ARRAY[coalesce(bit_or(l.bit << $7 * l.ending)
                                      FILTER (WHERE l.withdrawal_cause <> ''), 0),
                             coalesce(bit_or(l.bit) FILTER (WHERE l.withdrawal_cause = ''), 0)]
                  FROM (
                    SELECT DISTINCT ON (one.bit) one.bit, r.withdrawal_cause, %3$s AS ending
                      FROM public.enterprises_recognition r
                      JOIN (SELECT 1::bigint << g AS bit FROM generate_series(0, $7 - 1) g) one
                        ON %2$s & one.bit <> 0
                     WHERE r.enterprise_id = t.enterprise_id AND upper(r.in_force) > $5
                       AND upper(r.in_force) <= $6 AND %4$s AND r.subclass <> ALL ($4)
                     ORDER BY one.bit, upper(r.in_force) DESC, r.series DESC) l) END AS settled
              FROM told t) h
          LEFT JOIN public.enterprises_jurisdictionstay so ON so.enterprise_id = h.enterprise_id
               AND so.during @> $5 AND %11$s
          LEFT JOIN public.enterprises_jurisdictionstay sc ON sc.enterprise_id = h.enterprise_id
               AND sc.during @> $6 AND %12$s
          %13$s %14$s
         WHERE CASE WHEN $1 IS NULL THEN so.enterprise_id IS NOT NULL OR sc.enterprise_id IS NOT NULL
                    ELSE so.unit_id = ANY ($1) OR sc.unit_id = ANY ($1) END
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
      ) g $sql$,
        batch, public.counting_bit(tiers, bits), ending, r_known, mine, whole, s_known,
        at_o.key_sql, at_c.key_sql, entry,
        public.counting_known('so', known_at), public.counting_known('sc', known_at),
        at_o.join_sql, at_c.join_sql, p_known)
    USING reach, bits, tiers, beside, opening, closing, width, (1 << width) - 1;
END
"""

# On many days at once: the enterprises that held the same titles over the same of these days.
# `titles` are triples one after another (bits, first, last place in `days`), `days_here` the places
# of the days on which a unit in reach managed them, as bits.
STEPS = """
DECLARE
    reach bigint[] := public.counting_reach(units);
    many int := cardinality(days);
    here text := '';
    mine text := '';
    first_after text := 'CASE WHEN lower(%1$s) <= $3 THEN 0'
                        ' ELSE width_bucket(lower(%1$s) - 1, $5) END';
    last_before text := 'CASE WHEN upper(%1$s) <= $4 THEN width_bucket(upper(%1$s) - 1, $5)'
                        ' ELSE $6 END';
BEGIN
    IF cardinality(reach) = 0 THEN
        RETURN;
    END IF;
    IF many > 60 THEN
        RAISE EXCEPTION 'at most 60 days at once, not %', many;
    END IF;
    IF reach IS NOT NULL THEN
        here := ' AND s.unit_id = ANY ($1)';
        mine := ' AND EXISTS (SELECT FROM public.enterprises_jurisdictionstay s'
                ' WHERE s.enterprise_id = r.enterprise_id AND s.during && daterange($3, $4, ''[]'')'
                ' AND s.superseded_at IS NULL' || here || ')';
    END IF;
    RETURN QUERY EXECUTE format($sql$
    SELECT t.titles, s.days_here, count(*) FROM (
        SELECT r.enterprise_id,
               array_agg((%1$s << 16) | ((%2$s) << 8) | (%3$s)) AS titles
          FROM public.enterprises_recognition r
         WHERE r.in_force && daterange($3, $4, '[]') AND r.superseded_at IS NULL
           AND r.subclass <> ALL ($2) %4$s
         GROUP BY r.enterprise_id) t
      JOIN (
        SELECT s.enterprise_id,
               bit_or((1::bigint << (%6$s)) - (1::bigint << (%5$s))) AS days_here
          FROM public.enterprises_jurisdictionstay s
         WHERE s.during && daterange($3, $4, '[]') AND s.superseded_at IS NULL %7$s
         GROUP BY s.enterprise_id) s ON s.enterprise_id = t.enterprise_id
     GROUP BY 1, 2 $sql$,
        public.counting_bit(tiers, bits), format(first_after, 'r.in_force'),
        format(last_before, 'r.in_force'), mine, format(first_after, 's.during'),
        format(last_before, 's.during'), here)
    USING reach, beside, days[1], days[many], days, many;
END
"""

STEPS_OF = "tier_steps(date[], bigint[], text[], int[], text[])"


def instead_of(name: str, of: str) -> migrations.RunSQL:
    """Takes the earlier function away; going back makes it again."""
    [made] = [
        each
        for each in EARLIER.Migration.operations
        if str(getattr(each, "reverse_sql", "")).startswith(f"DROP FUNCTION public.{name}(")
    ]
    return migrations.RunSQL(made.reverse_sql, [*made.sql, *EARLIER.steady(of).sql])


def settled(function: str, setting: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER FUNCTION public.{function} SET {setting}", migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0015_counts_by_covering_indexes")]

    operations = [
        instead_of("tier_profiles", EARLIER.PROFILES_OF),
        instead_of("tier_histories", EARLIER.HISTORIES_OF),
        migrations.RunSQL(BIT, "DROP FUNCTION public.counting_bit(text[], int[])"),
        policies.definer_function(
            "tier_profiles(on_day date, known_at timestamptz, cut text, units bigint[],"
            " tiers text[], bits int[], beside text[])",
            PROFILES,
            returns="TABLE(key text, held int, overall int, enterprises bigint)",
        ),
        policies.definer_function(
            "tier_histories(opening date, closing date, known_at timestamptz, cut text,"
            " units bigint[], tiers text[], bits int[], beside text[])",
            HISTORIES,
            returns=EARLIER.HISTORY,
        ),
        policies.definer_function(
            "tier_steps(days date[], units bigint[], tiers text[], bits int[], beside text[])",
            STEPS,
            returns="TABLE(titles bigint[], days_here bigint, enterprises bigint)",
        ),
        *map(EARLIER.steady, (EARLIER.PROFILES_OF, EARLIER.HISTORIES_OF, STEPS_OF)),
        # Everything lies in order of enterprise already; a hash of a million would be built anew.
        settled(EARLIER.PROFILES_OF, "enable_hashjoin = off"),
        settled(EARLIER.PROFILES_OF, "enable_bitmapscan = off"),
        settled(EARLIER.HISTORIES_OF, "enable_hashjoin = off"),
        settled(EARLIER.HISTORIES_OF, "enable_bitmapscan = off"),
        # A few thousand kinds of history among a million: the planner fears a million.
        settled(EARLIER.HISTORIES_OF, "enable_sort = off"),
        settled(STEPS_OF, "enable_sort = off"),
    ]
