"""The days of land steps that were there before are in order, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("measures", "0019_records_of_agencies")]

    operations = [ValidateConstraint("majorproject", "majorproject_land_in_order")]
