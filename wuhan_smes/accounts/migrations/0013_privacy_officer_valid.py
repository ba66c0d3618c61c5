"""The constraint of the migration before, proved beside whoever works."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_privacy_officer")]

    operations = [ValidateConstraint(model_name="grant", name="grant_role_known")]
