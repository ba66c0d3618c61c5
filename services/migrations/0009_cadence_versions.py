"""The rhythm of visits is dated as the other limits are, so that its file can be loaded again."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import enterprises.expressions


class Migration(migrations.Migration):
    dependencies = [("services", "0008_told_once")]

    operations = [
        migrations.RemoveConstraint(model_name="visitcadence", name="cadence_lasts"),
        migrations.RemoveConstraint(model_name="visitcadence", name="cadence_one_at_a_time"),
        migrations.RemoveField(model_name="visitcadence", name="during"),
        migrations.AddField(
            model_name="visitcadence",
            name="effective_from",
            field=models.DateField(default="2020-01-01", verbose_name="执行日期"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="visitcadence",
            name="effective_until",
            field=models.DateField(blank=True, null=True, verbose_name="停止日期"),
        ),
        migrations.AddConstraint(
            model_name="visitcadence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_until__isnull", True),
                    ("effective_until__gt", models.F("effective_from")),
                    _connector="OR",
                ),
                name="cadence_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitcadence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("tier", "="),
                    (
                        enterprises.expressions.DateSpan("effective_from", "effective_until"),
                        "&&",
                    ),
                ],
                name="cadence_one_at_a_time",
            ),
        ),
    ]
