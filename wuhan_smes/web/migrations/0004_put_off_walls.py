"""What somebody leaves for later is his own."""

from django.db import migrations

from wuhan_smes import policies

TABLE = "web_putoff"
MINE = f"user_id = {policies.ACTOR}"


class Migration(migrations.Migration):
    dependencies = [("web", "0003_put_off"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table(TABLE, read=MINE, write=MINE, city_reads=MINE),
        policies.deletable(TABLE),
    ]
