"""Ways to be told are a person's own; the system that sends acts as nobody and sees them too."""

from django.db import migrations

from wuhan_smes import policies

TABLE = "services_noticeway"
MINE = f"user_id = {policies.ACTOR}"


class Migration(migrations.Migration):
    dependencies = [("services", "0026_notice_ways")]

    operations = [
        policies.guarded_table(
            TABLE, read=MINE, write=MINE, city_reads=f"({MINE} OR {policies.ACTOR} IS NULL)"
        ),
    ]
