"""Which unit answers for which kind of matter, kept by version."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import enterprises.expressions
from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("services", "0019_channel_pushes"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketRoute",
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
                        choices=[
                            ("financing", "融资信贷"),
                            ("labour", "用工人才"),
                            ("land", "用地用房"),
                            ("energy", "水电气热"),
                            ("market", "市场订单"),
                            ("arrears", "账款清欠"),
                            ("technology", "技术创新"),
                            ("digital", "数字化转型"),
                            ("titles", "梯度认定"),
                            ("subsidy", "奖补兑现"),
                            ("tax", "税费"),
                            ("approval", "行政审批"),
                            ("law", "法律维权"),
                            ("ip", "知识产权"),
                            ("logistics", "物流交通"),
                            ("environment", "环保安全"),
                            ("policy", "政策咨询"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="施行日期")),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="停用日期"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="主办单位",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        blank=True,
                        help_text="空：全市",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "分办规则",
                "verbose_name_plural": "分办规则",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "financing",
                                    "labour",
                                    "land",
                                    "energy",
                                    "market",
                                    "arrears",
                                    "technology",
                                    "digital",
                                    "titles",
                                    "subsidy",
                                    "tax",
                                    "approval",
                                    "law",
                                    "ip",
                                    "logistics",
                                    "environment",
                                    "policy",
                                    "other",
                                ],
                            )
                        ),
                        name="ticket_route_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="ticket_route_has_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_until__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="ticket_route_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("category", "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    "jurisdiction", models.Value(0)
                                ),
                                "=",
                            ),
                            (
                                enterprises.expressions.DateSpan(
                                    "effective_from", "effective_until"
                                ),
                                "&&",
                            ),
                        ],
                        name="ticket_route_leads_to_one_unit",
                    ),
                ],
            },
        ),
        policies.reference_table("services_ticketroute"),
        policies.append_only("services_ticketroute", once=("effective_until",)),
    ]
