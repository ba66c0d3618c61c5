"""Payments of the past: plain records behind both walls, never overwritten."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from wuhan_smes import policies

TABLE = "measures_pastpayment"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0012_indicators"),
        ("measures", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=200, verbose_name="奖补项目")),
                ("matter", models.CharField(blank=True, max_length=200, verbose_name="同一事项")),
                (
                    "policy_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="政策依据"),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "国家"),
                            ("provincial", "省"),
                            ("municipal", "市"),
                            ("district", "区"),
                        ],
                        max_length=12,
                        verbose_name="资金层级",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="金额（元）"
                    ),
                ),
                (
                    "amount_city",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="市级资金（元）"
                    ),
                ),
                (
                    "amount_district",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="区级资金（元）"
                    ),
                ),
                ("paid_on", models.DateField(null=True, verbose_name="拨付日期")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年度")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="更正时间")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_payments",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "历史兑付",
                "verbose_name_plural": "历史兑付",
                "indexes": [
                    models.Index(fields=["enterprise", "-id"], name="payment_of_enterprise")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=(
                            "enterprise",
                            "programme",
                            "matter",
                            "level",
                            "amount",
                            "amount_city",
                            "amount_district",
                            "paid_on",
                            "year",
                            "document_no",
                        ),
                        name="payment_told_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("programme", ""), _negated=True),
                        name="payment_names_its_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on__isnull", False), ("year__isnull", False), _connector="OR"
                        ),
                        name="payment_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["", "national", "provincial", "municipal", "district"])
                        ),
                        name="payment_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__isnull", True), ("year__range", (1990, 2100)), _connector="OR"
                        ),
                        name="payment_year_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                            models.Q(
                                ("amount_city__isnull", True),
                                ("amount_city__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("amount_district__isnull", True),
                                ("amount_district__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="payment_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True),
                            ("amount_city__isnull", True),
                            ("amount_district__isnull", True),
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount_city"), "+", models.F("amount_district")
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="payment_shares_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="payment_superseded_after_recorded",
                    ),
                ],
            },
        ),
        policies.scoped_table(TABLE),
        policies.scope_key(TABLE, "enterprises_enterprise", key="enterprise_id"),
        policies.append_only(TABLE, once=("superseded_at",), free=("jurisdiction_id",)),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()",
            f"ALTER TABLE {TABLE} DROP COLUMN xid",
        ),
    ]
