"""Rule sets: versions that are never changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("national", "国家办法"),
                            ("provincial", "省级细则"),
                            ("notice", "年度通知"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "overrides",
                    models.SlugField(blank=True, max_length=40, verbose_name="所依据的规则"),
                ),
                ("tier", models.SlugField(max_length=30, verbose_name="梯度")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("document_no", models.CharField(max_length=200, verbose_name="文件")),
                (
                    "related_documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="相关文件",
                    ),
                ),
                (
                    "recogniser",
                    models.CharField(blank=True, max_length=200, verbose_name="认定机关"),
                ),
                ("scope", models.CharField(blank=True, max_length=200, verbose_name="适用范围")),
                ("effective_from", models.DateField(verbose_name="施行日期")),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="停用日期"),
                ),
                ("uses", models.JSONField(blank=True, default=list, verbose_name="适用申请")),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="有效期（月）"
                    ),
                ),
                ("passing", models.JSONField(blank=True, default=dict, verbose_name="通过条件")),
                ("scoring", models.JSONField(blank=True, null=True, verbose_name="评分")),
                ("terms", models.JSONField(blank=True, default=dict, verbose_name="其他约定")),
                ("source", models.CharField(max_length=300, verbose_name="出处")),
            ],
            options={
                "verbose_name": "认定规则",
                "verbose_name_plural": "认定规则",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="rule_set_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("layer__in", ["national", "provincial", "notice"])),
                        name="rule_set_layer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("layer", "national"), ("overrides", "")),
                            models.Q(
                                models.Q(("layer", "national"), _negated=True),
                                models.Q(("overrides", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rule_set_layer_overrides_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_until__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="rule_set_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document_no", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="rule_set_has_its_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="条款")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="排序")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("add", "新增"),
                            ("replace", "替换"),
                            ("disable", "不适用"),
                            ("note", "说明"),
                        ],
                        default="add",
                        max_length=8,
                        verbose_name="变更",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="名称")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("base", "基本条件"),
                            ("hard", "必备条件"),
                            ("direct", "直通条件"),
                            ("score", "评分指标"),
                            ("veto", "否决情形"),
                            ("exclusion", "排除情形"),
                            ("subclass", "子类判定"),
                            ("inspection_trigger", "现场核查情形"),
                            ("process", "办理要求"),
                        ],
                        default="process",
                        max_length=20,
                        verbose_name="作用",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("test", "数据判定"),
                            ("bands", "分档计分"),
                            ("manual", "人工判定"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="判定方式",
                    ),
                ),
                ("test", models.JSONField(blank=True, null=True, verbose_name="条件")),
                ("exempt_if", models.JSONField(blank=True, null=True, verbose_name="豁免条件")),
                ("bands", models.JSONField(blank=True, null=True, verbose_name="分档")),
                ("part", models.CharField(blank=True, max_length=30, verbose_name="所属部分")),
                (
                    "max_points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="满分"
                    ),
                ),
                (
                    "alternative_group",
                    models.CharField(blank=True, max_length=12, verbose_name="择优组"),
                ),
                (
                    "judgement_field",
                    models.SlugField(blank=True, max_length=60, verbose_name="人工判断"),
                ),
                (
                    "points_field",
                    models.SlugField(blank=True, max_length=60, verbose_name="录入分数"),
                ),
                (
                    "applies_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="适用申请",
                    ),
                ),
                ("subclass", models.SlugField(blank=True, max_length=30, verbose_name="子类")),
                (
                    "manual_check",
                    models.CharField(blank=True, max_length=200, verbose_name="需人工核实"),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="rulekit.ruleset",
                        verbose_name="认定规则",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定条款",
                "verbose_name_plural": "认定条款",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule_set", "code"), name="criterion_once_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change__in", ["add", "replace", "disable", "note"]),
                            ("kind__in", ["test", "bands", "manual"]),
                            (
                                "role__in",
                                [
                                    "base",
                                    "hard",
                                    "direct",
                                    "score",
                                    "veto",
                                    "exclusion",
                                    "subclass",
                                    "inspection_trigger",
                                    "process",
                                ],
                            ),
                        ),
                        name="criterion_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Za-z0-9]{1,12}$")),
                        name="criterion_code_is_short",
                    ),
                ],
            },
        ),
        policies.reference_table("rulekit_ruleset"),
        policies.append_only("rulekit_ruleset"),
        policies.reference_table("rulekit_criterion"),
        policies.append_only("rulekit_criterion"),
    ]
