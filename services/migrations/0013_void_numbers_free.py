"""A number from outside that a void visit carries may be used again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0018_keys_said_once"),
        ("services", "0012_ticket_steps_checked"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visit",
            name="visit_external_number_once",
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), models.Q(("external_no", ""), _negated=True)
                ),
                fields=("jurisdiction", "external_no"),
                name="visit_external_number_once",
                violation_error_message="该外部编号的走访已经登记",
            ),
        ),
    ]
