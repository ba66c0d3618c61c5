"""Measures are public inside the house; only those who reach the city change them."""

from django.db import migrations

from wuhan_smes import policies

TABLES = (
    "measures_policydocument",
    "measures_measure",
    "measures_measureagency",
    "measures_clause",
)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_tables")]

    operations = [policies.reference_table(table) for table in TABLES]
