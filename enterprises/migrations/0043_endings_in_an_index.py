"""What ends soon is counted by tier from an index alone: no row of a million is fetched."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index made beside the writes

    dependencies = [("enterprises", "0042_counts_in_halves_too")]

    operations = [
        AddIndexConcurrently(
            model_name="recognition",
            index=models.Index(
                models.Func("in_force", function="upper"),
                "series",
                condition=models.Q(superseded_at__isnull=True),
                include=["tier", "in_force", "jurisdiction"],
                name="recognition_ending",
            ),
        ),
    ]
