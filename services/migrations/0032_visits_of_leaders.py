"""Visits of leaders and departments are few among those of stations: an index leads to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0031_hand_ins_told")]

    operations = [
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("station__isnull", True)),
                fields=["-visited_at", "-id"],
                name="visit_of_leaders",
            ),
        ),
    ]
