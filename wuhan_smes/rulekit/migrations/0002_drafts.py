"""Coming versions of rule sets, put into force by a second person; the clause beside a line."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("rulekit", "0001_rule_sets"),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="clause",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="条款出处"),
        ),
        migrations.CreateModel(
            name="RuleDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("written", models.JSONField(verbose_name="内容")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草中"),
                            ("proposed", "待施行"),
                            ("in_force", "已施行"),
                            ("dropped", "已作废"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="起草时间")),
                ("started_by_name", models.CharField(max_length=150, verbose_name="起草人")),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("proposed_by_id", models.BigIntegerField(null=True, verbose_name="提交人编号")),
                (
                    "proposed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="提交人"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ("decided_by_id", models.BigIntegerField(null=True, verbose_name="办结人编号")),
                (
                    "decided_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="办结人"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="退回或作废原因"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="修改次数")),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="rulekit.ruleset",
                        verbose_name="所据版本",
                    ),
                ),
                (
                    "made",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="rulekit.ruleset",
                        verbose_name="施行的版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定规则起草",
                "verbose_name_plural": "认定规则起草",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "proposed", "in_force", "dropped"])
                        ),
                        name="rule_draft_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "proposed"])),
                        fields=("code",),
                        name="rule_draft_open_once_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "proposed"), _negated=True),
                            models.Q(
                                ("proposed_at__isnull", False), ("proposed_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="rule_draft_proposed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("made__isnull", True),
                                models.Q(("state", "in_force"), _negated=True),
                            ),
                            models.Q(
                                ("decided_by_id__isnull", False),
                                ("made__isnull", False),
                                ("proposed_by_id__isnull", False),
                                ("state", "in_force"),
                                models.Q(
                                    ("decided_by_id", models.F("proposed_by_id")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rule_draft_in_force_by_a_second_person",
                    ),
                ],
            },
        ),
        policies.reference_table("rulekit_ruledraft"),
    ]
