"""A row here lets everybody who sees the ticket read its file: only one's own file may be named.

A foreign key is checked past the policies, and the policy of files asks this table: a trigger asks.
"""

from django.db import migrations

from wuhan_smes import policies

TABLE = "services_ticketattachment"
OWN = f"""
    CREATE FUNCTION services_ticket_attaches_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT FROM files_storedfile f
                        WHERE f.id = NEW.file_id AND f.owner_id = {policies.ACTOR}) THEN
            RAISE EXCEPTION 'file % is of somebody else', NEW.file_id
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$"""


class Migration(migrations.Migration):
    dependencies = [("services", "0022_policy_categories")]

    operations = [
        migrations.RunSQL(
            [
                OWN,
                f"""CREATE TRIGGER own_file AFTER INSERT ON {TABLE} FOR EACH ROW
                    WHEN (current_user IN ('r_scoped', 'r_city'))
                    EXECUTE FUNCTION services_ticket_attaches_own()""",
            ],
            [
                f"DROP TRIGGER own_file ON {TABLE}",
                "DROP FUNCTION services_ticket_attaches_own()",
            ],
        ),
    ]
