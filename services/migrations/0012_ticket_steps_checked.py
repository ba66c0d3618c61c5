"""The steps of tickets are checked past the policies: at the end of a transaction the scope in
which a step was written may be over, and what it could see with it.
"""

from django.db import migrations

FUNCTIONS = {
    "services_ticket_step_follows": """
        BEGIN
            IF NEW.ordinal > 1 AND NOT EXISTS (
                SELECT FROM public.services_ticketstep s WHERE s.ticket_id = NEW.ticket_id
                   AND s.ordinal = NEW.ordinal - 1 AND s.state_after = NEW.state_before
                   AND s.at <= NEW.at AND s.round <= NEW.round) THEN
                RAISE EXCEPTION 'step % of ticket % follows no step', NEW.ordinal, NEW.ticket_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_step_follows_the_last';
            END IF;
            RETURN NULL;
        END""",
    "services_ticket_step_taken": """
        BEGIN
            IF NOT EXISTS (SELECT FROM public.services_ticket t WHERE t.id = NEW.ticket_id
                              AND t.step_no >= NEW.ordinal) THEN
                RAISE EXCEPTION 'step % of ticket % was not taken', NEW.ordinal, NEW.ticket_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_step_is_taken';
            END IF;
            RETURN NULL;
        END""",
    "services_ticket_stands": """
        DECLARE
            was text := NULL;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                was := OLD.state;
            END IF;
            IF (TG_OP = 'UPDATE' AND NEW.step_no <> OLD.step_no + 1) OR NOT EXISTS (
                SELECT FROM public.services_ticketstep s WHERE s.ticket_id = NEW.id
                   AND s.ordinal = NEW.step_no
                   AND s.state_after = NEW.state AND s.round = NEW.round
                   AND s.holder_kind = NEW.holder_kind
                   AND s.holder_id IS NOT DISTINCT FROM NEW.holder_id
                   AND (was IS NULL OR s.state_before = was)) THEN
                RAISE EXCEPTION 'ticket % stands at % without its step', NEW.id, NEW.state
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_moves_by_its_steps';
            END IF;
            IF TG_OP = 'INSERT' AND NOT EXISTS (
                SELECT FROM public.services_ticketstep s WHERE s.ticket_id = NEW.id
                   AND s.ordinal = 1 AND s.at = NEW.received_at) THEN
                RAISE EXCEPTION 'ticket % begins at no step', NEW.id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_begins_when_it_came';
            END IF;
            RETURN NULL;
        END""",
}


def checked(name: str, body: str) -> migrations.RunSQL:
    """The function runs as who may read everything, and tells nobody anything."""
    return migrations.RunSQL(
        [
            f"""CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql
                SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$ {body}
                $function$""",
            f"REVOKE ALL ON FUNCTION public.{name}() FROM PUBLIC",
            f"ALTER FUNCTION public.{name}() OWNER TO app_definer",
        ],
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0011_notice_walls")]

    operations = [checked(name, body) for name, body in FUNCTIONS.items()]
