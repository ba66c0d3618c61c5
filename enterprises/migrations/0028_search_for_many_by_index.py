"""Whoever asks for all that a word fits gets them from the index, unless the word is everywhere.

A filter beside the search, or another order, asks for all ids at once. A word that one name in a
hundred holds was called common and tested row by row, which read a whole register where such names
lay last in the order. Now only what one of twenty-five of the first names holds is.
"""

from importlib import import_module
from typing import Any

from django.db import migrations

from wuhan_smes import policies

BEFORE: Any = import_module("enterprises.migrations.0025_search_by_a_short_look")

# Five hundred names by id tell how often the word occurs. For a page (up to a thousand) a common
# one is found within a walk of ten thousand names, where its posting list would be read to the
# end; a rare one, at most one in five hundred, goes through the index. Whoever asks for more wants
# all of them: no walk finds those, and the index does unless the word is so common (one of
# twenty-five) that testing row by row fills a page at once. EXECUTE, so that each search is planned
# for its own word; MATERIALIZED, so that the limit does not tempt the planner into walking a
# million rows for the third match. A word of two characters is one pair: who has the pair has it.
SEARCH = """
DECLARE
    reach bigint[] := units;
    unit text := '';
    coded bigint[];
    fitting int;
    seen int;
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

    EXECUTE 'SELECT array_agg(DISTINCT e) FILTER (WHERE fits), count(*) FILTER (WHERE fits),'
        '       count(*)'
        '  FROM (SELECT enterprise_id AS e, strpos(search_key, $2) > 0 AS fits'
        '          FROM public.enterprises_enterprisename'
        '         WHERE superseded_at IS NULL AND enterprise_id > $1' || unit ||
        '         ORDER BY enterprise_id LIMIT 500) near'
    INTO ids, fitting, seen USING after, q, lim, NULL, reach;
    common := lim > 1000 AND seen = 500 AND fitting >= 20;
    IF seen = 500 AND NOT common AND coalesce(cardinality(ids), 0) < lim THEN
        IF lim <= 1000 AND fitting > 1 THEN
            EXECUTE 'SELECT array_agg(DISTINCT e) FROM ('
                '  SELECT e FROM ('
                '    SELECT enterprise_id AS e, search_key FROM public.enterprises_enterprisename'
                '     WHERE superseded_at IS NULL AND enterprise_id > $1' || unit ||
                '     ORDER BY enterprise_id LIMIT 10000'
                '  ) near WHERE strpos(search_key, $2) > 0 LIMIT $3'
                ') hits'
            INTO ids USING after, q, lim + 1, NULL, reach;
        END IF;
        IF coalesce(cardinality(ids), 0) < lim THEN
            EXECUTE 'WITH hits AS MATERIALIZED ('
                '  SELECT DISTINCT enterprise_id AS e FROM public.enterprises_enterprisename'
                '   WHERE superseded_at IS NULL AND enterprise_id > $1' || unit ||
                '     AND public.bigrams(search_key) @> public.bigrams($2)' ||
                CASE WHEN length(q) > 2 THEN ' AND strpos(search_key, $2) > 0' ELSE '' END ||
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
OLD = policies.definer_function(BEFORE.SIGNATURE, BEFORE.SEARCH, returns="record")
NEW = policies.definer_function(BEFORE.SIGNATURE, SEARCH, returns="record")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0027_batches_and_duties")]

    operations = [
        migrations.RunSQL(OLD.reverse_sql, OLD.sql),
        NEW,
    ]
