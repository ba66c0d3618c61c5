"""Words in titles, and names of enterprises, looked for among all tickets and visits in reach.

Under row-level security no text index serves a LIKE: the policy is tested first, row by row. Two
functions read past the policies and filter by the scope of the transaction themselves.
"""

from django.db import migrations

from wuhan_smes import policies

# Tickets are looked for by words of their own. A visit says the name of an enterprise, and names
# have their index already.
# Who reads what, as the policies of both tables say it; `whose` stays empty for the whole city.
SCOPE = """
DECLARE
    units bigint[] := coalesce(nullif(current_setting('app.read_jurisdictions', true), ''), '{{}}');
    stations bigint[] := coalesce(nullif(current_setting('app.read_stations', true), ''), '{{}}');
    agencies bigint[] := coalesce(nullif(current_setting('app.read_agencies', true), ''), '{{}}');
    whose text := '';
    fitting int;
    seen int;
BEGIN
    IF length(q) < 2 OR lim NOT BETWEEN 1 AND 20001 THEN
        RAISE EXCEPTION '{name}: two characters, 1 to 20001 rows';
    END IF;
    IF current_setting('app.breadth', true) IS DISTINCT FROM 'city' THEN
        whose := concat_ws(' OR ',
            CASE WHEN units <> '{{}}' THEN 'jurisdiction_id = ANY ($3)' END,
            CASE WHEN stations <> '{{}}' THEN 'station_id = ANY ($4)' END{agencies});
        IF whose = '' THEN
            ids := '{{}}';
            common := false;
            RETURN;
        END IF;
        whose := ' AND (' || whose || ')';
    END IF;
"""
AGENCIES = """,
            CASE WHEN agencies <> '{}' THEN 'agency_ids && $5' END"""
# Five hundred of the newest tell how often a word occurs: one that five of them hold (of different
# enterprises) fills a page by a short walk and is tested row by row; so is one that fits more rows
# than may be listed. EXECUTE plans each search for its own word.
TICKETS = """
    EXECUTE 'SELECT count(DISTINCT coalesce(enterprise_id, -id)) FILTER (WHERE fits), count(*)'
        '  FROM (SELECT id, enterprise_id,'
        '               strpos(title, $1) > 0 OR strpos(enterprise_name, $1) > 0 AS fits'
        '          FROM public.services_ticket WHERE true' || whose ||
        '         ORDER BY id DESC LIMIT 500) newest'
    INTO fitting, seen USING q, lim, units, stations, agencies;
    common := seen = 500 AND fitting >= 5;
    IF NOT common THEN
        EXECUTE 'SELECT array_agg(id) FROM (SELECT id FROM public.services_ticket'
            ' WHERE public.bigrams(title || chr(10) || enterprise_name) @> public.bigrams($1)'
            '   AND (strpos(title, $1) > 0 OR strpos(enterprise_name, $1) > 0)' || whose ||
            ' LIMIT $2) hits'
        INTO ids USING q, lim, units, stations, agencies;
        common := coalesce(cardinality(ids), 0) = lim;
    END IF;
    ids := CASE WHEN common THEN '{}' ELSE coalesce(ids, '{}') END;
END
"""
VISITS = """
    EXECUTE 'SELECT count(DISTINCT enterprise_id) FILTER (WHERE fits), count(*)'
        '  FROM (SELECT enterprise_id, strpos(enterprise_name, $1) > 0 AS fits'
        '          FROM public.services_visit WHERE true' || whose ||
        '         ORDER BY visited_at DESC, id DESC LIMIT 500) newest'
    INTO fitting, seen USING q, lim, units, stations;
    common := seen = 500 AND fitting >= 5;
    IF NOT common THEN
        EXECUTE 'WITH named AS MATERIALIZED ('
            '  SELECT DISTINCT enterprise_id AS e FROM public.enterprises_enterprisename'
            '   WHERE superseded_at IS NULL'
            '     AND public.bigrams(search_key) @> public.bigrams($5)'
            '     AND strpos(search_key, $5) > 0)'
            ' SELECT array_agg(id) FROM (SELECT v.id FROM named'
            '   JOIN public.services_visit v ON v.enterprise_id = named.e'
            '  WHERE true' || whose || ' LIMIT $2) hits'
        INTO ids USING q, lim, units, stations, folded;
        common := coalesce(cardinality(ids), 0) = lim;
    END IF;
    ids := CASE WHEN common THEN '{}' ELSE coalesce(ids, '{}') END;
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0024_device_numbers"),
        ("enterprises", "0004_search"),
    ]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX ticket_by_words ON services_ticket
                USING gin (public.bigrams(title || chr(10) || enterprise_name)) WITH (gin_pending_list_limit = 512)""",
            "DROP INDEX ticket_by_words",
        ),
        policies.definer_function(
            "ticket_search(q text, lim int, OUT ids bigint[], OUT common boolean)",
            SCOPE.format(name="ticket_search", agencies=AGENCIES) + TICKETS,
            returns="record",
        ),
        policies.definer_function(
            "visit_search(q text, folded text, lim int, OUT ids bigint[], OUT common boolean)",
            SCOPE.format(name="visit_search", agencies="") + VISITS,
            returns="record",
        ),
    ]
