"""The weights of the service index are data, in editions."""

from django.db import migrations, models

from wuhan_smes import policies

TABLE = "services_serviceformula"


class Migration(migrations.Migration):
    dependencies = [("services", "0036_progress_told")]

    operations = [
        migrations.CreateModel(
            name="ServiceFormula",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(unique=True, verbose_name="版次")),
                ("effective_from", models.DateField(unique=True, verbose_name="施行日期")),
                ("service", models.PositiveSmallIntegerField(verbose_name="办结成效（%）")),
                ("satisfaction", models.PositiveSmallIntegerField(verbose_name="满意率（%）")),
                ("coverage", models.PositiveSmallIntegerField(verbose_name="覆盖率（%）")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "set_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="制定人"),
                ),
            ],
            options={
                "verbose_name": "服务指数公式",
                "verbose_name_plural": "服务指数公式",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            service=models.expressions.CombinedExpression(
                                models.expressions.CombinedExpression(
                                    models.Value(100), "-", models.F("satisfaction")
                                ),
                                "-",
                                models.F("coverage"),
                            )
                        ),
                        name="service_formula_weighs_100",
                        violation_error_message="三项权重合计须为 100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="service_formula_has_its_source",
                    ),
                ],
            },
        ),
        policies.reference_table(TABLE),
        policies.append_only(TABLE),
    ]
