"""A limit of a category is one of a category there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0021_ticket_attachments"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="ticketpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "",
                            "financing",
                            "labour",
                            "land",
                            "energy",
                            "market",
                            "arrears",
                            "technology",
                            "digital",
                            "titles",
                            "subsidy",
                            "tax",
                            "approval",
                            "law",
                            "ip",
                            "logistics",
                            "environment",
                            "policy",
                            "other",
                        ],
                    )
                ),
                name="ticket_policy_category_known",
            ),
        ),
    ]
