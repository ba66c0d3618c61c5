"""Open tickets are counted from an index: they are few among those that were ever closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0032_visits_of_leaders")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["jurisdiction", "state"],
                include=("due_at", "warn_at", "clocks_paused_at"),
                name="ticket_open_by_unit",
            ),
        ),
    ]
