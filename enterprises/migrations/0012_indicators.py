"""Figures of a year and of a month or quarter: version rows behind the same walls as facts."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from wuhan_smes import policies

TABLES = ("enterprises_annualindicators", "enterprises_periodindicators")
XID = "ALTER TABLE {} ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0011_counts_as_known"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualIndicators",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="期间"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="更正时间"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="数据截止日")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="佐证材料")),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True, help_text="人", null=True, verbose_name="从业人员"
                    ),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="营业收入总额",
                    ),
                ),
                (
                    "sales_revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="销售收入总额",
                    ),
                ),
                (
                    "main_revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="主营业务收入",
                    ),
                ),
                (
                    "total_assets",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="资产总额",
                    ),
                ),
                (
                    "total_liabilities",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="负债总额",
                    ),
                ),
                (
                    "net_profit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="净利润",
                    ),
                ),
                (
                    "cost_expense",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="成本费用支出总额",
                    ),
                ),
                (
                    "equity_new",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="新增股权融资",
                    ),
                ),
                (
                    "valuation",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="亿美元",
                        max_digits=12,
                        null=True,
                        verbose_name="估值",
                    ),
                ),
                (
                    "private_funded",
                    models.BooleanField(blank=True, null=True, verbose_name="获私募投资"),
                ),
                ("listed", models.BooleanField(blank=True, null=True, verbose_name="公开发行股票")),
                (
                    "export_oriented",
                    models.BooleanField(blank=True, null=True, verbose_name="以出口为主"),
                ),
                (
                    "audit_report_coded",
                    models.BooleanField(blank=True, null=True, verbose_name="审计报告赋码"),
                ),
                (
                    "audit_lists_main_business",
                    models.BooleanField(blank=True, null=True, verbose_name="审计报告单列主营"),
                ),
                (
                    "rd_expense",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="研发费用总额",
                    ),
                ),
                (
                    "rd_staff",
                    models.PositiveIntegerField(
                        blank=True, help_text="人", null=True, verbose_name="研发人员"
                    ),
                ),
                (
                    "science_staff",
                    models.PositiveIntegerField(
                        blank=True, help_text="人", null=True, verbose_name="科技人员"
                    ),
                ),
                (
                    "has_rd_institution",
                    models.BooleanField(blank=True, null=True, verbose_name="建有研发机构"),
                ),
                (
                    "rd_institution_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("below_municipal", "市级以下"),
                            ("municipal", "市级"),
                            ("provincial", "省级"),
                            ("national", "国家级"),
                        ],
                        max_length=30,
                        null=True,
                        verbose_name="研发机构级别",
                    ),
                ),
                (
                    "ip_class1",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="Ⅰ类知识产权"
                    ),
                ),
                (
                    "ip_class1_own",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="自主研发Ⅰ类"
                    ),
                ),
                (
                    "ip_class1_high_value",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="Ⅰ类高价值"
                    ),
                ),
                (
                    "ip_class1_applied",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="Ⅰ类已应用"
                    ),
                ),
                (
                    "ip_class1_applied_own_top3",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="Ⅰ类已应用且非转入"
                    ),
                ),
                (
                    "ip_class2",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="Ⅱ类知识产权"
                    ),
                ),
                (
                    "award_national_best_rank",
                    models.PositiveIntegerField(
                        blank=True, help_text="位", null=True, verbose_name="国家级科技奖励最佳位次"
                    ),
                ),
                (
                    "award_provincial_up_best_rank",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="位",
                        null=True,
                        verbose_name="省部级以上科技奖励最佳位次",
                    ),
                ),
                (
                    "award_provincial_up_count",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="省级以上科技奖励数"
                    ),
                ),
                (
                    "standards_led",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="主导制定标准数"
                    ),
                ),
                (
                    "ckcn_enterprise_list",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "未入围"),
                            ("top500", "全国 500 强"),
                            ("top50", "全国 50 强"),
                        ],
                        max_length=30,
                        null=True,
                        verbose_name="“创客中国”企业组名单",
                    ),
                ),
                (
                    "segment_years",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="年",
                        max_digits=5,
                        null=True,
                        verbose_name="从事特定细分市场年限",
                    ),
                ),
                (
                    "is_new_product",
                    models.BooleanField(blank=True, null=True, verbose_name="新产品"),
                ),
                (
                    "strategic_emerging_industry",
                    models.BooleanField(blank=True, null=True, verbose_name="战略性新兴产业"),
                ),
                (
                    "product_chain_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gap_filling", "补短板、锻长板、填空白"),
                            ("six_base_or_key_supplier", "六基领域、老字号或龙头配套"),
                            ("other", "其他"),
                        ],
                        max_length=30,
                        null=True,
                        verbose_name="主导产品产业链作用",
                    ),
                ),
                (
                    "market_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="%",
                        max_digits=7,
                        null=True,
                        verbose_name="细分市场占有率",
                    ),
                ),
                (
                    "market_rank_cn",
                    models.PositiveIntegerField(
                        blank=True, help_text="位", null=True, verbose_name="国内市场位次"
                    ),
                ),
                (
                    "market_rank_province",
                    models.PositiveIntegerField(
                        blank=True, help_text="位", null=True, verbose_name="省内市场位次"
                    ),
                ),
                (
                    "market_rank_world",
                    models.PositiveIntegerField(
                        blank=True, help_text="位", null=True, verbose_name="全球市场位次"
                    ),
                ),
                (
                    "digital_level",
                    models.PositiveIntegerField(
                        blank=True, help_text="级", null=True, verbose_name="数字化水平等级"
                    ),
                ),
                (
                    "quality_items",
                    models.PositiveIntegerField(
                        blank=True, help_text="项", null=True, verbose_name="质量管理满足项数"
                    ),
                ),
                (
                    "has_management_cert",
                    models.BooleanField(blank=True, null=True, verbose_name="管理体系认证"),
                ),
                (
                    "has_foreign_product_cert",
                    models.BooleanField(blank=True, null=True, verbose_name="发达国家产品认证"),
                ),
                (
                    "core_business_it",
                    models.BooleanField(blank=True, null=True, verbose_name="核心业务信息系统支撑"),
                ),
                ("own_brand", models.BooleanField(blank=True, null=True, verbose_name="自主品牌")),
                (
                    "platform_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="分",
                        max_digits=7,
                        null=True,
                        verbose_name="专精特新发展评价得分",
                    ),
                ),
                (
                    "local_feature_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="分",
                        max_digits=7,
                        null=True,
                        verbose_name="地方特色指标得分",
                    ),
                ),
                (
                    "residency_mainland",
                    models.BooleanField(blank=True, null=True, verbose_name="境内居民企业"),
                ),
                (
                    "first_time_applicant",
                    models.BooleanField(blank=True, null=True, verbose_name="首次参评"),
                ),
                (
                    "prohibited_industry",
                    models.BooleanField(blank=True, null=True, verbose_name="禁止/限制/淘汰类"),
                ),
                (
                    "prior_key_support",
                    models.BooleanField(blank=True, null=True, verbose_name="曾获重点小巨人支持"),
                ),
                (
                    "plan_investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="推进计划投资总额",
                    ),
                ),
                (
                    "plan_invested",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="推进计划实际投资额",
                    ),
                ),
                (
                    "lg_same_group_similar_product",
                    models.BooleanField(blank=True, null=True, verbose_name="同集团主导产品相似"),
                ),
                (
                    "valid_honours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        null=True,
                        size=None,
                        verbose_name="有效荣誉资质",
                    ),
                ),
                (
                    "on_abnormal_list",
                    models.BooleanField(blank=True, null=True, verbose_name="列入经营异常名录"),
                ),
                (
                    "on_dishonest_list",
                    models.BooleanField(blank=True, null=True, verbose_name="列入严重失信主体名单"),
                ),
                (
                    "serious_incidents",
                    models.PositiveIntegerField(
                        blank=True, help_text="次", null=True, verbose_name="重大事故和违法次数"
                    ),
                ),
                (
                    "data_falsification",
                    models.PositiveIntegerField(
                        blank=True, help_text="次", null=True, verbose_name="数据造假次数"
                    ),
                ),
                (
                    "tax_evasion",
                    models.PositiveIntegerField(
                        blank=True, help_text="次", null=True, verbose_name="偷漏税次数"
                    ),
                ),
                (
                    "research_dishonesty",
                    models.PositiveIntegerField(
                        blank=True, help_text="次", null=True, verbose_name="科研严重失信次数"
                    ),
                ),
                (
                    "risk_history",
                    models.BooleanField(blank=True, null=True, verbose_name="相关风险记录"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_indicators",
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
                "verbose_name": "年度指标",
                "verbose_name_plural": "年度指标",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("enterprise", "year"),
                        name="indicators_one_version_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="indicators_superseded_after_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("during__isempty", False)), name="indicators_last"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__endswith__day", 1),
                            ("during__endswith__month", 1),
                            (
                                "during__endswith__year",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("year"), "+", models.Value(1)
                                ),
                            ),
                            ("during__lower_inf", False),
                            ("during__startswith__day", 1),
                            ("during__startswith__month", 1),
                            ("during__upper_inf", False),
                            ("year", models.F("during__startswith__year")),
                        ),
                        name="indicators_cover_their_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rd_institution_level__isnull", True),
                            (
                                "rd_institution_level__in",
                                ["none", "below_municipal", "municipal", "provincial", "national"],
                            ),
                            _connector="OR",
                        ),
                        name="indicators_rd_institution_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("product_chain_role__isnull", True),
                            (
                                "product_chain_role__in",
                                ["gap_filling", "six_base_or_key_supplier", "other"],
                            ),
                            _connector="OR",
                        ),
                        name="indicators_chain_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ckcn_enterprise_list__isnull", True),
                            ("ckcn_enterprise_list__in", ["none", "top500", "top50"]),
                            _connector="OR",
                        ),
                        name="indicators_ckcn_list_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_honours__isnull", True),
                            (
                                "valid_honours__contained_by",
                                [
                                    "hnte",
                                    "national_tech_innovation_demo",
                                    "ip_advantage",
                                    "ip_demonstration",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="indicators_honours_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("market_share__isnull", True),
                            ("market_share__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="indicators_market_share_in_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("platform_score__isnull", True),
                            ("platform_score__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="indicators_platform_score_in_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digital_level__isnull", True),
                            ("digital_level__range", (0, 4)),
                            _connector="OR",
                        ),
                        name="indicators_digital_level_in_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quality_items__isnull", True),
                            ("quality_items__range", (0, 4)),
                            _connector="OR",
                        ),
                        name="indicators_quality_items_in_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("local_feature_score__isnull", True),
                            ("local_feature_score__range", (0, 15)),
                            _connector="OR",
                        ),
                        name="indicators_local_feature_score_in_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodIndicators",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="期间"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="更正时间"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
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
                        max_length=10,
                        verbose_name="口径",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="佐证材料")),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="营业收入",
                    ),
                ),
                (
                    "output",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="工业总产值",
                    ),
                ),
                (
                    "profit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="利润总额",
                    ),
                ),
                (
                    "tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="实缴税金",
                    ),
                ),
                (
                    "rd_expense",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="研发费用",
                    ),
                ),
                (
                    "export_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="元",
                        max_digits=16,
                        null=True,
                        verbose_name="出口额",
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True, help_text="人", null=True, verbose_name="用工人数"
                    ),
                ),
                (
                    "power",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="千瓦时",
                        max_digits=14,
                        null=True,
                        verbose_name="用电量",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_indicators",
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
                "verbose_name": "运行指标",
                "verbose_name_plural": "运行指标",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("enterprise", "kind", "basis", "during"),
                        name="figures_one_version_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="figures_superseded_after_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("during__isempty", False)), name="figures_last"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["current", "cumulative"]),
                            ("kind__in", ["month", "quarter"]),
                        ),
                        name="figures_kind_and_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                            ("during__endswith__day", 1),
                            ("during__startswith__day", 1),
                            models.Q(
                                ("kind", "month"),
                                models.Q(
                                    ("during__endswith__month__in", (1, 4, 7, 10)),
                                    ("during__startswith__month__in", (1, 4, 7, 10)),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="figures_cover_whole_months",
                    ),
                ],
            },
        ),
        *(policies.scoped_table(table) for table in TABLES),
        *(
            policies.scope_key(table, "enterprises_enterprise", key="enterprise_id")
            for table in TABLES
        ),
        *(
            policies.append_only(table, once=("superseded_at",), free=("jurisdiction_id",))
            for table in TABLES
        ),
        migrations.RunSQL(
            [XID.format(table) for table in TABLES],
            [f"ALTER TABLE {table} DROP COLUMN xid" for table in TABLES],
        ),
    ]
