"""Who was put on a list by mistake comes off it; titles are found by their document."""

from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0007_tier_counts"),
    ]

    operations = [
        policies.deletable("enterprises_batchcandidate"),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(
                condition=models.Q(
                    ("superseded_at__isnull", True), models.Q(("document_no", ""), _negated=True)
                ),
                fields=["document_no", "series"],
                name="recognition_by_document",
            ),
        ),
    ]
