"""For a unit, by the unit: its policy is asked before `upper`, which is not leakproof."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index made beside the writes

    dependencies = [("enterprises", "0043_endings_in_an_index")]

    operations = [
        AddIndexConcurrently(
            model_name="recognition",
            index=models.Index(
                condition=models.Q(superseded_at__isnull=True),
                fields=["jurisdiction", "series"],
                include=["tier", "in_force"],
                name="recognition_of_unit",
            ),
        ),
    ]
