"""Moves between units: what is shown of an enterprise to the side that cannot see it, and the two
steps that no scope of one unit allows, each as a function that checks who asks.
"""

from django.db import migrations, models

from wuhan_smes import policies

# True when the request was made. False says only “not possible”: unknown code, not in business,
# asked already. Which unit holds the enterprise is never told.
ASK = f"""
BEGIN
    IF current_setting('role') NOT IN ('r_city', 'app_bootstrap')
       AND NOT (current_setting('role') = 'r_scoped'
                AND receiver = ANY ({policies.ids("write_jurisdictions")})) THEN
        RAISE EXCEPTION 'move_request_ask: not the receiving side'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.enterprises_moverequest
        (enterprise_id, from_jurisdiction_id, to_jurisdiction_id, uscc, enterprise_name,
         asked_by_receiver, "on", reason, state, asked_by_id, asked_by_name, asked_at,
         decided_by_name, decision_note, version)
    SELECT e.id, e.jurisdiction_id, receiver, e.uscc, '', true, day, why, 'pending',
           nullif(current_setting('app.actor', true), '')::bigint, who, moment, '', '', 1
      FROM public.enterprises_enterprise e
     WHERE e.uscc = code AND e.status = 'active' AND e.jurisdiction_id <> receiver
        ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
"""  # noqa: S608 - constants

# WITH CHECK forbids a unit to give a row away or to take one: only a pending request, decided by
# the side that did not ask, does it. The composite keys carry every row of the enterprise along.
HAND_OVER = f"""
DECLARE
    asked record;
BEGIN
    SELECT * INTO asked FROM public.enterprises_moverequest
     WHERE id = request AND state = 'pending' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF current_setting('role') NOT IN ('r_city', 'app_bootstrap')
       AND NOT (current_setting('role') = 'r_scoped'
                AND CASE WHEN asked.asked_by_receiver THEN asked.from_jurisdiction_id
                         ELSE asked.to_jurisdiction_id END
                    = ANY ({policies.ids("write_jurisdictions")})) THEN
        RAISE EXCEPTION 'enterprise_hand_over: not the deciding side'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.enterprises_enterprise
       SET jurisdiction_id = asked.to_jurisdiction_id, version = version + 1,
           updated_at = greatest(updated_at, moment)
     WHERE id = asked.enterprise_id AND jurisdiction_id = asked.from_jurisdiction_id
       AND status = 'active';
    RETURN FOUND;
END
"""  # noqa: S608 - constants

# A unit asks only to give away what is its own; asking for a foreign one goes through ASK.
OWN = f"""
    NOT asked_by_receiver AND from_jurisdiction_id = ANY ({policies.ids("write_jurisdictions")})
    AND EXISTS (SELECT FROM enterprises_enterprise e
                 WHERE e.id = enterprise_id AND e.jurisdiction_id = from_jurisdiction_id)
"""
DECISION = "state, decided_by_name, decided_at, decision_note, version"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0004_search")]

    operations = [
        migrations.AddField(
            model_name="moverequest",
            name="uscc",
            field=models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码"),
        ),
        migrations.AddField(
            model_name="moverequest",
            name="enterprise_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="企业名称"),
        ),
        migrations.RunSQL(
            [
                "GRANT UPDATE (jurisdiction_id, version, updated_at) ON enterprises_enterprise TO app_definer",
                "GRANT INSERT, UPDATE ON enterprises_moverequest TO app_definer",
                """CREATE POLICY hand_over ON enterprises_enterprise FOR UPDATE TO app_definer
                   USING (true) WITH CHECK (true)""",
                """CREATE POLICY hand_over ON enterprises_moverequest TO app_definer
                   USING (true) WITH CHECK (true)""",
                "DROP POLICY insert ON enterprises_moverequest",
                f"""CREATE POLICY insert ON enterprises_moverequest FOR INSERT TO r_scoped
                    WITH CHECK ({OWN})""",
                "REVOKE UPDATE ON enterprises_moverequest FROM r_scoped, r_city",
                f"GRANT UPDATE ({DECISION}) ON enterprises_moverequest TO r_scoped, r_city",
            ],
            [
                "GRANT UPDATE ON enterprises_moverequest TO r_scoped, r_city",
                "DROP POLICY hand_over ON enterprises_moverequest",
                "DROP POLICY hand_over ON enterprises_enterprise",
                "REVOKE INSERT, UPDATE ON enterprises_moverequest FROM app_definer",
                "REVOKE UPDATE ON enterprises_enterprise FROM app_definer",
            ],
        ),
        policies.definer_function(
            "move_request_ask(code text, receiver bigint, day date, why text, who text,"
            " moment timestamptz)",
            ASK,
            returns="boolean",
            volatile=True,
        ),
        policies.definer_function(
            "enterprise_hand_over(request bigint, moment timestamptz)",
            HAND_OVER,
            returns="boolean",
            volatile=True,
        ),
    ]
