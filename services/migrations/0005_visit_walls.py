"""A visit is read by the unit that managed the enterprise on that day and by its station.

It is written where the enterprise is now, by the unit or one of its stations, and stays there when
the enterprise moves on. How often an enterprise was called upon is counted over every station, and
tells a number alone.
"""

from django.db import migrations

from wuhan_smes import policies

VISIT = "services_visit"
MINE = "jurisdiction_id = ANY({j}) OR station_id = ANY({s})"
READ = MINE.format(j=policies.ids("read_jurisdictions"), s=policies.ids("read_stations"))
WRITE = MINE.format(j=policies.ids("write_jurisdictions"), s=policies.ids("write_stations"))
BEGIN = f"""
    ({WRITE})
    AND EXISTS (SELECT FROM enterprises_enterprise e
                 WHERE e.id = enterprise_id
                   AND e.jurisdiction_id = services_visit.jurisdiction_id)
"""
OF_A_VISIT = "EXISTS (SELECT FROM services_visit v WHERE v.id = visit_id{})"
OF_MINE = OF_A_VISIT.format(
    f" AND (v.jurisdiction_id = ANY({policies.ids('write_jurisdictions')})"
    f" OR v.station_id = ANY({policies.ids('write_stations')}))"
)

# Whoever reads the enterprise may know how often it was called upon, not by whom.
OFTEN = f"""
BEGIN
    IF current_setting('role') NOT IN ('r_city', 'r_city_read', 'app_bootstrap')
       AND NOT EXISTS (SELECT FROM public.enterprises_enterprise e
                        WHERE e.id = enterprise
                          AND e.jurisdiction_id = ANY ({policies.ids("read_jurisdictions")})) THEN
        RETURN 0;
    END IF;
    RETURN (SELECT count(*) FROM public.services_visit v
             WHERE v.enterprise_id = enterprise AND v.voided_at IS NULL
               AND v.visited_at >= since AND v.visited_at < until);
END
"""  # noqa: S608 - constants


# What says whose visit it is and who wrote it down never changes.
SET_LATER = (
    "enterprise_id, enterprise_name, campaign_id, mode, place, visited_at, received_name,"
    " received_post, received_phone, purposes, template, intent_tier, intent_gap, explained,"
    " summary, next_due_on, latitude, longitude, location_source, confirmation, confirmed_at,"
    " confirmed_how, confirmed_by, late_reason, again_reason, voided_at, voided_by_name,"
    " void_reason, version, facts_period, revenue, orders, staff, rnd_spending, investment,"
    " staff_needed, money_needed, land_needed, power_needed"
)
SPECIALIST = "services_visit_same_specialist_unit"


class Migration(migrations.Migration):
    dependencies = [("services", "0004_visits")]

    operations = [
        policies.guarded_table(VISIT, read=READ, write=WRITE),
        migrations.RunSQL(
            [
                f"DROP POLICY insert ON {VISIT}",
                f"CREATE POLICY insert ON {VISIT} FOR INSERT TO r_scoped WITH CHECK ({BEGIN})",
            ],
            migrations.RunSQL.noop,
        ),
        policies.scope_key(VISIT, "accounts_servicestation", key="station_id"),
        migrations.RunSQL(
            f"""ALTER TABLE {VISIT} ADD CONSTRAINT {SPECIALIST}
                FOREIGN KEY (specialist_id, jurisdiction_id)
                REFERENCES services_specialist (id, jurisdiction_id) ON UPDATE CASCADE""",
            f"ALTER TABLE {VISIT} DROP CONSTRAINT {SPECIALIST}",
        ),
        migrations.RunSQL(
            [
                f"REVOKE UPDATE ON {VISIT} FROM r_scoped, r_city",
                f"GRANT UPDATE ({SET_LATER}) ON {VISIT} TO r_scoped, r_city",
                "REVOKE UPDATE ON services_visitphoto FROM r_scoped, r_city",
                """GRANT UPDATE (removed_at, removed_reason) ON services_visitphoto
                   TO r_scoped, r_city""",
            ],
            [
                f"GRANT UPDATE ON {VISIT} TO r_scoped, r_city",
                "GRANT UPDATE ON services_visitphoto TO r_scoped, r_city",
            ],
        ),
        policies.guarded_table("services_visitmember", read=OF_A_VISIT.format(""), write=OF_MINE),
        policies.deletable("services_visitmember"),
        policies.guarded_table("services_visitphoto", read=OF_A_VISIT.format(""), write=OF_MINE),
        policies.reference_table("services_visitlimits"),
        policies.reference_table("services_visittemplate"),
        policies.definer_function(
            "visits_between(enterprise bigint, since timestamptz, until timestamptz)",
            OFTEN,
            returns="bigint",
        ),
    ]
