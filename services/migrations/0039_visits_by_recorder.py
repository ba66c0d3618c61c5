"""What a person wrote down himself is listed and told along an index of his own."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index made beside the writes

    dependencies = [("services", "0038_notices_valid")]

    operations = [
        AddIndexConcurrently(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("recorded_by_id__isnull", False)),
                fields=["recorded_by_id", "-visited_at", "-id"],
                name="visit_by_recorder",
            ),
        ),
    ]
