"""Typed records: one table a kind, each within its unit."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

OF_UNITS = (
    "measures_accompanyteam",
    "measures_challenge",
    "measures_contestentry",
    "measures_incominglead",
    "measures_industrycluster",
    "measures_innovationplatform",
    "measures_investmentfund",
    "measures_platformproject",
    "measures_publicevent",
)
# They go where the enterprise goes; one that both halves of a merge have is set aside.
OF_ENTERPRISES = (
    "measures_aeostatus",
    "measures_brandplan",
    "measures_digitalproject",
    "measures_financingneed",
    "measures_listingplan",
    "measures_majorproject",
    "measures_patentfiling",
    "measures_rentrelief",
    "measures_secretprotection",
    "measures_talent",
    "measures_techdeputy",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0030_evidence"),
        ("measures", "0011_commitment_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccompanyTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("entry", models.CharField(max_length=40, verbose_name="参赛项目编号")),
                ("lead", models.CharField(max_length=60, verbose_name="陪跑负责人")),
                ("members", models.CharField(blank=True, max_length=200, verbose_name="成员单位")),
                (
                    "services",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="已开展服务（次）"
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
            ],
            options={
                "verbose_name": "陪跑团队",
                "verbose_name_plural": "陪跑团队",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="accompanyteam_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="accompanyteam_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="accompanyteam_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="accompanyteam_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="accompanyteam_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AeoStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "level",
                    models.CharField(
                        choices=[("general", "一般认证"), ("advanced", "高级认证")],
                        max_length=10,
                        verbose_name="认证级别",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "AEO 认证",
                "verbose_name_plural": "AEO 认证",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="aeostatus_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="aeostatus_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="aeostatus_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="aeostatus_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="aeostatus_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["general", "advanced"])),
                        name="aeostatus_level_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("maker", models.CharField(blank=True, max_length=120, verbose_name="编制单位")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="方案完成日期")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "品牌培育名单",
                "verbose_name_plural": "品牌培育名单",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="brandplan_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="brandplan_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="brandplan_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="brandplan_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="brandplan_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("poster", models.CharField(max_length=120, verbose_name="发榜单位")),
                (
                    "reward",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="榜额（元）",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("posted", "发榜"),
                            ("taken", "揭榜"),
                            ("solved", "完成"),
                            ("withdrawn", "撤榜"),
                        ],
                        default="posted",
                        max_length=12,
                        verbose_name="进展",
                    ),
                ),
                ("taker", models.CharField(blank=True, max_length=120, verbose_name="揭榜单位")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="揭榜日期")),
                ("solved_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
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
            ],
            options={
                "verbose_name": "揭榜需求",
                "verbose_name_plural": "揭榜需求",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="challenge_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="challenge_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="challenge_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="challenge_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="challenge_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["posted", "taken", "solved", "withdrawn"])
                        ),
                        name="challenge_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reward__isnull", True), ("reward__gte", 0), _connector="OR"
                        ),
                        name="challenge_reward_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("solved_on__isnull", True),
                            ("taken_on__lte", models.F("solved_on")),
                            _connector="OR",
                        ),
                        name="challenge_solved_after_taken",
                        violation_error_message="完成日期不能早于揭榜日期",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContestEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "group",
                    models.CharField(
                        choices=[("enterprise", "企业组"), ("startup", "创客组")],
                        max_length=12,
                        verbose_name="组别",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("entered", "参赛"),
                            ("municipal", "市级获奖"),
                            ("top", "全国 500 强（企业组）或 300 强（创客组）"),
                            ("top50", "全国 50 强"),
                        ],
                        default="entered",
                        max_length=12,
                        verbose_name="赛果",
                    ),
                ),
                ("team", models.CharField(max_length=120, verbose_name="团队或企业")),
                ("uscc", models.CharField(blank=True, max_length=18, verbose_name="成立企业代码")),
                (
                    "founded_on",
                    models.DateField(blank=True, null=True, verbose_name="成立企业日期"),
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
            ],
            options={
                "verbose_name": "创客中国参赛项目",
                "verbose_name_plural": "创客中国参赛项目",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="contestentry_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="contestentry_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="contestentry_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contestentry_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="contestentry_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["enterprise", "startup"])),
                        name="contestentry_group_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__in", ["entered", "municipal", "top", "top50"])
                        ),
                        name="contestentry_result_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigitalProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "level_before",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="改造前水平（级）"
                    ),
                ),
                (
                    "level_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="改造后水平（级）"
                    ),
                ),
                (
                    "spend",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="投入（元）",
                    ),
                ),
                ("firm", models.CharField(blank=True, max_length=120, verbose_name="服务商")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="验收日期")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "数字化转型项目",
                "verbose_name_plural": "数字化转型项目",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="digitalproject_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="digitalproject_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="digitalproject_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="digitalproject_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="digitalproject_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spend__isnull", True), ("spend__gte", 0), _connector="OR"
                        ),
                        name="digitalproject_spend_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("level_before__isnull", True),
                                ("level_before__lte", 4),
                                _connector="OR",
                            ),
                            models.Q(
                                ("level_after__isnull", True),
                                ("level_after__lte", 4),
                                _connector="OR",
                            ),
                        ),
                        name="digitalproject_level_is_0_to_4",
                        violation_error_message="数字化水平为 0 至 4 级",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinancingNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "demand",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="融资需求（元）",
                    ),
                ),
                ("partner", models.CharField(blank=True, max_length=120, verbose_name="对接机构")),
                ("intent_on", models.DateField(blank=True, null=True, verbose_name="达成意向日期")),
                ("credit_on", models.DateField(blank=True, null=True, verbose_name="授信日期")),
                (
                    "credit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="授信金额（元）",
                    ),
                ),
                ("invested_on", models.DateField(blank=True, null=True, verbose_name="投资日期")),
                (
                    "invested",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="投资金额（元）",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "融资项目库",
                "verbose_name_plural": "融资项目库",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="financingneed_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="financingneed_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="financingneed_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="financingneed_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="financingneed_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demand__isnull", True), ("demand__gte", 0), _connector="OR"
                        ),
                        name="financingneed_demand_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit__isnull", True), ("credit__gte", 0), _connector="OR"
                        ),
                        name="financingneed_credit_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invested__isnull", True), ("invested__gte", 0), _connector="OR"
                        ),
                        name="financingneed_invested_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncomingLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("origin", models.CharField(blank=True, max_length=60, verbose_name="来源地")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("contact", "初次接触"),
                            ("talks", "洽谈"),
                            ("signed", "签约"),
                            ("registered", "登记落户"),
                            ("lost", "终止"),
                        ],
                        default="contact",
                        max_length=12,
                        verbose_name="进展",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签约日期")),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="登记日期")),
                ("uscc", models.CharField(blank=True, max_length=18, verbose_name="登记代码")),
                (
                    "titles",
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
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="带来称号",
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
            ],
            options={
                "verbose_name": "引进企业线索",
                "verbose_name_plural": "引进企业线索",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="incominglead_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="incominglead_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="incominglead_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incominglead_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="incominglead_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["contact", "talks", "signed", "registered", "lost"])
                        ),
                        name="incominglead_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "registered"), _negated=True),
                            ("registered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="incominglead_registered_on_a_day",
                        violation_error_message="登记落户须填写登记日期",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndustryCluster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
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
                        verbose_name="级别",
                    ),
                ),
                ("field", models.CharField(max_length=60, verbose_name="领域")),
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
            ],
            options={
                "verbose_name": "特色产业集群",
                "verbose_name_plural": "特色产业集群",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="industrycluster_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="industrycluster_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="industrycluster_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="industrycluster_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="industrycluster_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["national", "provincial", "municipal", "district"])
                        ),
                        name="industrycluster_level_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InnovationPlatform",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("rd_centre", "企业研发中心"),
                            ("laboratory", "产业创新联合实验室"),
                            ("pilot", "中试平台"),
                            ("incubator", "孵化载体"),
                            ("proof", "概念验证中心"),
                            ("campus_block", "环大学创新街区"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
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
                        verbose_name="级别",
                    ),
                ),
                ("holder", models.CharField(max_length=120, verbose_name="依托单位")),
                (
                    "holder_uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="依托单位代码"),
                ),
                (
                    "fund",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="专项资金（基金）规模（元）",
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
            ],
            options={
                "verbose_name": "创新平台",
                "verbose_name_plural": "创新平台",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="innovationplatform_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="innovationplatform_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="innovationplatform_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="innovationplatform_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="innovationplatform_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "form__in",
                                [
                                    "rd_centre",
                                    "laboratory",
                                    "pilot",
                                    "incubator",
                                    "proof",
                                    "campus_block",
                                ],
                            )
                        ),
                        name="innovationplatform_form_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["national", "provincial", "municipal", "district"])
                        ),
                        name="innovationplatform_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fund__isnull", True), ("fund__gte", 0), _connector="OR"
                        ),
                        name="innovationplatform_fund_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvestmentFund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("parent", "母基金"),
                            ("child", "子基金"),
                            ("scholars", "院士基金"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("manager", models.CharField(max_length=120, verbose_name="管理机构")),
                ("field", models.CharField(blank=True, max_length=120, verbose_name="投向")),
                (
                    "size",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="规模（元）",
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
            ],
            options={
                "verbose_name": "基金图谱",
                "verbose_name_plural": "基金图谱",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="investmentfund_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="investmentfund_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="investmentfund_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="investmentfund_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="investmentfund_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["parent", "child", "scholars"])),
                        name="investmentfund_form_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__isnull", True), ("size__gte", 0), _connector="OR"
                        ),
                        name="investmentfund_size_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("board", models.CharField(blank=True, max_length=40, verbose_name="拟上市板块")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("reserve", "后备入库"),
                            ("restructured", "股改"),
                            ("tutored", "辅导备案"),
                            ("filed", "申报受理"),
                            ("listed", "上市挂牌"),
                        ],
                        default="reserve",
                        max_length=14,
                        verbose_name="阶段",
                    ),
                ),
                ("listed_on", models.DateField(blank=True, null=True, verbose_name="上市挂牌日期")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "上市后备企业",
                "verbose_name_plural": "上市后备企业",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="listingplan_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="listingplan_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="listingplan_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="listingplan_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="listingplan_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["reserve", "restructured", "tutored", "filed", "listed"])
                        ),
                        name="listingplan_stage_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MajorProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="总投资（元）",
                    ),
                ),
                (
                    "policy",
                    models.CharField(blank=True, max_length=200, verbose_name="一项一策要点"),
                ),
                (
                    "land_step",
                    models.CharField(
                        choices=[
                            ("none", "不涉及"),
                            ("asked", "用地申请"),
                            ("planned", "规划选址"),
                            ("offered", "挂牌出让"),
                            ("delivered", "交地"),
                            ("building", "开工"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="用地进展",
                    ),
                ),
                (
                    "land",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="用地（亩）",
                    ),
                ),
                ("step_on", models.DateField(blank=True, null=True, verbose_name="进展日期")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="开工日期")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "重大项目",
                "verbose_name_plural": "重大项目",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="majorproject_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="majorproject_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="majorproject_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="majorproject_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="majorproject_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "land_step__in",
                                ["none", "asked", "planned", "offered", "delivered", "building"],
                            )
                        ),
                        name="majorproject_land_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("investment__isnull", True), ("investment__gte", 0), _connector="OR"
                        ),
                        name="majorproject_investment_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("land__isnull", True), ("land__gte", 0), _connector="OR"
                        ),
                        name="majorproject_land_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatentFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("field", models.CharField(max_length=80, verbose_name="预审领域")),
                ("centre", models.CharField(blank=True, max_length=120, verbose_name="备案机构")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "专利预审备案",
                "verbose_name_plural": "专利预审备案",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="patentfiling_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="patentfiling_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="patentfiling_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="patentfiling_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="patentfiling_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlatformProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("platform", models.CharField(max_length=40, verbose_name="平台编号")),
                ("carrier", models.CharField(max_length=120, verbose_name="承担单位")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="支持金额（元）",
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
            ],
            options={
                "verbose_name": "平台项目",
                "verbose_name_plural": "平台项目",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="platformproject_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="platformproject_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="platformproject_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="platformproject_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="platformproject_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="platformproject_amount_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("fair", "招聘会"),
                            ("campus_fair", "校园招聘"),
                            ("project_matching", "重大项目供需对接"),
                            ("chain_matching", "产业链供需对接"),
                            ("finance", "融资对接"),
                            ("managers", "企业管理人员培训"),
                            ("workers", "企业职工培训"),
                            ("exhibition", "展会"),
                            ("service", "助企活动"),
                        ],
                        max_length=20,
                        verbose_name="形式",
                    ),
                ),
                ("special", models.BooleanField(default=False, verbose_name="专精特新专场")),
                (
                    "enterprises",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="参加企业（家次）"
                    ),
                ),
                (
                    "attendance",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="参加人次"),
                ),
                (
                    "posts",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="岗位（个）"),
                ),
                (
                    "intents",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="达成意向（项）"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="对接金额（元）",
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
            ],
            options={
                "verbose_name": "活动与对接",
                "verbose_name_plural": "活动与对接",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="publicevent_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="publicevent_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="publicevent_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publicevent_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("jurisdiction", "number"),
                        name="publicevent_numbered_once_a_unit",
                        violation_error_message="本单位已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "form__in",
                                [
                                    "fair",
                                    "campus_fair",
                                    "project_matching",
                                    "chain_matching",
                                    "finance",
                                    "managers",
                                    "workers",
                                    "exhibition",
                                    "service",
                                ],
                            )
                        ),
                        name="publicevent_form_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="publicevent_amount_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RentRelief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("beneficiary", models.CharField(blank=True, max_length=60, verbose_name="享受人")),
                ("park", models.CharField(max_length=120, verbose_name="房源或园区")),
                ("year_of", models.PositiveSmallIntegerField(default=1, verbose_name="第几年")),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="减免比例（%）"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="减免金额（元）",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "租金减免",
                "verbose_name_plural": "租金减免",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="rentrelief_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="rentrelief_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="rentrelief_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rentrelief_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="rentrelief_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="rentrelief_amount_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="rentrelief_is_a_part_of_the_rent",
                        violation_error_message="减免比例须在 0 到 100 之间",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecretProtection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="联系单位")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="指导日期")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "商业秘密保护名单",
                "verbose_name_plural": "商业秘密保护名单",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "-happened_on"], name="secretprotection_by_unit"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="secretprotection_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="secretprotection_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="secretprotection_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="secretprotection_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Talent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("person", models.CharField(max_length=60, verbose_name="姓名")),
                ("programme", models.CharField(max_length=80, verbose_name="人才计划")),
                ("signed_by", models.CharField(max_length=60, verbose_name="举荐人一")),
                ("signed_also_by", models.CharField(max_length=60, verbose_name="举荐人二")),
                ("chosen_on", models.DateField(blank=True, null=True, verbose_name="入选日期")),
                (
                    "grant",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="资助（元）",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "人才举荐",
                "verbose_name_plural": "人才举荐",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="talent_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="talent_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="talent_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="talent_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="talent_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grant__isnull", True), ("grant__gte", 0), _connector="OR"
                        ),
                        name="talent_grant_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_by", ""), _negated=True),
                            models.Q(("signed_also_by", ""), _negated=True),
                            models.Q(("signed_by", models.F("signed_also_by")), _negated=True),
                        ),
                        name="talent_signed_for_by_two",
                        violation_error_message="举荐须由两人签名",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TechDeputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="台账编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项名称")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("struck_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("person", models.CharField(max_length=60, verbose_name="姓名")),
                ("institution", models.CharField(max_length=120, verbose_name="派出单位")),
                (
                    "problems",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="解决技术难题（个）"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="成果转化协议金额（元）",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
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
            ],
            options={
                "verbose_name": "科技副总",
                "verbose_name_plural": "科技副总",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["jurisdiction", "-happened_on"], name="techdeputy_by_unit")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="techdeputy_has_number_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gt", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="techdeputy_ends_after_it_began",
                        violation_error_message="终止日期须晚于起始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="techdeputy_struck_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "number"),
                        name="techdeputy_numbered_once_an_enterprise",
                        violation_error_message="该企业已有这个编号",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="techdeputy_amount_is_not_negative",
                        violation_error_message="金额不能为负",
                    ),
                ],
            },
        ),
        *(policies.scoped_table(table) for table in (*OF_UNITS, *OF_ENTERPRISES)),
        *(
            policies.scope_key(table, "enterprises_enterprise", key="enterprise_id")
            for table in OF_ENTERPRISES
        ),
        *(policies.deletable(table) for table in OF_ENTERPRISES),
    ]
