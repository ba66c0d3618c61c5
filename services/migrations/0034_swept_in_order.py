"""A sweep goes along its index from portion to portion, and never comes by the same ticket twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0033_open_tickets_counted")]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_by_escalation"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("escalate_at__isnull", False)),
                fields=["escalate_at", "id"],
                name="ticket_by_escalation",
            ),
        ),
    ]
