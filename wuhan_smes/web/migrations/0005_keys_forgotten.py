"""A key is honoured for a day; afterwards neither it nor the answer it kept is kept any longer."""

from django.db import migrations

from wuhan_smes import policies

# Nobody's scope reaches the keys of others: the function removes what nobody may repeat any more.
FORGET = """
DECLARE
    gone int;
BEGIN
    DELETE FROM public.web_idempotencykey
     WHERE created_at < clock_timestamp() - interval '24 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
"""


class Migration(migrations.Migration):
    dependencies = [("web", "0004_put_off_walls")]

    operations = [
        migrations.RunSQL(
            [
                "GRANT DELETE ON web_idempotencykey TO app_definer",
                """CREATE POLICY forgotten ON web_idempotencykey FOR DELETE TO app_definer
                   USING (created_at < clock_timestamp() - interval '24 hours')""",
            ],
            [
                "DROP POLICY forgotten ON web_idempotencykey",
                "REVOKE DELETE ON web_idempotencykey FROM app_definer",
            ],
        ),
        policies.definer_function("idempotency_forget()", FORGET, returns="integer", volatile=True),
    ]
