import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatutoryDistrict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="区划代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("unit_is_hint", models.BooleanField(default=False, verbose_name="管理单位待核")),
                (
                    "from_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="启用年份"
                    ),
                ),
                (
                    "until_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="停用年份"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.statutorydistrict",
                        verbose_name="后继代码",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statutory_districts",
                        to="accounts.jurisdiction",
                        verbose_name="主要管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "法定行政区",
                "verbose_name_plural": "法定行政区",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{6}$")),
                        name="statutory_code_has_six_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_year__isnull", True),
                            ("until_year__gte", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="statutory_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            models.Q(
                                ("until_year__isnull", False),
                                models.Q(("successor", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statutory_successor_follows_an_end",
                    ),
                ],
            },
        ),
        policies.reference_table("accounts_statutorydistrict"),
    ]
