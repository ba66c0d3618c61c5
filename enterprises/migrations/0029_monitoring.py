"""Running monitoring: rounds, who is asked, and how far figures may leap. A station may tell the
figures of an enterprise it is asked about, and of no other.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

ROUND, REPORT = "enterprises_monitoringround", "enterprises_periodreport"
FIGURES = "enterprises_periodindicators"
READ = (
    f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
    f" OR station_id = ANY({policies.ids('read_stations')})"
)
WRITE = READ.replace("read_", "write_")
# What a unit reaches, as before; and those a station of the reach is asked about, found once.
OF_UNIT = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
ASKED = (
    f" OR enterprise_id = ANY (ARRAY(SELECT r.enterprise_id FROM {REPORT} r"  # noqa: S608 - constants
    f" WHERE r.station_id = ANY({policies.ids('read_stations')})))"
)
READ_FIGURES = OF_UNIT + ASKED
WRITE_FIGURES = READ_FIGURES.replace("read_", "write_")
WRITE_OF_UNIT = OF_UNIT.replace("read_", "write_")


def figures(read: str, write: str) -> list[str]:
    """The policies of running figures for listed units, told anew."""
    return [
        f"ALTER POLICY read ON {FIGURES} USING ({read})",
        f"ALTER POLICY insert ON {FIGURES} WITH CHECK ({write})",
        f"ALTER POLICY update ON {FIGURES} USING ({write}) WITH CHECK ({write})",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0028_search_for_many_by_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="periodindicators",
            name="explanation",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="异动说明"),
        ),
        migrations.CreateModel(
            name="JumpThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("indicator", models.SlugField(max_length=30, verbose_name="指标")),
                (
                    "against",
                    models.CharField(
                        choices=[("last", "上期"), ("year_ago", "上年同期")],
                        max_length=8,
                        verbose_name="比较",
                    ),
                ),
                (
                    "rise",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="增长超过（%）"
                    ),
                ),
                (
                    "fall",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="下降超过（%）"
                    ),
                ),
                (
                    "least",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="金额单位为元",
                        max_digits=16,
                        verbose_name="数值低于此不比较",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="依据")),
            ],
            options={
                "verbose_name": "异动界限",
                "verbose_name_plural": "异动界限",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "against"), name="jump_threshold_once_a_comparison"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("against__in", ["last", "year_ago"])),
                        name="jump_threshold_against_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rise__isnull", False), ("fall__isnull", False), _connector="OR"
                        ),
                        name="jump_threshold_says_how_far",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fall__isnull", True), ("fall__lte", 100), _connector="OR"
                        ),
                        name="jump_threshold_falls_to_nought_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonitoringRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("month", "月"), ("quarter", "季")],
                        max_length=7,
                        verbose_name="周期",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("current", "当期"), ("cumulative", "本年累计")],
                        default="current",
                        max_length=10,
                        verbose_name="口径",
                    ),
                ),
                ("first", models.DateField(verbose_name="期间首日")),
                ("due_on", models.DateField(verbose_name="报送截止日")),
                (
                    "tiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("tech_sme", "科技型中小企业"),
                                ("innovative_sme", "创新型中小企业"),
                                ("tech_innovative", "科技和创新型中小企业"),
                                ("srdi_sme", "专精特新中小企业"),
                                ("little_giant", "专精特新“小巨人”企业"),
                                ("little_giant_provincial", "省级专精特新“小巨人”企业（旧）"),
                                ("key_little_giant", "重点“小巨人”企业"),
                                ("champion", "制造业单项冠军企业"),
                                ("champion_provincial", "省级制造业单项冠军企业"),
                                ("unicorn", "独角兽企业"),
                                ("gazelle", "瞪羚企业"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                        verbose_name="监测梯度",
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="依据")),
                ("opened_at", models.DateTimeField(verbose_name="开启时间")),
                ("opened_by_name", models.CharField(max_length=150, verbose_name="开启人")),
            ],
            options={
                "verbose_name": "运行监测期",
                "verbose_name_plural": "运行监测期",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "basis", "first"), name="monitoring_round_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["current", "cumulative"]),
                            ("kind__in", ["month", "quarter"]),
                        ),
                        name="monitoring_round_kind_and_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__day", 1),
                            models.Q(
                                ("kind", "month"),
                                ("first__month__in", (1, 4, 7, 10)),
                                _connector="OR",
                            ),
                        ),
                        name="monitoring_round_begins_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("first"))),
                        name="monitoring_round_due_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", ""), _negated=True), ("tiers__len__gt", 0)
                        ),
                        name="monitoring_round_says_whom_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("got_at", models.DateTimeField(null=True, verbose_name="收到时间")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="到期提醒时间")),
                ("chased_at", models.DateTimeField(null=True, verbose_name="逾期催报时间")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_reports",
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
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="enterprises.monitoringround",
                        verbose_name="监测期",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.servicestation",
                        verbose_name="服务站",
                    ),
                ),
            ],
            options={
                "verbose_name": "运行监测报送",
                "verbose_name_plural": "运行监测报送",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "enterprise"), name="period_report_once_a_round"
                    )
                ],
            },
        ),
        policies.reference_table(ROUND),
        policies.reference_table("enterprises_jumpthreshold"),
        policies.guarded_table(REPORT, read=READ, write=WRITE),
        policies.deletable(REPORT),
        policies.scope_key(REPORT, "enterprises_enterprise", key="enterprise_id"),
        migrations.RunSQL(figures(READ_FIGURES, WRITE_FIGURES), figures(OF_UNIT, WRITE_OF_UNIT)),
    ]
