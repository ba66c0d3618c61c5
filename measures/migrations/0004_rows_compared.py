"""History is compared as rows, no longer as jsonb."""

from django.db import migrations

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_past_payments")]

    operations = [
        policies.append_only_still(
            "measures_pastpayment", once=("superseded_at",), free=("jurisdiction_id",)
        ),
    ]
