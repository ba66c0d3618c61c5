"""The indexes that 0043 and 0044 stand in for go; begun again, it goes on where it was."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # beside the writes

    dependencies = [("enterprises", "0044_endings_of_a_unit")]

    operations = [
        RemoveIndexConcurrently(model_name="recognition", name="recognition_by_end"),
        RemoveIndexConcurrently(model_name="recognition", name="recognition_by_unit"),
        # How ends are spread is known by the index they stand in: the planner must learn it anew.
        migrations.RunSQL("ANALYZE enterprises_recognition", migrations.RunSQL.noop),
    ]
