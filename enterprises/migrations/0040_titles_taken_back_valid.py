"""The steps that were there before are in the table, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0039_titles_taken_back")]

    operations = [ValidateConstraint("cultivationstep", "cultivation_step_is_in_the_table")]
