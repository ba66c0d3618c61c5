"""Counts as known on a past day read two indexes in order of enterprise, never the tables.

They take the place of the plain indexes of the same first column.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0010_places_by_kind"),
    ]

    operations = [
        migrations.AlterField(
            model_name="jurisdictionstay",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stays",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AlterField(
            model_name="recognition",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recognitions",
                to="enterprises.recognitionbatch",
                verbose_name="批次",
            ),
        ),
        migrations.AlterField(
            model_name="recognition",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recognitions",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AddIndex(
            model_name="jurisdictionstay",
            index=models.Index(
                fields=["enterprise"],
                include=("unit", "during", "recorded_at", "superseded_at"),
                name="stay_history",
            ),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(
                fields=["enterprise", "tier"],
                include=("subclass", "in_force", "recorded_at", "superseded_at"),
                name="recognition_history",
            ),
        ),
    ]
