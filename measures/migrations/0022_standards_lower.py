"""A paid line may stand, and its standard be lower than what it was paid by."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0021_paid_doubts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="paiddoubt",
            name="doubt_words_known",
        ),
        migrations.AddField(
            model_name="paiddoubt",
            name="owed",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=16,
                null=True,
                verbose_name="更正后标准（元）",
            ),
        ),
        migrations.AlterField(
            model_name="paiddoubt",
            name="reason",
            field=models.CharField(
                choices=[
                    ("no_longer_eligible", "不再符合条件"),
                    ("check_failed", "次年条件未满足"),
                    ("standard_lower", "标准降低，已多付"),
                ],
                max_length=20,
                verbose_name="原因",
            ),
        ),
        migrations.AlterField(
            model_name="paiddoubt",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待决定"),
                    ("demanded", "已决定追回"),
                    ("dismissed", "不追回"),
                    ("cleared", "更正后符合"),
                    ("superseded", "又经更正，另列一条"),
                ],
                default="open",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        AddConstraintNotValid(
            model_name="paiddoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["no_longer_eligible", "check_failed", "standard_lower"]),
                    ("state__in", ["open", "demanded", "dismissed", "cleared", "superseded"]),
                ),
                name="doubt_words_known",
            ),
        ),
        AddConstraintNotValid(
            model_name="paiddoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("owed__gte", 0), ("owed__isnull", False), ("reason", "standard_lower")
                    ),
                    models.Q(
                        models.Q(("reason", "standard_lower"), _negated=True),
                        ("owed__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="doubt_says_what_is_owed",
            ),
        ),
    ]
