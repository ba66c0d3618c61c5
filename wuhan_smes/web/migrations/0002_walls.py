"""Each client sees and writes its own keys."""

from django.db import migrations

from wuhan_smes import policies

MINE = f"client_id = {policies.ACTOR}"


class Migration(migrations.Migration):
    dependencies = [("web", "0001_tables"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table("web_idempotencykey", read=MINE, write=MINE, city_reads=MINE),
        migrations.RunSQL(
            [
                f"CREATE POLICY reader_writes ON web_idempotencykey TO r_city_read USING ({MINE})",
                "GRANT INSERT, UPDATE ON web_idempotencykey TO r_city_read",
            ],
            ["DROP POLICY reader_writes ON web_idempotencykey"],
        ),
    ]
