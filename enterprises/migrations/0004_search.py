"""Search by name, former name, initials and credit code, from two characters, indexed.

LIKE and @> are not leakproof, so under row-level security no index would serve them. The one
function below reads past the policies and filters by the scope of the transaction itself, and
once more by the units the application asks for.
"""

from django.db import migrations, models

from wuhan_smes import policies

BIGRAMS = """
CREATE FUNCTION public.bigrams(s text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(array_agg(DISTINCT substr(s, i, 2)), '{}')
  FROM generate_series(1, greatest(length(s) - 1, 1)) i
$$
"""

# A common word fills its page within a short walk by id, where its posting list would be read
# to the end; a rare word goes through the index. So neither ever costs more than a few thousand
# rows. EXECUTE, so that each search is planned for its own word; MATERIALIZED, so that the limit
# does not tempt the planner into walking a million rows for the third match.
SEARCH = """
DECLARE
    reach bigint[] := units;
    unit text := '';
    coded bigint[];
BEGIN
    IF length(q) < 2 OR lim NOT BETWEEN 1 AND 20001 THEN
        RAISE EXCEPTION 'enterprise_search: two characters, 1 to 20001 rows';
    END IF;
    IF current_setting('app.breadth', true) IS DISTINCT FROM 'city' THEN
        reach := coalesce(nullif(current_setting('app.read_jurisdictions', true), ''), '{}');
        IF units IS NOT NULL THEN
            reach := ARRAY(SELECT unnest(reach) INTERSECT SELECT unnest(units));
        END IF;
    END IF;
    IF cardinality(reach) = 1 THEN
        unit := format(' AND jurisdiction_id = %s', reach[1]);
    ELSIF reach IS NOT NULL THEN
        unit := ' AND jurisdiction_id = ANY ($5)';
    END IF;

    EXECUTE 'SELECT array_agg(DISTINCT e), count(*) >= 100 FROM ('
        '  SELECT e FROM ('
        '    SELECT enterprise_id AS e, search_key FROM public.enterprises_enterprisename'
        '     WHERE superseded_at IS NULL AND enterprise_id > $1' || unit ||
        '     ORDER BY enterprise_id LIMIT 10000'
        '  ) near WHERE strpos(search_key, $2) > 0 LIMIT $3'
        ') hits'
    INTO ids, common USING after, q, greatest(lim + 1, 100), NULL, reach;
    IF cardinality(ids) < lim OR ids IS NULL THEN
        IF NOT (common AND lim > 1000) THEN
            EXECUTE 'WITH hits AS MATERIALIZED ('
                '  SELECT DISTINCT enterprise_id AS e FROM public.enterprises_enterprisename'
                '   WHERE superseded_at IS NULL AND enterprise_id > $1' || unit ||
                '     AND public.bigrams(search_key) @> public.bigrams($2)'
                '     AND strpos(search_key, $2) > 0'
                ') SELECT array_agg(e) FROM (SELECT e FROM hits ORDER BY e LIMIT $3) page'
            INTO ids USING after, q, lim, NULL, reach;
        END IF;
    END IF;
    IF code <> '' THEN
        EXECUTE 'SELECT array_agg(id) FROM ('
            '  SELECT id FROM public.enterprises_enterprise'
            '   WHERE uscc LIKE $2 AND id > $1' || unit || ' ORDER BY id LIMIT $3'
            ') hits'
        INTO coded USING after, code || '%', lim, NULL, reach;
        ids := ids || coded;
    END IF;
    ids := ARRAY(SELECT DISTINCT e FROM unnest(ids) e ORDER BY e LIMIT lim);
END
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_reference_facts")]

    operations = [
        migrations.AlterField(
            model_name="enterprisename",
            name="search_key",
            field=models.CharField(max_length=420, verbose_name="检索键"),
        ),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION public.bigrams(text)"),
        migrations.RunSQL(
            [
                """CREATE INDEX name_search ON enterprises_enterprisename
                   USING gin (public.bigrams(search_key)) WHERE superseded_at IS NULL""",
                """CREATE INDEX name_by_enterprise ON enterprises_enterprisename
                   (enterprise_id) WHERE superseded_at IS NULL""",
                """CREATE INDEX name_by_unit ON enterprises_enterprisename
                   (jurisdiction_id, enterprise_id) WHERE superseded_at IS NULL""",
            ],
            ["DROP INDEX name_by_unit", "DROP INDEX name_by_enterprise", "DROP INDEX name_search"],
        ),
        policies.definer_function(
            "enterprise_search(q text, code text, units bigint[], after bigint, lim int,"
            " OUT ids bigint[], OUT common boolean)",
            SEARCH,
            returns="record",
        ),
    ]
