"""Each slot of a place offers places of its own kind."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0009_gone_enterprises"),
    ]

    operations = [
        migrations.AlterField(
            model_name="enterpriseplace",
            name="building",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"kind": "building"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.place",
                verbose_name="楼宇",
            ),
        ),
        migrations.AlterField(
            model_name="enterpriseplace",
            name="cluster",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"kind": "cluster"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.place",
                verbose_name="产业集群",
            ),
        ),
        migrations.AlterField(
            model_name="enterpriseplace",
            name="park",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"kind": "park"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.place",
                verbose_name="园区",
            ),
        ),
        migrations.AlterField(
            model_name="enterpriseplace",
            name="street",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"kind": "street"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.place",
                verbose_name="街道",
            ),
        ),
    ]
