"""How enterprises stand against rules: kept for the record, and worked out for lists."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from wuhan_smes import policies

KEPT = "enterprises_assessment"
WORKED = "enterprises_prospect"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0021_titles_by_tier"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "application_kind",
                    models.CharField(
                        choices=[
                            ("new", "新申报"),
                            ("review", "复核"),
                            ("self_assessment", "自主评价"),
                        ],
                        max_length=16,
                        verbose_name="申请类别",
                    ),
                ),
                ("judged_on", models.DateField(verbose_name="评估日")),
                (
                    "rule_set",
                    models.SlugField(db_index=False, max_length=40, verbose_name="认定规则"),
                ),
                ("rule_versions", models.CharField(max_length=200, verbose_name="规则版本")),
                ("document_no", models.CharField(max_length=200, verbose_name="文件")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "符合"),
                            ("unmet", "不符合"),
                            ("unknown", "数据缺失"),
                            ("manual_review", "待人工判定"),
                            ("exempt", "豁免"),
                            ("not_applicable", "不适用"),
                        ],
                        max_length=16,
                        verbose_name="结论",
                    ),
                ),
                (
                    "subclass",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="子类"),
                ),
                (
                    "score_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="最低得分",
                    ),
                ),
                (
                    "score_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="最高得分",
                    ),
                ),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="不符合",
                    ),
                ),
                (
                    "open",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="待定",
                    ),
                ),
                ("facts", models.JSONField(verbose_name="当时的数据")),
                ("criteria", models.JSONField(verbose_name="逐条结果")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("kept_at", models.DateTimeField(verbose_name="存档时间")),
                ("kept_by_name", models.CharField(max_length=150, verbose_name="存档人")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
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
                "verbose_name": "评估存档",
                "verbose_name_plural": "评估存档",
                "indexes": [
                    models.Index(fields=["enterprise", "-id"], name="assessment_of_enterprise"),
                    models.Index(fields=["jurisdiction", "-id"], name="assessment_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("application_kind__in", ["new", "review", "self_assessment"]),
                            (
                                "tier__in",
                                [
                                    "tech_sme",
                                    "innovative_sme",
                                    "tech_innovative",
                                    "srdi_sme",
                                    "little_giant",
                                    "little_giant_provincial",
                                    "key_little_giant",
                                    "champion",
                                    "champion_provincial",
                                    "unicorn",
                                    "gazelle",
                                ],
                            ),
                            (
                                "verdict__in",
                                [
                                    "met",
                                    "unmet",
                                    "unknown",
                                    "manual_review",
                                    "exempt",
                                    "not_applicable",
                                ],
                            ),
                        ),
                        name="assessment_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score_high__isnull", True), ("score_low__isnull", True)),
                            ("score_low__lte", models.F("score_high")),
                            _connector="OR",
                        ),
                        name="assessment_scores_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prospect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        verbose_name="目标梯度",
                    ),
                ),
                (
                    "application_kind",
                    models.CharField(
                        choices=[
                            ("new", "新申报"),
                            ("review", "复核"),
                            ("self_assessment", "自主评价"),
                        ],
                        max_length=16,
                        verbose_name="申请类别",
                    ),
                ),
                ("judged_on", models.DateField(verbose_name="评估日")),
                ("rule_versions", models.CharField(max_length=200, verbose_name="规则版本")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "符合"),
                            ("unmet", "不符合"),
                            ("unknown", "数据缺失"),
                            ("manual_review", "待人工判定"),
                            ("exempt", "豁免"),
                            ("not_applicable", "不适用"),
                        ],
                        max_length=16,
                        verbose_name="结论",
                    ),
                ),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="不符合",
                    ),
                ),
                (
                    "open",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="待定",
                    ),
                ),
                ("steps", models.PositiveSmallIntegerField(verbose_name="还差几项")),
                ("sole", models.CharField(blank=True, max_length=12, verbose_name="只差一项")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="称号到期")),
                (
                    "worked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="计算时间",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prospects",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "梯度研判",
                "verbose_name_plural": "梯度研判",
                "indexes": [
                    models.Index(
                        fields=["tier", "application_kind", "steps", "enterprise"],
                        name="prospect_queue",
                    ),
                    models.Index(
                        fields=["jurisdiction", "tier", "application_kind", "steps", "enterprise"],
                        name="prospect_unit_queue",
                    ),
                    models.Index(
                        condition=models.Q(("sole", ""), _negated=True),
                        fields=["tier", "application_kind", "sole", "steps", "enterprise"],
                        name="prospect_lacking_one",
                    ),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["tier", "due_on", "enterprise"],
                        name="prospect_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "tier", "application_kind"),
                        name="prospect_once_a_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("application_kind__in", ["new", "review", "self_assessment"]),
                            (
                                "tier__in",
                                [
                                    "tech_sme",
                                    "innovative_sme",
                                    "tech_innovative",
                                    "srdi_sme",
                                    "little_giant",
                                    "little_giant_provincial",
                                    "key_little_giant",
                                    "champion",
                                    "champion_provincial",
                                    "unicorn",
                                    "gazelle",
                                ],
                            ),
                            (
                                "verdict__in",
                                [
                                    "met",
                                    "unmet",
                                    "unknown",
                                    "manual_review",
                                    "exempt",
                                    "not_applicable",
                                ],
                            ),
                        ),
                        name="prospect_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application_kind", "review"), ("due_on__isnull", False)),
                            models.Q(
                                models.Q(("application_kind", "review"), _negated=True),
                                ("due_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="prospect_of_a_review_has_its_day",
                    ),
                ],
            },
        ),
        policies.scoped_table(KEPT),
        policies.scope_key(KEPT, "enterprises_enterprise", key="enterprise_id"),
        policies.append_only(KEPT, free=("jurisdiction_id",)),
        policies.scoped_table(WORKED),
        policies.scope_key(WORKED, "enterprises_enterprise", key="enterprise_id"),
        policies.deletable(WORKED),
    ]
