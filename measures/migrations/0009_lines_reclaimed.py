"""What was paid may be demanded back from wherever a line stands still, and a withdrawn demand leads
back there; a payee is called what its enterprise is called, and seen by whoever has a line of it.
"""

# ruff: noqa: S608 - the words of every statement here are constants of this file
from importlib import import_module
from typing import Any, Final

from django.db import migrations

from wuhan_smes import policies

BEFORE: Final[Any] = import_module("measures.migrations.0007_money_walls")
PAYEE = "measures_payee"
LINE = "measures_entitlement"
STEP = "measures_entitlementstep"
REGISTER = "enterprises_enterprise"
READ = policies.ids("read_jurisdictions")
# move, state before, state after
ADDED = """claw_back city_checked recovering
claw_back rejected recovering
claw_back recovered recovering
waive recovering surplus
waive recovering city_checked
waive recovering rejected
waive recovering recovered
"""
# The enterprise moved on; the line stayed with the unit in which it was found.
SEEN = f"""jurisdiction_id = ANY({READ}) OR EXISTS (SELECT FROM {LINE} e
    WHERE e.payee_id = {PAYEE}.id AND e.jurisdiction_id = ANY({READ}))"""


def replaced(table: str) -> str:
    words: str = BEFORE.known("measures_flow", table)
    return words.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def read_by(words: str) -> list[str]:
    return [
        f"DROP POLICY read ON {PAYEE}",
        f"CREATE POLICY read ON {PAYEE} FOR SELECT TO r_scoped USING ({words})",
    ]


FOLLOWS = [
    f"GRANT UPDATE (name, version) ON {PAYEE} TO app_definer",
    f"""CREATE POLICY renamed ON {PAYEE} FOR UPDATE TO app_definer
        USING (true) WITH CHECK (true)""",
    f"""CREATE FUNCTION public.measures_payee_follows() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$ BEGIN
            UPDATE public.{PAYEE} SET name = NEW.name, version = version + 1
             WHERE enterprise_id = NEW.id AND name <> NEW.name;
            RETURN NULL;
        END $function$""",
    "REVOKE ALL ON FUNCTION public.measures_payee_follows() FROM PUBLIC",
    "ALTER FUNCTION public.measures_payee_follows() OWNER TO app_definer",
    """CREATE TRIGGER payee_follows AFTER UPDATE OF name ON enterprises_enterprise FOR EACH ROW
       WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION measures_payee_follows()""",
]
# Written past the policies, by the owner.
RENAMED = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in (PAYEE, REGISTER)),
    f"""UPDATE {PAYEE} p SET name = e.name, version = p.version + 1
          FROM {REGISTER} e WHERE e.id = p.enterprise_id AND e.name <> p.name""",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in (PAYEE, REGISTER)),
]
FOLLOWS_NOT = [
    "DROP TRIGGER payee_follows ON enterprises_enterprise",
    "DROP FUNCTION measures_payee_follows()",
    f"DROP POLICY renamed ON {PAYEE}",
    f"REVOKE UPDATE (name, version) ON {PAYEE} FROM app_definer",
]


# A withdrawn demand leads back to where it was made, and nowhere else.
BACK = [
    f"""CREATE FUNCTION public.measures_waived_leads_back() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$ BEGIN
            IF NEW.state_after IS DISTINCT FROM (
                SELECT s.state_before FROM public.{STEP} s
                 WHERE s.entitlement_id = NEW.entitlement_id AND s.move = 'claw_back'
                   AND s.ordinal < NEW.ordinal ORDER BY s.ordinal DESC LIMIT 1) THEN
                RAISE EXCEPTION 'a withdrawn demand leads back'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'entitlement_waived_leads_back';
            END IF;
            RETURN NULL;
        END $function$""",
    "REVOKE ALL ON FUNCTION public.measures_waived_leads_back() FROM PUBLIC",
    "ALTER FUNCTION public.measures_waived_leads_back() OWNER TO app_definer",
    f"""CREATE TRIGGER leads_back AFTER INSERT ON {STEP} FOR EACH ROW WHEN (NEW.move = 'waive')
        EXECUTE FUNCTION measures_waived_leads_back()""",
]
BACK_NOT = [
    f"DROP TRIGGER leads_back ON {STEP}",
    "DROP FUNCTION measures_waived_leads_back()",
]


class Migration(migrations.Migration):
    dependencies = [("measures", "0008_documents_in_force"), ("enterprises", "0005_moves")]

    operations = [
        migrations.RunSQL(replaced(BEFORE.FLOW + ADDED), replaced(BEFORE.FLOW)),
        migrations.RunSQL(read_by(SEEN), read_by(f"jurisdiction_id = ANY({READ})")),
        migrations.RunSQL(FOLLOWS, FOLLOWS_NOT),
        migrations.RunSQL(BACK, BACK_NOT),
        migrations.RunSQL(RENAMED, migrations.RunSQL.noop),
    ]
