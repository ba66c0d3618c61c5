"""Draws for random checks: published, never changed; what was drawn is a unit's."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

DRAW = "enterprises_inspectiondraw"
DRAWN = "enterprises_drawnenterprise"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0025_search_by_a_short_look"),
    ]

    operations = [
        migrations.CreateModel(
            name="InspectionDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "tier",
                    models.CharField(
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
                        verbose_name="梯度",
                    ),
                ),
                ("on", models.DateField(verbose_name="名单日期")),
                ("seed", models.CharField(max_length=120, verbose_name="随机种子")),
                ("population", models.PositiveIntegerField(verbose_name="名单家数")),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="名单指纹（SHA-256）"),
                ),
                ("count", models.PositiveIntegerField(verbose_name="抽取家数")),
                (
                    "inspectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        size=None,
                        verbose_name="检查人员",
                    ),
                ),
                ("each", models.PositiveSmallIntegerField(verbose_name="每家检查人数")),
                ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                ("drawn_by_name", models.CharField(max_length=150, verbose_name="抽取人")),
            ],
            options={
                "verbose_name": "随机抽查",
                "verbose_name_plural": "随机抽查",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tier__in",
                                [
                                    "tech_sme",
                                    "innovative_sme",
                                    "srdi_sme",
                                    "little_giant",
                                    "key_little_giant",
                                    "champion",
                                    "champion_provincial",
                                    "unicorn",
                                    "gazelle",
                                ],
                            )
                        ),
                        name="draw_is_of_a_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("count__gte", 1), ("population__gte", models.F("count"))
                        ),
                        name="draw_takes_some_of_the_list",
                    ),
                    models.UniqueConstraint(
                        fields=("tier", "on"),
                        name="draw_once_a_list",
                        violation_error_message="这一梯度当日名单已抽取过，不能重抽",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawnEnterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="序号")),
                ("code", models.CharField(max_length=18, verbose_name="抽取所用代码")),
                (
                    "inspectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        size=None,
                        verbose_name="检查人员",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fit", "符合条件"),
                            ("correct", "限期整改"),
                            ("unfit", "不再符合条件"),
                            ("absent", "无法核查"),
                        ],
                        max_length=10,
                        verbose_name="检查结果",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="检查日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="检查情况")),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="登记人"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
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
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="enterprises.inspectiondraw",
                        verbose_name="抽查",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查企业",
                "verbose_name_plural": "抽查企业",
                "indexes": [models.Index(fields=["jurisdiction", "draw"], name="drawn_by_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "position"), name="drawn_enterprise_has_its_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_on__isnull", True), ("result", "")),
                            models.Q(
                                ("checked_on__isnull", False),
                                ("result__in", ["fit", "correct", "unfit", "absent"]),
                            ),
                            _connector="OR",
                        ),
                        name="drawn_enterprise_found_on_a_day",
                    ),
                ],
            },
        ),
        policies.reference_table(DRAW),
        policies.append_only(DRAW),
        policies.scoped_table(DRAWN),
        policies.scope_key(DRAWN, "enterprises_enterprise", key="enterprise_id"),
    ]
