"""Batches that are frozen, recommended from, objected to and taken back; what holders owe, what is
said against them, and the projects of key little giants. Walls included.
"""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

UNIT = "enterprises_batchunit"
OBJECTION = "enterprises_batchobjection"
DUTY = "enterprises_titleduty"
COMPLAINT = "enterprises_complaint"
PROJECT = "enterprises_keyproject"
MILESTONE = "enterprises_keymilestone"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0026_random_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("raised_by", models.CharField(max_length=60, verbose_name="异议人")),
                ("text", models.TextField(verbose_name="异议内容")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("dismissed", "异议不成立"), ("upheld", "异议成立")],
                        max_length=10,
                        verbose_name="处理结果",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                (
                    "settlement",
                    models.CharField(blank=True, max_length=300, verbose_name="处理说明"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "公示异议",
                "verbose_name_plural": "公示异议",
            },
        ),
        migrations.CreateModel(
            name="BatchUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quota",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="推荐名额"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="报送时间"),
                ),
                (
                    "submitted_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="报送人"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "批次推荐单位",
                "verbose_name_plural": "批次推荐单位",
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("complainant", models.CharField(max_length=60, verbose_name="举报人")),
                ("phone", models.CharField(max_length=30, verbose_name="举报人电话")),
                ("text", models.TextField(verbose_name="举报内容")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "查实"),
                            ("partly", "部分查实"),
                            ("dismissed", "查否"),
                            ("withdrawn", "举报人撤回"),
                        ],
                        max_length=10,
                        verbose_name="核查结果",
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("conclusion", models.TextField(blank=True, verbose_name="核查情况")),
                (
                    "concluded_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="核查人"),
                ),
                (
                    "withdrawn_series",
                    models.BigIntegerField(blank=True, null=True, verbose_name="据此撤销的称号"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "实名举报",
                "verbose_name_plural": "实名举报",
            },
        ),
        migrations.CreateModel(
            name="KeyMilestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=120, verbose_name="节点目标")),
                ("due_on", models.DateField(verbose_name="计划完成")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="实际完成")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="佐证材料")),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="登记人"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "项目节点",
                "verbose_name_plural": "项目节点",
            },
        ),
        migrations.CreateModel(
            name="KeyProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="项目名称")),
                ("year", models.PositiveSmallIntegerField(verbose_name="入选年度")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=60, verbose_name="入选文号"),
                ),
                ("starts_on", models.DateField(verbose_name="计划开始")),
                ("ends_on", models.DateField(verbose_name="计划结束")),
                (
                    "planned",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="计划投资（万元）"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "实施中"),
                            ("passed", "评价通过"),
                            ("failed", "评价不通过"),
                            ("stopped", "已终止"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("evaluated_on", models.DateField(blank=True, null=True, verbose_name="评价日期")),
                (
                    "invested",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="实际投资（万元）",
                    ),
                ),
                (
                    "evaluation",
                    models.CharField(blank=True, max_length=300, verbose_name="评价依据与说明"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "重点“小巨人”项目",
                "verbose_name_plural": "重点“小巨人”项目",
            },
        ),
        migrations.CreateModel(
            name="TitleDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.BigIntegerField(verbose_name="称号编号")),
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
                    "kind",
                    models.CharField(
                        choices=[("yearly_update", "年度更新"), ("change_report", "变更报告")],
                        max_length=16,
                        verbose_name="类型",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("renamed", "更名"),
                            ("merged", "合并"),
                            ("reorganised", "分立或重组"),
                            ("moved", "跨省市迁移"),
                        ],
                        max_length=12,
                        verbose_name="变更事项",
                    ),
                ),
                ("counted_from", models.DateField(verbose_name="起算日")),
                ("due_on", models.DateField(verbose_name="截止日")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="提醒日期")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "done_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="登记人"),
                ),
                ("lost_on", models.DateField(blank=True, null=True, verbose_name="丧失复核资格日")),
                ("excused_on", models.DateField(blank=True, null=True, verbose_name="恢复资格日")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="称号终止日")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "动态管理事项",
                "verbose_name_plural": "动态管理事项",
            },
        ),
        migrations.RemoveConstraint(
            model_name="batchcandidate",
            name="candidate_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="cultivationstep",
            name="cultivation_step_is_in_the_table",
        ),
        migrations.AddField(
            model_name="batchcandidate",
            name="assessment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="candidacies",
                to="enterprises.assessment",
                verbose_name="冻结时的评估",
            ),
        ),
        migrations.AddField(
            model_name="batchcandidate",
            name="excluded",
            field=models.CharField(blank=True, max_length=200, verbose_name="不得推荐的原因"),
        ),
        migrations.AddField(
            model_name="batchcandidate",
            name="expert_outcome",
            field=models.CharField(
                blank=True,
                choices=[("passed", "评审通过"), ("failed", "评审不通过")],
                max_length=10,
                verbose_name="专家评审",
            ),
        ),
        migrations.AddField(
            model_name="batchcandidate",
            name="rank",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="推荐排序"),
        ),
        migrations.AddField(
            model_name="batchcandidate",
            name="written",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="公布时登记的称号版本",
            ),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="announced_by",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="公布的人"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="closed_by",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="定公示名单的人"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="frozen_on",
            field=models.DateField(blank=True, null=True, verbose_name="名单冻结日"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="frozen_rules",
            field=models.CharField(blank=True, max_length=200, verbose_name="冻结时的规则版本"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="notice_from",
            field=models.DateField(blank=True, null=True, verbose_name="公示起"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="notice_until",
            field=models.DateField(blank=True, null=True, verbose_name="公示止"),
        ),
        migrations.AddField(
            model_name="recognitionbatch",
            name="recommend_until",
            field=models.DateField(blank=True, null=True, verbose_name="推荐截止日"),
        ),
        migrations.AddField(
            model_name="tierdefinition",
            name="notice_workdays",
            field=models.PositiveSmallIntegerField(default=5, verbose_name="公示工作日"),
        ),
        migrations.AddField(
            model_name="tierdefinition",
            name="update_due",
            field=models.CharField(blank=True, max_length=5, verbose_name="年度更新截止（月-日）"),
        ),
        migrations.AlterField(
            model_name="batchcandidate",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "应复核"),
                    ("applied", "已申请"),
                    ("recommended", "已推荐"),
                    ("declined", "未推荐"),
                    ("in_review", "评审中"),
                    ("publicised", "公示中"),
                    ("objected", "异议待查"),
                    ("passed", "通过"),
                    ("failed", "不通过"),
                    ("waived", "放弃"),
                    ("not_submitted", "未提交"),
                ],
                max_length=14,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="cultivationstep",
            name="move",
            field=models.CharField(
                choices=[
                    ("put_in", "入库"),
                    ("nurture", "转入培育"),
                    ("prepare", "列入拟申报"),
                    ("apply", "已申报"),
                    ("back", "退回培育"),
                    ("recognise", "已认定"),
                    ("drop", "退出"),
                    ("resume", "重新培育"),
                    ("undo", "撤回认定"),
                ],
                max_length=12,
                verbose_name="操作",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchcandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "due",
                            "applied",
                            "recommended",
                            "declined",
                            "in_review",
                            "publicised",
                            "objected",
                            "passed",
                            "failed",
                            "waived",
                            "not_submitted",
                        ],
                    )
                ),
                name="candidate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchcandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("expert_outcome__in", ["", "passed", "failed"])),
                name="candidate_expert_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchcandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excluded", ""),
                    ("state__in", ["due", "declined", "failed", "waived", "not_submitted"]),
                    _connector="OR",
                ),
                name="candidate_excluded_goes_no_further",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchcandidate",
            constraint=models.UniqueConstraint(
                fields=("id", "jurisdiction"), name="candidate_is_of_one_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="cultivationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("move", "apply"), ("stage_after", "applied"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "back"), ("stage_after", "growing"), ("stage_before", "applied")
                    ),
                    models.Q(
                        ("move", "back"), ("stage_after", "growing"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "applied")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "growing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "seedling")
                    ),
                    models.Q(
                        ("move", "nurture"),
                        ("stage_after", "growing"),
                        ("stage_before", "seedling"),
                    ),
                    models.Q(
                        ("move", "prepare"),
                        ("stage_after", "preparing"),
                        ("stage_before", "growing"),
                    ),
                    models.Q(("move", "put_in"), ("stage_after", "growing"), ("stage_before", "")),
                    models.Q(
                        ("move", "put_in"), ("stage_after", "preparing"), ("stage_before", "")
                    ),
                    models.Q(("move", "put_in"), ("stage_after", "seedling"), ("stage_before", "")),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "applied"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "growing"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "preparing"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "seedling"),
                    ),
                    models.Q(
                        ("move", "resume"), ("stage_after", "growing"), ("stage_before", "dropped")
                    ),
                    models.Q(
                        ("move", "undo"), ("stage_after", "applied"), ("stage_before", "recognised")
                    ),
                    _connector="OR",
                ),
                name="cultivation_step_is_in_the_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognitionbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("frozen_on__isnull", False), ("recommend_until__isnull", True), _connector="OR"
                ),
                name="batch_frozen_before_it_is_recommended_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognitionbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice_from__isnull", True), ("notice_until__isnull", True)),
                    ("notice_until__gte", models.F("notice_from")),
                    _connector="OR",
                ),
                name="batch_notice_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognitionbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by__isnull", True),
                    ("announced_by__isnull", True),
                    models.Q(("closed_by", models.F("announced_by")), _negated=True),
                    _connector="OR",
                ),
                name="batch_announced_by_another_than_closed_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="tierdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("update_due", ""),
                    ("update_due__regex", "^(0[1-9]|1[0-2])-[0-3]\\d$"),
                    _connector="OR",
                ),
                name="tier_update_is_due_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="tierdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice_workdays__gte", 1)),
                name="tier_notice_is_shown_for_a_day",
            ),
        ),
        migrations.AddField(
            model_name="batchobjection",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="enterprises.batchcandidate",
                verbose_name="名单行",
            ),
        ),
        migrations.AddField(
            model_name="batchobjection",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddField(
            model_name="batchunit",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="enterprises.recognitionbatch",
                verbose_name="批次",
            ),
        ),
        migrations.AddField(
            model_name="batchunit",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="推荐单位",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="enterprises.enterprise",
                verbose_name="被举报企业",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddField(
            model_name="keymilestone",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddField(
            model_name="keyproject",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="key_projects",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AddField(
            model_name="keyproject",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddField(
            model_name="keymilestone",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="enterprises.keyproject",
                verbose_name="项目",
            ),
        ),
        migrations.AddField(
            model_name="titleduty",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="enterprises.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AddField(
            model_name="titleduty",
            name="jurisdiction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.jurisdiction",
                verbose_name="管理单位",
            ),
        ),
        migrations.AddIndex(
            model_name="batchobjection",
            index=models.Index(fields=["jurisdiction", "-id"], name="objection_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="batchobjection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_on__isnull", True)),
                    models.Q(
                        ("outcome__in", ["dismissed", "upheld"]),
                        ("settled_on__gte", models.F("raised_on")),
                        ("settled_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="objection_settled_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchobjection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    models.Q(("raised_by", ""), _negated=True),
                ),
                name="objection_says_who_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchunit",
            constraint=models.UniqueConstraint(
                fields=("batch", "jurisdiction"), name="batch_unit_once_a_batch"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by_name", "")),
                    models.Q(
                        ("submitted_at__isnull", False),
                        models.Q(("submitted_by_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_unit_submitted_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["enterprise", "-id"], name="complaint_of_enterprise"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["jurisdiction", "-id"], name="complaint_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concluded_on__isnull", True), ("conclusion", ""), ("outcome", "")),
                    models.Q(
                        ("concluded_on__gte", models.F("received_on")),
                        ("outcome__in", ["upheld", "partly", "dismissed", "withdrawn"]),
                        models.Q(("conclusion", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="complaint_concluded_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_series__isnull", True),
                    ("outcome__in", ["upheld", "partly"]),
                    _connector="OR",
                ),
                name="complaint_takes_a_title_when_upheld",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("complainant", ""), _negated=True),
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                ),
                name="complaint_is_signed",
            ),
        ),
        migrations.AddIndex(
            model_name="keyproject",
            index=models.Index(fields=["jurisdiction", "-id"], name="key_project_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.UniqueConstraint(
                fields=("enterprise",),
                name="key_project_once_an_enterprise",
                violation_error_message="该企业已登记过重点“小巨人”项目，不能重复支持",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "passed", "failed", "stopped"])),
                name="key_project_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="key_project_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned__gt", Decimal(2000))), name="key_project_plans_enough"
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evaluated_on__isnull", True), ("state", "running")),
                    models.Q(
                        models.Q(("state", "running"), _negated=True),
                        ("evaluated_on__isnull", False),
                        ("invested__gte", 0),
                        models.Q(("evaluation", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="key_project_evaluated_with_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "passed"), _negated=True),
                    ("invested__gte", Decimal(2000)),
                    _connector="OR",
                ),
                name="key_project_passes_with_enough_invested",
            ),
        ),
        migrations.AddConstraint(
            model_name="keyproject",
            constraint=models.UniqueConstraint(
                fields=("id", "jurisdiction"), name="key_project_is_of_one_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="keymilestone",
            constraint=models.UniqueConstraint(
                fields=("project", "ordinal"), name="key_milestone_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="keymilestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evidence", ""), ("reached_on__isnull", True)),
                    models.Q(
                        ("reached_on__isnull", False), models.Q(("evidence", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="key_milestone_reached_with_evidence",
            ),
        ),
        migrations.AddIndex(
            model_name="titleduty",
            index=models.Index(fields=["enterprise", "-due_on"], name="duty_of_enterprise"),
        ),
        migrations.AddIndex(
            model_name="titleduty",
            index=models.Index(fields=["jurisdiction", "due_on", "id"], name="duty_by_unit"),
        ),
        migrations.AddIndex(
            model_name="titleduty",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True), ("ended_on__isnull", True)),
                fields=["due_on", "id"],
                name="duty_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="titleduty",
            index=models.Index(
                condition=models.Q(("excused_on__isnull", True), ("lost_on__isnull", False)),
                fields=["series"],
                name="duty_right_lost",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["yearly_update", "change_report"]),
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
                name="duty_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", ""), ("kind", "yearly_update")),
                    models.Q(
                        ("cause__in", ["renamed", "merged", "reorganised", "moved"]),
                        ("kind", "change_report"),
                    ),
                    _connector="OR",
                ),
                name="duty_report_says_what_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("counted_from"))),
                name="duty_due_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by_name", ""), ("done_on__isnull", True)),
                    models.Q(
                        ("done_on__isnull", False), models.Q(("done_by_name", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="duty_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lost_on__isnull", True),
                    models.Q(("lost_on__gt", models.F("due_on")), ("reminded_on__isnull", False)),
                    _connector="OR",
                ),
                name="duty_right_lost_after_a_reminder",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excused_on__isnull", True), ("lost_on__isnull", False), _connector="OR"
                ),
                name="duty_right_given_back_was_lost",
            ),
        ),
        migrations.AddConstraint(
            model_name="titleduty",
            constraint=models.UniqueConstraint(
                fields=("series", "kind", "cause", "counted_from"), name="duty_owed_once"
            ),
        ),
        policies.scoped_table(UNIT),
        policies.deletable(UNIT),
        policies.scoped_table(OBJECTION),
        policies.scope_key(OBJECTION, "enterprises_batchcandidate", key="candidate_id"),
        policies.scoped_table(DUTY),
        policies.scope_key(DUTY, "enterprises_enterprise", key="enterprise_id"),
        policies.scoped_table(COMPLAINT),
        policies.scope_key(COMPLAINT, "enterprises_enterprise", key="enterprise_id"),
        policies.scoped_table(PROJECT),
        policies.scope_key(PROJECT, "enterprises_enterprise", key="enterprise_id"),
        policies.scoped_table(MILESTONE),
        policies.scope_key(MILESTONE, PROJECT, key="project_id"),
    ]
