"""A portion of a sweep tells of what it pressed for itself.

It told of everything pressed for at its moment, so that each further portion of one sweep told of
the portions before it once more.
"""

from importlib import import_module

from django.db import migrations

from wuhan_smes import policies

EARLIER = import_module("services.migrations.0011_notice_walls")
ALL = """          FROM public.services_supervision s
          JOIN public.services_ticket t ON t.id = s.ticket_id
"""
OWN = """          FROM unnest(tickets) k
          JOIN public.services_supervision s ON s.ticket_id = k
          JOIN public.services_ticket t ON t.id = k
"""
INDEX = "CREATE INDEX ticket_pressed_by_sweep ON services_supervision (at) WHERE by_id IS NULL"
BEFORE = policies.definer_function(
    "services_tell_pressed(moment timestamptz)", EARLIER.PRESSED, returns="void", volatile=True
)


class Migration(migrations.Migration):
    dependencies = [("services", "0027_notice_way_walls")]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        policies.definer_function(
            "services_tell_pressed(moment timestamptz, tickets bigint[])",
            EARLIER.PRESSED.replace(ALL, OWN),
            returns="void",
            volatile=True,
        ),
        migrations.RunSQL("DROP INDEX ticket_pressed_by_sweep", INDEX),
    ]
