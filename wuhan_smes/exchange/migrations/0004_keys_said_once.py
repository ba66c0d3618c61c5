"""The key of the unit says that import and unit exist; saying so twice more cost ten microseconds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("exchange", "0003_standing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="jurisdiction",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="导入单位",
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="of",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="exchange.import",
                verbose_name="导入",
            ),
        ),
        migrations.AlterField(
            model_name="provenance",
            name="jurisdiction",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="导入单位",
            ),
        ),
        migrations.AlterField(
            model_name="provenance",
            name="of",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="traces",
                to="exchange.import",
                verbose_name="导入",
            ),
        ),
    ]
