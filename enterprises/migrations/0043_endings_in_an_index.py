"""What ends soon is counted by tier from an index alone: no row of a million is fetched.

By its end for who sees everything; by the unit for a unit, whose policy is asked before `upper`,
which is not leakproof.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
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
        RemoveIndexConcurrently(model_name="recognition", name="recognition_by_end"),
        AddIndexConcurrently(
            model_name="recognition",
            index=models.Index(
                condition=models.Q(superseded_at__isnull=True),
                fields=["jurisdiction", "series"],
                include=["tier", "in_force"],
                name="recognition_of_unit",
            ),
        ),
        RemoveIndexConcurrently(model_name="recognition", name="recognition_by_unit"),
        # How ends are spread is known by the index they stand in: the planner must learn it anew.
        migrations.RunSQL("ANALYZE enterprises_recognition", migrations.RunSQL.noop),
    ]
