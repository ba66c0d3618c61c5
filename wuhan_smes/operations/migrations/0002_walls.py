"""What was loaded may be read by everybody; only loaders write it."""

from django.db import migrations

from wuhan_smes import policies

TABLES = ("operations_loadedrow",)


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_tables")]

    operations = [policies.reference_table(table) for table in TABLES]
