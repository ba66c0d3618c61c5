"""Steps of old ledgers come in by thousands, and tell nobody."""

from importlib import import_module

from django.db import migrations

from wuhan_smes import policies

EARLIER = import_module("services.migrations.0011_notice_walls")
OF_THE_STEP = "WHERE t.id = NEW.ticket_id"
FUNCTION = "services_notice_told()"
DROP = "DROP TRIGGER told ON services_ticketstep"
WHEN = """CREATE TRIGGER told AFTER INSERT ON services_ticketstep FOR EACH ROW
    WHEN (NEW.move IN ('assign', 'arbitrate', 'transfer', 'refer', 'return', 'send_back',
                       'reopen', 'reply'))
    EXECUTE FUNCTION services_notice_told()"""


def told(step: str) -> migrations.RunSQL:
    return policies.definer_function(FUNCTION, step, returns="trigger", volatile=True)


BEFORE = told(EARLIER.STEP)
AFTER = told(EARLIER.STEP.replace(OF_THE_STEP, f"{OF_THE_STEP} AND NOT t.historical"))


class Migration(migrations.Migration):
    dependencies = [("services", "0013_void_numbers_free")]

    operations = [
        migrations.RunSQL(DROP, WHEN),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        AFTER,
        migrations.RunSQL(WHEN, DROP),
    ]
