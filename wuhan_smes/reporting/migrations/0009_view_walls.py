"""A view is its owner's; shared, it is read in the owner's unit."""

from django.db import migrations

from wuhan_smes import policies

TABLE = "reporting_namedview"
MINE = f"owner_id = {policies.ACTOR}"
OURS = f"is_shared AND jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_named_views"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table(
            TABLE,
            read=f"({MINE} OR {OURS})",
            write=MINE,
            city_reads=f"({MINE} OR is_shared)",
        ),
        policies.deletable(TABLE),
    ]
