import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_statutory_districts"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="标题")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "国家"),
                            ("provincial", "省"),
                            ("municipal", "市"),
                            ("district", "区"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("measures", "政策措施"),
                            ("rule", "管理办法"),
                            ("plan", "计划与方案"),
                            ("notice", "年度通知"),
                            ("reply", "建议提案答复"),
                            ("report", "公开报道"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "征求意见"),
                            ("in_force", "现行有效"),
                            ("repealed", "已废止"),
                            ("unknown", "效力待核"),
                            ("not_applicable", "不适用"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=100, verbose_name="发文单位")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="发文日期")),
                (
                    "issued_note",
                    models.CharField(blank=True, max_length=100, verbose_name="发文日期说明"),
                ),
                (
                    "effective_from",
                    models.DateField(blank=True, null=True, verbose_name="施行日期"),
                ),
                (
                    "effective_until",
                    models.DateField(blank=True, null=True, verbose_name="失效日期"),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="存疑",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "repeals",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repealed_by",
                        to="measures.policydocument",
                        verbose_name="废止",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策文件",
                "verbose_name_plural": "政策文件",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_can_be_cited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["measures", "rule", "plan", "notice", "reply", "report"]),
                            ("level__in", ["national", "provincial", "municipal", "district"]),
                            (
                                "status__in",
                                ["draft", "in_force", "repealed", "unknown", "not_applicable"],
                            ),
                        ),
                        name="document_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_from__isnull", True),
                            ("effective_until__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="document_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repeals__isnull", True),
                            models.Q(("repeals", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="document_does_not_repeal_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=60, verbose_name="标题")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("enterprise", "根企业"),
                            ("technology", "根技术"),
                            ("industry", "根产业"),
                            ("talent", "根人才"),
                            ("culture", "根文化"),
                        ],
                        max_length=12,
                        verbose_name="主题",
                    ),
                ),
                ("summary", models.TextField(verbose_name="摘要")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="存疑",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="measures.policydocument",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策措施",
                "verbose_name_plural": "政策措施",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "no"), name="measure_numbered_once_a_document"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("no__gt", 0)), name="measure_number_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "theme__in",
                                ["enterprise", "technology", "industry", "talent", "culture"],
                            )
                        ),
                        name="measure_theme_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, verbose_name="条款")),
                ("display_order", models.PositiveSmallIntegerField(verbose_name="排序")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "目标"),
                            ("award", "奖励支持"),
                            ("district_award", "区级奖补"),
                            ("subsidy", "补助"),
                            ("project_support", "项目支持"),
                            ("voucher", "创新券"),
                            ("talent", "人才资助"),
                            ("rent_relief", "租金减免"),
                            ("relief", "费用减免"),
                            ("interest_subsidy", "贴息"),
                            ("fund", "基金"),
                            ("finance", "股权融资"),
                            ("bond", "债券"),
                            ("threshold", "申请门槛"),
                            ("service", "服务"),
                            ("platform", "平台"),
                            ("programme", "行动计划"),
                            ("project", "产业化项目"),
                            ("matching", "揭榜对接"),
                            ("pilot", "试点"),
                            ("institution", "机构建设"),
                            ("event", "活动"),
                            ("list", "名单清单"),
                            ("title", "创建称号"),
                            ("land", "用地"),
                            ("reform", "改革"),
                            ("title_reform", "职称改革"),
                            ("enforcement", "执法"),
                            ("statistics", "统计监测"),
                            ("assessment", "评估考核"),
                            ("exemption", "尽职免责"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("money", "资金"),
                            ("finance", "融资"),
                            ("target", "目标"),
                            ("service", "服务"),
                            ("list", "名单"),
                            ("rule", "规则"),
                        ],
                        max_length=10,
                        verbose_name="效果",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="内容")),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("enterprise", "企业"),
                                ("individual_business", "个体工商户"),
                                ("project_team", "项目团队"),
                                ("talent", "人才"),
                                ("talent_team", "人才团队"),
                                ("service_institution", "服务机构"),
                                ("innovation_platform", "创新平台"),
                                ("carrier_project", "载体项目"),
                                ("park", "园区"),
                                ("district", "区"),
                                ("platform_operator", "平台运营主体"),
                                ("service_station", "服务站"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="对象",
                    ),
                ),
                ("triggers", models.JSONField(blank=True, default=list, verbose_name="触发条件")),
                (
                    "condition",
                    models.CharField(blank=True, max_length=200, verbose_name="附加条件"),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="口径")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="金额（元）",
                    ),
                ),
                (
                    "amount_status",
                    models.CharField(
                        choices=[
                            ("stated", "已明确"),
                            ("not_stated", "未明确"),
                            ("by_reference", "按其他规定"),
                            ("not_applicable", "不涉及"),
                        ],
                        max_length=16,
                        verbose_name="金额状态",
                    ),
                ),
                (
                    "amount_reference",
                    models.CharField(blank=True, max_length=100, verbose_name="金额依据"),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="数值"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                (
                    "comparison",
                    models.CharField(
                        blank=True,
                        choices=[("at_least", "不少于"), ("about", "左右")],
                        max_length=10,
                        verbose_name="比较",
                    ),
                ),
                ("per", models.CharField(blank=True, max_length=10, verbose_name="按何计")),
                ("every", models.CharField(blank=True, max_length=10, verbose_name="周期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="其他要素")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="存疑",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clauses",
                        to="measures.measure",
                        verbose_name="措施",
                    ),
                ),
            ],
            options={
                "verbose_name": "措施条款",
                "verbose_name_plural": "措施条款",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "code"), name="clause_coded_once_a_measure"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "effect__in",
                                ["money", "finance", "target", "service", "list", "rule"],
                            ),
                            (
                                "kind__in",
                                [
                                    "target",
                                    "award",
                                    "district_award",
                                    "subsidy",
                                    "project_support",
                                    "voucher",
                                    "talent",
                                    "rent_relief",
                                    "relief",
                                    "interest_subsidy",
                                    "fund",
                                    "finance",
                                    "bond",
                                    "threshold",
                                    "service",
                                    "platform",
                                    "programme",
                                    "project",
                                    "matching",
                                    "pilot",
                                    "institution",
                                    "event",
                                    "list",
                                    "title",
                                    "land",
                                    "reform",
                                    "title_reform",
                                    "enforcement",
                                    "statistics",
                                    "assessment",
                                    "exemption",
                                ],
                            ),
                        ),
                        name="clause_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_status__in",
                                ["stated", "not_stated", "by_reference", "not_applicable"],
                            )
                        ),
                        name="clause_amount_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("amount__isnull", False),
                                ("amount_status", "stated"),
                            ),
                            models.Q(
                                models.Q(("amount_status", "stated"), _negated=True),
                                ("amount__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="clause_amount_is_stated_or_null",
                        violation_error_message="金额未明确时应留空，不得填 0",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_status", "by_reference"),
                            ("amount_reference", ""),
                            _connector="XOR",
                        ),
                        name="clause_reference_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "target"), _negated=True),
                            models.Q(
                                ("due_on__isnull", False),
                                ("value__isnull", False),
                                models.Q(("unit", ""), _negated=True),
                                models.Q(("comparison", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clause_target_can_be_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureAgency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "牵头"), ("co", "配合")],
                        max_length=4,
                        verbose_name="角色",
                    ),
                ),
                ("line", models.PositiveSmallIntegerField(default=1, verbose_name="责任单位行")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("written", models.CharField(max_length=60, verbose_name="原文写法")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="measures.measure",
                        verbose_name="措施",
                    ),
                ),
            ],
            options={
                "verbose_name": "措施责任单位",
                "verbose_name_plural": "措施责任单位",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "line", "agency"),
                        name="measure_names_an_agency_once_a_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "lead")),
                        fields=("measure", "line"),
                        name="measure_has_one_lead_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position", 1), ("role", "lead")),
                            models.Q(("position__gt", 1), ("role", "co")),
                            _connector="OR",
                        ),
                        name="measure_lead_is_named_first",
                    ),
                ],
            },
        ),
    ]
