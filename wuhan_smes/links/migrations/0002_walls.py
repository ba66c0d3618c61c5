"""Links belong to the unit and station of their object; one function tells a visitor of his own."""

from django.db import migrations

from wuhan_smes import policies

LINK, MISS = "links_actionlink", "links_linkmiss"
READ = (
    f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
    f" OR station_id = ANY({policies.ids('read_stations')})"
)
WRITE = READ.replace("read_", "write_")
# Whoever holds the secret learns what the link says; whoever guesses is counted and slowed down.
OPENED = """
BEGIN
    SELECT l.id, l.purpose, l.jurisdiction_id, l.station_id, l.number, l.title, l.promise,
           l.phone <> '', l.expires_at, l.used_at, l.revoked_at, l.code_tries, false
      INTO link, purpose, unit, station, number, title, promise, has_phone, expires_at, used_at,
           revoked_at, code_tries, busy
      FROM public.links_actionlink l WHERE l.digest = secret;
    IF link IS NULL THEN
        DELETE FROM public.links_linkmiss m WHERE m.at < moment - interval '1 day';
        SELECT count(*) >= 30 INTO busy FROM public.links_linkmiss m
         WHERE m.address = visitor AND m.at > moment - interval '15 minutes';
        IF NOT busy THEN
            INSERT INTO public.links_linkmiss (address, at) VALUES (visitor, moment);
        END IF;
    END IF;
END
"""


class Migration(migrations.Migration):
    dependencies = [("links", "0001_tables"), ("accounts", "0002_walls"), ("files", "0002_walls")]

    operations = [
        policies.guarded_table(LINK, read=READ, write=WRITE),
        policies.guarded_table(MISS, read="false", write="false", city_reads="false"),
        policies.internal_table(MISS),
        migrations.RunSQL(
            [
                f"GRANT INSERT, DELETE ON {MISS} TO app_definer",
                f"GRANT USAGE ON SEQUENCE {MISS}_id_seq TO app_definer",
                f"CREATE POLICY counted ON {MISS} TO app_definer USING (true) WITH CHECK (true)",
            ],
            [
                f"DROP POLICY counted ON {MISS}",
                f"REVOKE USAGE ON SEQUENCE {MISS}_id_seq FROM app_definer",
                f"REVOKE INSERT, DELETE ON {MISS} FROM app_definer",
            ],
        ),
        policies.definer_function(
            "action_link_opened(secret text, visitor inet, moment timestamptz, OUT link bigint,"
            " OUT purpose text, OUT unit bigint, OUT station bigint, OUT number text,"
            " OUT title text, OUT promise text, OUT has_phone boolean,"
            " OUT expires_at timestamptz, OUT used_at timestamptz, OUT revoked_at timestamptz,"
            " OUT code_tries int, OUT busy boolean)",
            OPENED,
            returns="record",
            volatile=True,
        ),
    ]
