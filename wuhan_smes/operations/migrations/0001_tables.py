from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LoadedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=60, verbose_name="表")),
                ("key", models.CharField(max_length=200, verbose_name="键")),
                ("said", models.JSONField(verbose_name="文件内容")),
                ("loaded_at", models.DateTimeField(verbose_name="装载时间")),
            ],
            options={
                "verbose_name": "基础数据装载记录",
                "verbose_name_plural": "基础数据装载记录",
                "constraints": [
                    models.UniqueConstraint(fields=("table", "key"), name="loaded_row_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("table", ""), _negated=True),
                            models.Q(("key", ""), _negated=True),
                        ),
                        name="loaded_row_has_a_name",
                    ),
                ],
            },
        ),
    ]
