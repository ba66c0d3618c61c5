"""The notices that were there before are of a known kind, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0037_service_formulas")]

    operations = [ValidateConstraint("notice", "notice_tells_of_one_ticket_or_counts_many")]
