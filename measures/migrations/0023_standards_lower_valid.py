"""The constraints of the migration before, proved beside whoever works."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("measures", "0022_standards_lower")]

    operations = [
        ValidateConstraint(model_name="paiddoubt", name="doubt_words_known"),
        ValidateConstraint(model_name="paiddoubt", name="doubt_says_what_is_owed"),
    ]
