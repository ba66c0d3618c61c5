"""The few that are not in business are found without reading the many that are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0008_candidates_off_lists")]

    operations = [
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                condition=models.Q(("status", "active"), _negated=True),
                fields=["status", "id"],
                name="enterprise_not_active",
            ),
        ),
    ]
