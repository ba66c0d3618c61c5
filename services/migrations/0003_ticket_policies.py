"""Time limits of tickets: the same for everybody, versions that never change."""

import datetime as dt

import django.contrib.postgres.constraints
from django.db import migrations, models

import enterprises.expressions
from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [("services", "0002_station_walls")]

    operations = [
        migrations.CreateModel(
            name="TicketPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True, help_text="空：不分类别", max_length=20, verbose_name="类别"
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("complex", "复杂"), ("urgent", "紧急")],
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign", "签收"),
                            ("contact", "联系企业"),
                            ("plan", "拿出方案或答复"),
                            ("solve", "办结"),
                        ],
                        max_length=10,
                        verbose_name="环节",
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(verbose_name="时限")),
                (
                    "unit",
                    models.CharField(
                        choices=[("workdays", "个工作日"), ("hours", "小时（按自然时间连续计算）")],
                        max_length=10,
                        verbose_name="时限单位",
                    ),
                ),
                (
                    "extension",
                    models.PositiveSmallIntegerField(default=0, verbose_name="每次最多延期"),
                ),
                (
                    "extensions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="可延期次数"),
                ),
                (
                    "warn_percent",
                    models.PositiveSmallIntegerField(
                        default=70, help_text="已用时限的百分比", verbose_name="预警"
                    ),
                ),
                (
                    "warn_days_left",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=2,
                        help_text="工作日",
                        null=True,
                        verbose_name="另在剩余几日时预警",
                    ),
                ),
                (
                    "warn_days_left_from",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="不少于几个工作日的时限",
                        verbose_name="剩余日数预警适用于",
                    ),
                ),
                (
                    "late_rolls",
                    models.BooleanField(
                        default=False, verbose_name="下班后或休息日收到按次一工作日收到计算"
                    ),
                ),
                (
                    "closes_at",
                    models.TimeField(default=dt.time(17, 30), verbose_name="下班时间"),
                ),
                ("effective_from", models.DateField(verbose_name="施行日期")),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="停用日期"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "办理时限",
                "verbose_name_plural": "办理时限",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["normal", "complex", "urgent"])),
                        name="ticket_policy_urgency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["sign", "contact", "plan", "solve"])),
                        name="ticket_policy_clock_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["workdays", "hours"])),
                        name="ticket_policy_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__range", (1, 1000))),
                        name="ticket_policy_gives_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extension", 0), ("extensions", 0)),
                            models.Q(("extension__gt", 0), ("extensions__gt", 0)),
                            _connector="OR",
                        ),
                        name="ticket_policy_extension_says_how_long_and_how_often",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("warn_percent__range", (1, 100))),
                        name="ticket_policy_warns_within_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_until__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="ticket_policy_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="ticket_policy_has_its_source",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("category", "="),
                            ("urgency", "="),
                            ("kind", "="),
                            (
                                enterprises.expressions.DateSpan(
                                    "effective_from", "effective_until"
                                ),
                                "&&",
                            ),
                        ],
                        name="ticket_policy_holds_alone",
                    ),
                ],
            },
        ),
        policies.reference_table("services_ticketpolicy"),
        policies.append_only("services_ticketpolicy", once=("effective_until",)),
    ]
