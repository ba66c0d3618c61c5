"""When each list of who could be next was worked out; and the few who meet a tier, by an index."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0034_whose_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProspectRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
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
                ("worked_at", models.DateTimeField(verbose_name="计算时间")),
            ],
            options={
                "verbose_name": "研判计算",
                "verbose_name_plural": "研判计算",
            },
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                condition=models.Q(("verdict__in", ("met", "manual_review"))),
                fields=["tier", "application_kind", "steps", "enterprise"],
                name="prospect_ready",
            ),
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                condition=models.Q(("sole", ""), _negated=True),
                fields=["tier", "application_kind", "steps", "enterprise"],
                name="prospect_one_short",
            ),
        ),
        migrations.AddConstraint(
            model_name="prospectrun",
            constraint=models.UniqueConstraint(
                fields=("jurisdiction", "tier", "application_kind"), name="prospect_run_once_a_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="prospectrun",
            constraint=models.CheckConstraint(
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
                ),
                name="prospect_run_words_known",
            ),
        ),
        policies.scoped_table("enterprises_prospectrun"),
    ]
