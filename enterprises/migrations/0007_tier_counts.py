"""Counting titles: one scope-checked function for a day, one for a period, one for many days.

A day's count belongs to the unit of that day, which today's reach does not show: so these read
past the policies and apply the scope of the transaction themselves, and once more the units the
application asks for. Each groups equal histories in one pass; what a history counts as is decided
in enterprises/rules, so that the ladder is told in one place.
"""

from django.db import migrations, models

from wuhan_smes import policies

# Which units a statement may count: NULL is the whole city, {} is nothing.
REACH = """
CREATE FUNCTION public.counting_reach(units bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[];
BEGIN
    IF current_setting('app.breadth', true) = 'city' THEN
        RETURN units;
    END IF;
    mine := coalesce(nullif(current_setting('app.read_jurisdictions', true), ''), '{}');
    IF units IS NULL THEN
        RETURN mine;
    END IF;
    RETURN ARRAY(SELECT unnest(mine) INTERSECT SELECT unnest(units));
END $$
"""

# What a fact must be to be known at a moment; without a moment, what is known now.
KNOWN = """
CREATE FUNCTION public.counting_known(alias text, known_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
SELECT CASE WHEN known_at IS NULL THEN format('%1$I.superseded_at IS NULL', alias)
       ELSE format('%1$I.recorded_at <= %2$L AND (%1$I.superseded_at IS NULL'
                   ' OR %1$I.superseded_at > %2$L)', alias, known_at) END
$$
"""

# How an enterprise is cut on a day: the join that classifies it and the value it yields.
# Of the chain trees the one in force on the day counts, and in it the primary chain.
CUT = """
CREATE FUNCTION public.counting_cut(
    cut text, on_day date, known_at timestamptz, stay text, OUT join_sql text, OUT key_sql text
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fact text := stay || '_cut';
    version text;
BEGIN
    join_sql := '';
    CASE
    WHEN cut = 'all' THEN
        key_sql := $q$'all'$q$;
    WHEN cut = 'jurisdiction' THEN
        key_sql := format('%I.unit_id', stay);
    WHEN cut IN ('street', 'park', 'cluster') THEN
        join_sql := 'enterprises_enterpriseplace';
        key_sql := format('%I.%I', fact, cut || '_id');
    WHEN cut = 'chain' THEN
        join_sql := 'enterprises_enterprisechain';
        key_sql := format('%I.chain_id', fact);
        SELECT c.version INTO version FROM public.enterprises_industrychain c
         WHERE c.valid_from <= on_day AND (c.valid_until IS NULL OR c.valid_until > on_day)
         ORDER BY c.valid_from DESC, c.version DESC LIMIT 1;
    WHEN cut = 'industry' THEN
        join_sql := 'enterprises_industrystay';
        key_sql := format('%I.industry_id', fact);
    WHEN cut = 'size' THEN
        join_sql := 'enterprises_sizeyear';
        key_sql := format('%I.size_class', fact);
    ELSE
        RAISE EXCEPTION 'unknown cut %', cut;
    END CASE;
    IF join_sql <> '' THEN
        join_sql := format(
            ' LEFT JOIN public.%I %I ON %I.enterprise_id = %I.enterprise_id'
            ' AND %I.during @> %L::date AND %s',
            join_sql, fact, fact, stay, fact, on_day, public.counting_known(fact, known_at));
        IF cut = 'chain' THEN
            join_sql := join_sql || format(
                ' AND %I.is_primary AND %I.chain_version = %L', fact, fact, coalesce(version, ''));
        END IF;
    END IF;
END $$
"""

# For each key, which titles were held there (`held`), which at all (`overall`), by how many.
# `held` and `overall` are sums of the `bits` given for `tiers`.
PROFILES = """
DECLARE
    reach bigint[] := public.counting_reach(units);
    here text := '';
    mine text := '';
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
    here := format(
        'JOIN public.enterprises_jurisdictionstay s ON s.enterprise_id = t.enterprise_id'
        ' AND s.during @> %L::date AND %s%s', on_day, public.counting_known('s', known_at), here);
    IF cut = 'batch' THEN
        RETURN QUERY EXECUTE format(
            'SELECT coalesce(t.batch_id::text, ''''), t.held, t.overall, count(*) FROM ('
            '  SELECT r.enterprise_id, r.batch_id, bit_or($2[array_position($3, r.tier::text)]) AS held,'
            '         bit_or(bit_or($2[array_position($3, r.tier::text)])) OVER (PARTITION BY r.enterprise_id) AS overall'
            '    FROM public.enterprises_recognition r'
            '   WHERE r.in_force @> %L::date AND %s AND r.subclass <> ALL ($4)%s'
            '   GROUP BY r.enterprise_id, r.batch_id) t %s GROUP BY 1, 2, 3',
            on_day, public.counting_known('r', known_at), mine, here)
        USING reach, bits, tiers, beside;
        RETURN;
    END IF;
    SELECT * INTO how FROM public.counting_cut(cut, on_day, known_at, 's');
    RETURN QUERY EXECUTE format(
        'SELECT coalesce(g.key::text, ''''), g.held, g.held, g.enterprises FROM ('
        '  SELECT %s AS key, t.held, count(*) AS enterprises FROM ('
        '    SELECT r.enterprise_id, bit_or($2[array_position($3, r.tier::text)]) AS held'
        '      FROM public.enterprises_recognition r'
        '     WHERE r.in_force @> %L::date AND %s AND r.subclass <> ALL ($4)%s'
        '     GROUP BY r.enterprise_id) t %s%s GROUP BY 1, 2) g',
        how.key_sql, on_day, public.counting_known('r', known_at), mine, here, how.join_sql)
    USING reach, bits, tiers, beside;
END
"""

# Both ends of a period side by side. `part_*` are the titles held under that end's key (all of
# them, save when cut by batch), `held_*` all of them, `here_*` whether some unit of the city
# managed the enterprise that day, `seen_*` whether it was one of the caller's. What happened in
# between is told only as far as it can decide a column (enterprises/rules/flows.py).
HISTORIES = """
DECLARE
    reach bigint[] := public.counting_reach(units);
    r_known text := public.counting_known('r', known_at);
    s_known text := public.counting_known('s', known_at);
    p_known text := public.counting_known('p', known_at);
    mine text := '';
    batch text := '';
    batched text := '';
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
        batched := ', h.batch_id';
        SELECT '' AS join_sql, 'h.batch_id' AS key_sql INTO at_o;
        at_c := at_o;
    ELSE
        SELECT * INTO at_o FROM public.counting_cut(cut, opening, known_at, 'so');
        SELECT * INTO at_c FROM public.counting_cut(cut, closing, known_at, 'sc');
    END IF;
    RETURN QUERY EXECUTE format($sql$
    WITH held AS (
        SELECT r.enterprise_id %1$s,
               coalesce(bit_or($2[array_position($3, r.tier::text)])
                        FILTER (WHERE r.in_force @> $5), 0) AS part_o,
               coalesce(bit_or($2[array_position($3, r.tier::text)])
                        FILTER (WHERE r.in_force @> $6), 0) AS part_c
          FROM public.enterprises_recognition r
         WHERE (r.in_force @> $5 OR r.in_force @> $6) AND %2$s AND r.subclass <> ALL ($4) %3$s
         GROUP BY r.enterprise_id %1$s
    ), began AS (
        SELECT r.enterprise_id,
               bit_or($2[array_position($3, r.tier::text)])
                   FILTER (WHERE r.outcome = 'restored') AS restored,
               bit_or($2[array_position($3, r.tier::text)])
                   FILTER (WHERE r.outcome = 'moved_in') AS arrived,
               bit_or($2[array_position($3, r.tier::text)])
                   FILTER (WHERE r.outcome = 'review_passed') AS renewed
          FROM public.enterprises_recognition r
         WHERE lower(r.in_force) > $5 AND r.in_force @> $6 AND %2$s AND r.subclass <> ALL ($4) %3$s
           AND r.outcome IN ('restored', 'moved_in', 'review_passed')
         GROUP BY r.enterprise_id
    ), last AS (
        SELECT DISTINCT ON (r.enterprise_id, one.bit) r.enterprise_id, one.bit, r.withdrawal_cause
          FROM public.enterprises_recognition r
          JOIN (SELECT 1 << g AS bit FROM generate_series(0, cardinality($3) - 1) g) one
            ON $2[array_position($3, r.tier::text)] & one.bit <> 0
         WHERE upper(r.in_force) > $5 AND upper(r.in_force) <= $6 AND %2$s
           AND r.subclass <> ALL ($4) %3$s
         ORDER BY r.enterprise_id, one.bit, upper(r.in_force) DESC, r.series DESC
    ), ended AS (
        SELECT l.enterprise_id,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause IN
                   ('falsification', 'violation', 'unfit', 'error')) AS revoked,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause = 'waived') AS waived,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause IN
                   ('not_reviewed', 'review_failed')) AS not_reviewed,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause = 'moved_out') AS moved_out,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause IN
                   ('deregistered', 'merged')) AS deregistered,
               bit_or(l.bit) FILTER (WHERE l.withdrawal_cause = '') AS expired
          FROM last l GROUP BY l.enterprise_id
    ), came AS (
        SELECT DISTINCT ON (s.enterprise_id) s.enterprise_id, s.start_cause, (
                SELECT bit_or($2[array_position($3, r.tier::text)])
                  FROM public.enterprises_recognition r
                 WHERE r.enterprise_id = s.enterprise_id AND r.in_force @> lower(s.during) - 1
                   AND %2$s AND r.subclass <> ALL ($4)) AS brought
          FROM public.enterprises_jurisdictionstay s
         WHERE lower(s.during) > $5 AND lower(s.during) <= $6 AND %4$s
           AND NOT EXISTS (
               SELECT FROM public.enterprises_jurisdictionstay p
                WHERE p.enterprise_id = s.enterprise_id AND upper(p.during) = lower(s.during)
                  AND %5$s)
         ORDER BY s.enterprise_id, lower(s.during) DESC
    ), gone AS (
        SELECT DISTINCT ON (s.enterprise_id) s.enterprise_id, s.end_cause
          FROM public.enterprises_jurisdictionstay s
         WHERE upper(s.during) > $5 AND upper(s.during) <= $6 AND %4$s
         ORDER BY s.enterprise_id, upper(s.during) DESC
    ), renamed AS (
        SELECT DISTINCT s.enterprise_id
          FROM public.enterprises_enterprisename s
         WHERE lower(s.during) > $5 AND lower(s.during) <= $6 AND %4$s
           AND EXISTS (SELECT FROM public.enterprises_enterprisename p
                        WHERE p.enterprise_id = s.enterprise_id AND %5$s
                          AND upper(p.during) = lower(s.during))
    ), whole AS (
        SELECT h.enterprise_id %6$s, h.part_o, h.part_c, %7$s
          FROM held h
    )
    SELECT CASE WHEN g.seen_o THEN coalesce(g.k_o::text, '') END,
           CASE WHEN g.seen_c THEN coalesce(g.k_c::text, '') END,
           g.seen_o, g.seen_c, g.here_o, g.here_c,
           g.part_o, g.part_c, g.held_o, g.held_c,
           g.came, g.brought, g.gone, g.renamed, g.restored, g.arrived, g.renewed,
           g.revoked, g.waived, g.not_reviewed, g.moved_out, g.deregistered, g.expired,
           g.enterprises
      FROM (
        SELECT %8$s AS k_o, %9$s AS k_c,
               so.enterprise_id IS NOT NULL AND ($1 IS NULL OR so.unit_id = ANY ($1)) AS seen_o,
               sc.enterprise_id IS NOT NULL AND ($1 IS NULL OR sc.unit_id = ANY ($1)) AS seen_c,
               so.enterprise_id IS NOT NULL AS here_o, sc.enterprise_id IS NOT NULL AS here_c,
               h.part_o, h.part_c, h.held_o, h.held_c,
               CASE WHEN so.enterprise_id IS NULL THEN coalesce(came.start_cause::text, '')
                    ELSE '' END AS came,
               CASE WHEN so.enterprise_id IS NULL THEN coalesce(came.brought, 0)
                    ELSE 0 END AS brought,
               CASE WHEN sc.enterprise_id IS NULL THEN coalesce(gone.end_cause::text, '')
                    ELSE '' END AS gone,
               renamed.enterprise_id IS NOT NULL AS renamed,
               coalesce(began.restored, 0) AS restored, coalesce(began.arrived, 0) AS arrived,
               coalesce(began.renewed, 0) AS renewed,
               coalesce(ended.revoked, 0) AS revoked, coalesce(ended.waived, 0) AS waived,
               coalesce(ended.not_reviewed, 0) AS not_reviewed,
               coalesce(ended.moved_out, 0) AS moved_out,
               coalesce(ended.deregistered, 0) AS deregistered,
               coalesce(ended.expired, 0) AS expired,
               count(*) AS enterprises
          FROM whole h
          LEFT JOIN public.enterprises_jurisdictionstay so ON so.enterprise_id = h.enterprise_id
               AND so.during @> $5 AND %10$s
          LEFT JOIN public.enterprises_jurisdictionstay sc ON sc.enterprise_id = h.enterprise_id
               AND sc.during @> $6 AND %11$s
          %12$s %13$s
          LEFT JOIN began ON began.enterprise_id = h.enterprise_id
          LEFT JOIN ended ON ended.enterprise_id = h.enterprise_id
          LEFT JOIN came ON came.enterprise_id = h.enterprise_id
          LEFT JOIN gone ON gone.enterprise_id = h.enterprise_id
          LEFT JOIN renamed ON renamed.enterprise_id = h.enterprise_id
         WHERE CASE WHEN $1 IS NULL THEN so.enterprise_id IS NOT NULL OR sc.enterprise_id IS NOT NULL
                    ELSE so.unit_id = ANY ($1) OR sc.unit_id = ANY ($1) END
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23
      ) g $sql$,
        batch, r_known, mine, s_known, p_known, batched,
        CASE WHEN cut = 'batch' THEN
            'bit_or(h.part_o) OVER (PARTITION BY h.enterprise_id) AS held_o,'
            ' bit_or(h.part_c) OVER (PARTITION BY h.enterprise_id) AS held_c'
        ELSE 'h.part_o AS held_o, h.part_c AS held_c' END,
        at_o.key_sql, at_c.key_sql,
        public.counting_known('so', known_at), public.counting_known('sc', known_at),
        at_o.join_sql, at_c.join_sql)
    USING reach, bits, tiers, beside, opening, closing;
END
"""
HISTORY = (
    "TABLE(key_o text, key_c text, seen_o boolean, seen_c boolean, here_o boolean, here_c boolean,"
    " part_o int, part_c int, held_o int, held_c int, came text, brought int, gone text,"
    " renamed boolean, restored int, arrived int, renewed int, revoked int, waived int,"
    " not_reviewed int, moved_out int, deregistered int, expired int, enterprises bigint)"
)

PROFILES_OF = "tier_profiles(date, timestamptz, text, bigint[], text[], int[], text[])"
HISTORIES_OF = "tier_histories(date, date, timestamptz, text, bigint[], text[], int[], text[])"


def steady(function: str) -> migrations.RunSQL:
    """Two workers that each build the whole hash cost more than one that reads in order."""
    return migrations.RunSQL(
        [
            f"ALTER FUNCTION public.{function} SET max_parallel_workers_per_gather = 0",
            f"ALTER FUNCTION public.{function} SET work_mem = '64MB'",
            f"ALTER FUNCTION public.{function} SET jit = off",
        ],
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0006_vocabularies_known")]

    operations = [
        migrations.RunSQL(REACH, "DROP FUNCTION public.counting_reach(bigint[])"),
        migrations.RunSQL(KNOWN, "DROP FUNCTION public.counting_known(text, timestamptz)"),
        migrations.RunSQL(CUT, "DROP FUNCTION public.counting_cut(text, date, timestamptz, text)"),
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
            returns=HISTORY,
        ),
        steady(PROFILES_OF),
        steady(HISTORIES_OF),
        # A few thousand kinds of history among a million: the planner fears a million.
        migrations.RunSQL(
            f"ALTER FUNCTION public.{HISTORIES_OF} SET enable_sort = off",
            migrations.RunSQL.noop,
        ),
        # Counting reads these in order of enterprise, never the tables.
        migrations.RemoveIndex("recognition", "recognition_of_enterprise"),
        migrations.AddIndex(
            "recognition",
            models.Index(
                fields=["enterprise", "tier"],
                include=["subclass", "in_force"],
                condition=models.Q(superseded_at__isnull=True),
                name="recognition_of_enterprise",
            ),
        ),
        migrations.AddIndex(
            "jurisdictionstay",
            models.Index(
                fields=["enterprise"],
                include=["unit", "during"],
                condition=models.Q(superseded_at__isnull=True),
                name="stay_of_enterprise",
            ),
        ),
    ]
