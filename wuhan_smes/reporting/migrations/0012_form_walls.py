"""A form is its unit's."""

from django.db import migrations

from wuhan_smes import policies

TABLE = "reporting_sheetform"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0011_forms"), ("accounts", "0002_walls")]

    operations = [policies.scoped_table(TABLE), policies.deletable(TABLE)]
