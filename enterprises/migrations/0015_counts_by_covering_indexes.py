"""Counts by chain, industry, place and size, and flows, read indexes in order of enterprise, never
the tables. Most take the place of the plain index of the same first column.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0014_identity"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="recognition",
            name="recognition_of_enterprise",
        ),
        migrations.AlterField(
            model_name="enterprisechain",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chains",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AlterField(
            model_name="enterpriseplace",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AlterField(
            model_name="industrystay",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="industry_stays",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AlterField(
            model_name="sizeyear",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sizes",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprisechain",
            index=models.Index(
                fields=["enterprise"],
                include=(
                    "chain",
                    "chain_version",
                    "is_primary",
                    "during",
                    "recorded_at",
                    "superseded_at",
                ),
                name="chain_history",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprisename",
            index=models.Index(
                models.Func("during", function="upper"),
                condition=models.Q(("during__upper_inf", False)),
                include=("enterprise", "during", "recorded_at", "superseded_at"),
                name="name_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="enterpriseplace",
            index=models.Index(
                fields=["enterprise"],
                include=("street", "park", "cluster", "during", "recorded_at", "superseded_at"),
                name="place_history",
            ),
        ),
        migrations.AddIndex(
            model_name="industrystay",
            index=models.Index(
                fields=["enterprise"],
                include=("industry", "during", "recorded_at", "superseded_at"),
                name="industry_history",
            ),
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=["enterprise", "tier"],
                include=("subclass", "in_force", "batch", "series", "outcome", "withdrawal_cause"),
                name="recognition_of_enterprise",
            ),
        ),
        migrations.AddIndex(
            model_name="sizeyear",
            index=models.Index(
                fields=["enterprise"],
                include=("size_class", "during", "recorded_at", "superseded_at"),
                name="size_history",
            ),
        ),
    ]
