"""Tickets, their steps, and what is asked, pressed for and found out about them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0017_registrations_voided"),
        ("measures", "0003_past_payments"),
        ("services", "0005_visit_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sign_due_at", models.DateTimeField(null=True, verbose_name="签收时限")),
                ("sign_warn_at", models.DateTimeField(null=True, verbose_name="签收预警")),
                ("contact_due_at", models.DateTimeField(null=True, verbose_name="联系时限")),
                ("contact_warn_at", models.DateTimeField(null=True, verbose_name="联系预警")),
                ("plan_due_at", models.DateTimeField(null=True, verbose_name="方案时限")),
                ("plan_warn_at", models.DateTimeField(null=True, verbose_name="方案预警")),
                ("solve_due_at", models.DateTimeField(null=True, verbose_name="办结时限")),
                ("solve_warn_at", models.DateTimeField(null=True, verbose_name="办结预警")),
                ("due_at", models.DateTimeField(null=True, verbose_name="最近时限")),
                ("warn_at", models.DateTimeField(null=True, verbose_name="最近预警")),
                ("escalate_at", models.DateTimeField(null=True, verbose_name="下次催督时间")),
                ("clocks_paused_at", models.DateTimeField(null=True, verbose_name="时限暂停自")),
                ("provisional", models.BooleanField(default=False, verbose_name="时限待定")),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="编号")),
                (
                    "client_uuid",
                    models.UUIDField(null=True, unique=True, verbose_name="客户端编号"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "走访"),
                            ("station", "服务站"),
                            ("hanqitong", "汉企通"),
                            ("guanggu", "光谷i企"),
                            ("dianxiaoer", "店小二"),
                            ("hotline_12345", "12345热线"),
                            ("letter", "来信"),
                            ("meeting", "座谈会"),
                            ("phone", "来电"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="来源",
                    ),
                ),
                (
                    "external_no",
                    models.CharField(blank=True, max_length=60, verbose_name="来源编号"),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("problem", "困难问题"),
                            ("appeal", "诉求"),
                            ("consultation", "咨询"),
                        ],
                        max_length=14,
                        verbose_name="性质",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("financing", "融资信贷"),
                            ("labour", "用工人才"),
                            ("land", "用地用房"),
                            ("energy", "水电气热"),
                            ("market", "市场订单"),
                            ("arrears", "账款清欠"),
                            ("technology", "技术创新"),
                            ("digital", "数字化转型"),
                            ("titles", "梯度认定"),
                            ("subsidy", "奖补兑现"),
                            ("tax", "税费"),
                            ("approval", "行政审批"),
                            ("law", "法律维权"),
                            ("ip", "知识产权"),
                            ("logistics", "物流交通"),
                            ("environment", "环保安全"),
                            ("policy", "政策咨询"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("complex", "复杂"), ("urgent", "紧急")],
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField(default=1, verbose_name="办理级别")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("text", models.TextField(verbose_name="内容")),
                (
                    "enterprise_name",
                    models.CharField(blank=True, max_length=200, verbose_name="企业名称"),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="联系人"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="联系电话"),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("collected_by_id", models.BigIntegerField(null=True, verbose_name="收集人编号")),
                ("collected_by_name", models.CharField(max_length=150, verbose_name="收集人")),
                ("historical", models.BooleanField(default=False, verbose_name="历史补录")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "暂存"),
                            ("collected", "收集"),
                            ("triaged", "受理"),
                            ("self_handled", "包办"),
                            ("assigned", "交办"),
                            ("signed", "签收"),
                            ("returned", "退回"),
                            ("in_progress", "承办"),
                            ("suspended", "挂起"),
                            ("special_study", "专题研究"),
                            ("replied", "已答复"),
                            ("audited", "审核"),
                            ("surveyed", "回访"),
                            ("listed", "挂账"),
                            ("closed", "销号办结"),
                            ("reopened", "再次反映"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("step_no", models.PositiveIntegerField(default=1, verbose_name="步骤数")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="退回次数")),
                ("arbitrated", models.BooleanField(default=False, verbose_name="已裁定承办单位")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "已解决"),
                            ("partly_solved", "部分解决"),
                            ("planned", "列入计划"),
                            ("explained", "解释说明"),
                            ("unsupported", "政策不支持"),
                            ("withdrawn", "撤回"),
                            ("duplicate", "重复"),
                            ("declined", "不予受理"),
                        ],
                        max_length=14,
                        verbose_name="办理结果",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                (
                    "waiting_for",
                    models.CharField(
                        blank=True,
                        choices=[("enterprise", "等待企业补充"), ("policy", "等待上级政策")],
                        max_length=12,
                        verbose_name="等待事由",
                    ),
                ),
                ("review_on", models.DateField(null=True, verbose_name="挂账复查日期")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="销号时间")),
                (
                    "handler_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("station", "服务站"),
                            ("unit", "管理单位"),
                            ("agency", "责任单位"),
                            ("enterprise", "企业"),
                        ],
                        max_length=10,
                        verbose_name="承办方类别",
                    ),
                ),
                (
                    "agency_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="经手单位",
                    ),
                ),
                ("handled_by_id", models.BigIntegerField(null=True, verbose_name="承办人编号")),
                (
                    "handled_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="承办人"),
                ),
                (
                    "holder_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("station", "服务站"),
                            ("unit", "管理单位"),
                            ("agency", "责任单位"),
                            ("enterprise", "企业"),
                        ],
                        max_length=10,
                        verbose_name="当前责任方类别",
                    ),
                ),
                ("holder_id", models.BigIntegerField(null=True, verbose_name="当前责任方编号")),
                (
                    "holder_name",
                    models.CharField(blank=True, max_length=200, verbose_name="当前责任方"),
                ),
                ("held_since", models.DateTimeField(null=True, verbose_name="责任方自")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "chain",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.industrychain",
                        verbose_name="产业链（共性问题）",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="经办单位",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
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
                (
                    "lead_agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="主办单位",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.measure",
                        verbose_name="对应措施",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="services.ticket",
                        verbose_name="并入工单",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="accounts.servicestation",
                        verbose_name="收集服务站",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="services.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单",
                "verbose_name_plural": "工单",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "financing",
                                    "labour",
                                    "land",
                                    "energy",
                                    "market",
                                    "arrears",
                                    "technology",
                                    "digital",
                                    "titles",
                                    "subsidy",
                                    "tax",
                                    "approval",
                                    "law",
                                    "ip",
                                    "logistics",
                                    "environment",
                                    "policy",
                                    "other",
                                ],
                            ),
                            (
                                "channel__in",
                                [
                                    "visit",
                                    "station",
                                    "hanqitong",
                                    "guanggu",
                                    "dianxiaoer",
                                    "hotline_12345",
                                    "letter",
                                    "meeting",
                                    "phone",
                                    "other",
                                ],
                            ),
                            ("grade__range", (1, 3)),
                            ("handler_kind__in", ["", "station", "unit", "agency"]),
                            ("nature__in", ["problem", "appeal", "consultation"]),
                            (
                                "outcome__in",
                                [
                                    "",
                                    "solved",
                                    "partly_solved",
                                    "planned",
                                    "explained",
                                    "unsupported",
                                    "withdrawn",
                                    "duplicate",
                                    "declined",
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    "draft",
                                    "collected",
                                    "triaged",
                                    "self_handled",
                                    "assigned",
                                    "signed",
                                    "returned",
                                    "in_progress",
                                    "suspended",
                                    "special_study",
                                    "replied",
                                    "audited",
                                    "surveyed",
                                    "listed",
                                    "closed",
                                    "reopened",
                                ],
                            ),
                            ("urgency__in", ["normal", "complex", "urgent"]),
                            ("waiting_for__in", ["", "enterprise", "policy"]),
                        ),
                        name="ticket_words_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_no", ""), _negated=True),
                        fields=("channel", "external_no"),
                        name="ticket_external_number_once_a_channel",
                        violation_error_message="该来源的这个编号已经登记",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="ticket_says_what_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "closed"),
                                ("closed_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_closed_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "closed"),
                                ("holder_id__isnull", True),
                                ("holder_kind", ""),
                                ("holder_name", ""),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("holder_id__isnull", False),
                                ("holder_kind__in", ["station", "unit", "agency", "enterprise"]),
                                ("held_since__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_is_held_until_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(
                                ("state", "closed"),
                                ("outcome", "duplicate"),
                                models.Q(("merged_into", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_merged_is_a_closed_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handler_kind", "agency"), ("lead_agency__isnull", False)),
                            models.Q(
                                models.Q(("handler_kind", "agency"), _negated=True),
                                ("lead_agency__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_of_an_agency_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handler_kind", "station"), _negated=True),
                            ("station__isnull", False),
                            _connector="OR",
                        ),
                        name="ticket_of_a_station_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "listed"), _negated=True),
                            ("review_on__isnull", False),
                            _connector="OR",
                        ),
                        name="ticket_listed_with_a_review_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clocks_paused_at__isnull", False), ("state", "suspended")),
                            models.Q(
                                ("clocks_paused_at__isnull", True),
                                models.Q(("state", "suspended"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_clocks_pause_while_suspended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("received_at")),
                            _connector="OR",
                        ),
                        name="ticket_closes_after_it_came",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["jurisdiction", "-id"], name="ticket_by_unit"),
                    models.Index(
                        fields=["jurisdiction", "state", "-id"], name="ticket_by_unit_state"
                    ),
                    models.Index(fields=["state", "-id"], name="ticket_by_state"),
                    models.Index(fields=["category", "-id"], name="ticket_by_category"),
                    models.Index(fields=["channel", "-id"], name="ticket_by_channel"),
                    models.Index(
                        condition=models.Q(("enterprise__isnull", False)),
                        fields=["enterprise", "-id"],
                        name="ticket_of_enterprise",
                    ),
                    models.Index(
                        condition=models.Q(("station__isnull", False)),
                        fields=["station", "-id"],
                        name="ticket_by_station",
                    ),
                    models.Index(
                        condition=models.Q(("lead_agency__isnull", False)),
                        fields=["lead_agency", "-id"],
                        name="ticket_by_lead",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["agency_ids"], name="ticket_by_agencies"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["holder_kind", "holder_id", "-id"],
                        name="ticket_by_holder",
                    ),
                    models.Index(
                        condition=models.Q(("collected_by_id__isnull", False)),
                        fields=["collected_by_id", "-id"],
                        name="ticket_by_collector",
                    ),
                    models.Index(
                        condition=models.Q(("handled_by_id__isnull", False)),
                        fields=["handled_by_id", "-id"],
                        name="ticket_by_handler",
                    ),
                    models.Index(
                        condition=models.Q(("visit__isnull", False)),
                        fields=["visit"],
                        name="ticket_of_visit",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at", "id"],
                        name="ticket_by_due",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["jurisdiction", "due_at", "id"],
                        name="ticket_by_unit_due",
                    ),
                    models.Index(
                        condition=models.Q(("escalate_at__isnull", False)),
                        fields=["escalate_at"],
                        name="ticket_by_escalation",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["closed_at"],
                        name="ticket_by_closing",
                    ),
                    models.Index(fields=["received_at"], name="ticket_by_receipt"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                ("reached", models.BooleanField(verbose_name="有效回访")),
                ("contacted", models.BooleanField(null=True, verbose_name="承办单位已联系")),
                ("solved", models.BooleanField(null=True, verbose_name="已解决")),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "满意"),
                            ("fairly", "基本满意"),
                            ("unsatisfied", "不满意"),
                        ],
                        max_length=12,
                        verbose_name="满意度",
                    ),
                ),
                ("by_enterprise", models.BooleanField(default=False, verbose_name="企业自行填写")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="回访时间")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="回访人编号")),
                ("by_name", models.CharField(max_length=150, verbose_name="回访人")),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单回访",
                "verbose_name_plural": "工单回访",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfaction__in", ["", "satisfied", "fairly", "unsatisfied"])
                        ),
                        name="ticket_survey_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reached", False),
                                ("satisfaction", ""),
                                ("contacted__isnull", True),
                                ("solved__isnull", True),
                            ),
                            models.Q(
                                ("contacted__isnull", False),
                                ("reached", True),
                                ("solved__isnull", False),
                                models.Q(("satisfaction", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_survey_answered_when_reached",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["ticket", "-id"], name="ticket_survey_of_ticket"),
                    models.Index(fields=["at"], name="ticket_survey_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remind", "催办"),
                            ("supervise", "督办"),
                            ("study", "提请专题研究"),
                        ],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                (
                    "clock_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sign", "签收"),
                            ("contact", "联系企业"),
                            ("plan", "拿出方案或答复"),
                            ("solve", "办结"),
                        ],
                        max_length=10,
                        verbose_name="时限",
                    ),
                ),
                ("clock_due_at", models.DateTimeField(null=True, verbose_name="时限至")),
                ("level", models.PositiveSmallIntegerField(default=1, verbose_name="次数")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="督办单编号")),
                (
                    "told_kind",
                    models.CharField(
                        choices=[
                            ("station", "服务站"),
                            ("unit", "管理单位"),
                            ("agency", "责任单位"),
                            ("enterprise", "企业"),
                        ],
                        max_length=10,
                        verbose_name="责任方类别",
                    ),
                ),
                ("told_id", models.BigIntegerField(verbose_name="责任方编号")),
                ("told_name", models.CharField(max_length=200, verbose_name="责任方")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="事由")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="发起人编号")),
                ("by_name", models.CharField(max_length=150, verbose_name="发起人")),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervisions",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "催办督办",
                "verbose_name_plural": "催办督办",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clock_kind__in", ["", "sign", "contact", "plan", "solve"]),
                            ("kind__in", ["remind", "supervise", "study"]),
                            ("told_kind__in", ["station", "unit", "agency", "enterprise"]),
                        ),
                        name="ticket_supervision_words_known",
                    ),
                    models.UniqueConstraint(
                        fields=("ticket", "round", "clock_kind", "clock_due_at", "kind"),
                        name="ticket_pressed_once_a_limit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="ticket_supervision_numbered_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="会议日期")),
                ("chair", models.CharField(max_length=60, verbose_name="主持人")),
                (
                    "participants",
                    models.CharField(blank=True, max_length=500, verbose_name="参加单位"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="提请事由")),
                ("decisions", models.TextField(blank=True, verbose_name="议定事项")),
                ("called_at", models.DateTimeField(verbose_name="提请时间")),
                ("called_by_name", models.CharField(max_length=150, verbose_name="提请人")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="议定时间")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "专题研究",
                "verbose_name_plural": "专题研究",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decisions", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decisions", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_study_ends_with_decisions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("ticket",),
                        name="ticket_studied_by_one_meeting_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketAgency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "主办"), ("co", "协办")],
                        max_length=4,
                        verbose_name="角色",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                ("handed_at", models.DateTimeField(verbose_name="交办时间")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="离手时间")),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("raise", "登记"),
                            ("submit", "提交"),
                            ("triage", "受理"),
                            ("decline", "不予受理"),
                            ("answer", "即答即结"),
                            ("self_handle", "包办"),
                            ("assign", "交办"),
                            ("arbitrate", "裁定承办单位"),
                            ("transfer", "转办"),
                            ("refer", "转送上下级"),
                            ("sign", "签收"),
                            ("return", "退回"),
                            ("progress", "进展"),
                            ("suspend", "挂起"),
                            ("resume", "恢复办理"),
                            ("extend", "延期"),
                            ("remind", "催办"),
                            ("supervise", "督办"),
                            ("study", "专题研究"),
                            ("list", "挂账"),
                            ("reply", "答复"),
                            ("audit", "审核通过"),
                            ("send_back", "退回重办"),
                            ("survey", "回访"),
                            ("close", "销号"),
                            ("reopen", "重开"),
                            ("merge", "并单"),
                            ("unmerge", "撤销并单"),
                            ("ask", "申请"),
                            ("refuse", "不同意申请"),
                            ("recalculate", "重算时限"),
                        ],
                        max_length=14,
                        verbose_name="离手方式",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "承办单位",
                "verbose_name_plural": "承办单位",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ended_by__in",
                                [
                                    "",
                                    "raise",
                                    "submit",
                                    "triage",
                                    "decline",
                                    "answer",
                                    "self_handle",
                                    "assign",
                                    "arbitrate",
                                    "transfer",
                                    "refer",
                                    "sign",
                                    "return",
                                    "progress",
                                    "suspend",
                                    "resume",
                                    "extend",
                                    "remind",
                                    "supervise",
                                    "study",
                                    "list",
                                    "reply",
                                    "audit",
                                    "send_back",
                                    "survey",
                                    "close",
                                    "reopen",
                                    "merge",
                                    "unmerge",
                                    "ask",
                                    "refuse",
                                    "recalculate",
                                ],
                            ),
                            ("part__in", ["lead", "co"]),
                        ),
                        name="ticket_leg_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", True),
                                ("signed_at__gte", models.F("handed_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_at__gte", models.F("handed_at")),
                                _connector="OR",
                            ),
                        ),
                        name="ticket_leg_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("ended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_leg_ends_by_a_move",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("ticket", "agency"),
                        name="ticket_leg_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("part", "lead")),
                        fields=("ticket",),
                        name="ticket_has_one_lead",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="ticket_leg_of_ticket"),
                    models.Index(fields=["agency", "-id"], name="ticket_leg_of_agency"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketEnterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                ("added_at", models.DateTimeField(verbose_name="列入时间")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_by",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "共性问题企业",
                "verbose_name_plural": "共性问题企业",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "enterprise"), name="ticket_names_an_enterprise_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "暂存"),
                            ("collected", "收集"),
                            ("triaged", "受理"),
                            ("self_handled", "包办"),
                            ("assigned", "交办"),
                            ("signed", "签收"),
                            ("returned", "退回"),
                            ("in_progress", "承办"),
                            ("suspended", "挂起"),
                            ("special_study", "专题研究"),
                            ("replied", "已答复"),
                            ("audited", "审核"),
                            ("surveyed", "回访"),
                            ("listed", "挂账"),
                            ("closed", "销号办结"),
                            ("reopened", "再次反映"),
                        ],
                        max_length=16,
                        unique=True,
                        verbose_name="状态",
                    ),
                ),
                ("label", models.CharField(max_length=20, verbose_name="名称")),
                ("hint", models.CharField(blank=True, max_length=100, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "工单状态名称",
                "verbose_name_plural": "工单状态名称",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "collected",
                                    "triaged",
                                    "self_handled",
                                    "assigned",
                                    "signed",
                                    "returned",
                                    "in_progress",
                                    "suspended",
                                    "special_study",
                                    "replied",
                                    "audited",
                                    "surveyed",
                                    "listed",
                                    "closed",
                                    "reopened",
                                ],
                            ),
                            models.Q(("label", ""), _negated=True),
                        ),
                        name="ticket_label_names_a_state",
                    ),
                    models.UniqueConstraint(fields=("label",), name="ticket_label_used_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("raise", "登记"),
                            ("submit", "提交"),
                            ("triage", "受理"),
                            ("decline", "不予受理"),
                            ("answer", "即答即结"),
                            ("self_handle", "包办"),
                            ("assign", "交办"),
                            ("arbitrate", "裁定承办单位"),
                            ("transfer", "转办"),
                            ("refer", "转送上下级"),
                            ("sign", "签收"),
                            ("return", "退回"),
                            ("progress", "进展"),
                            ("suspend", "挂起"),
                            ("resume", "恢复办理"),
                            ("extend", "延期"),
                            ("remind", "催办"),
                            ("supervise", "督办"),
                            ("study", "专题研究"),
                            ("list", "挂账"),
                            ("reply", "答复"),
                            ("audit", "审核通过"),
                            ("send_back", "退回重办"),
                            ("survey", "回访"),
                            ("close", "销号"),
                            ("reopen", "重开"),
                            ("merge", "并单"),
                            ("unmerge", "撤销并单"),
                            ("ask", "申请"),
                            ("refuse", "不同意申请"),
                            ("recalculate", "重算时限"),
                        ],
                        max_length=14,
                        verbose_name="申请",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                ("days", models.PositiveSmallIntegerField(null=True, verbose_name="延长天数")),
                (
                    "waiting_for",
                    models.CharField(
                        blank=True,
                        choices=[("enterprise", "等待企业补充"), ("policy", "等待上级政策")],
                        max_length=12,
                        verbose_name="等待事由",
                    ),
                ),
                ("review_on", models.DateField(null=True, verbose_name="复查日期")),
                ("due_before", models.DateTimeField(null=True, verbose_name="原时限")),
                ("due_after", models.DateTimeField(null=True, verbose_name="新时限")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("asked_by_id", models.BigIntegerField(null=True, verbose_name="申请人编号")),
                ("asked_by_name", models.CharField(max_length=150, verbose_name="申请人")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待审批"),
                            ("approved", "已同意"),
                            ("refused", "不同意"),
                            ("lapsed", "已失效"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                ("decided_by_id", models.BigIntegerField(null=True, verbose_name="审批人编号")),
                (
                    "decided_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="审批人"),
                ),
                (
                    "decision_note",
                    models.CharField(blank=True, max_length=500, verbose_name="审批意见"),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单申请",
                "verbose_name_plural": "工单申请",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ("return", "suspend", "extend", "list")),
                            ("state__in", ["pending", "approved", "refused", "lapsed"]),
                            ("waiting_for__in", ["", "enterprise", "policy"]),
                        ),
                        name="ticket_request_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="ticket_request_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "pending")),
                            models.Q(
                                models.Q(("state", "pending"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_request_decided_when_not_pending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id__isnull", True),
                            ("asked_by_id__isnull", True),
                            models.Q(("decided_by_id", models.F("asked_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="ticket_request_needs_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_after__isnull", True),
                            ("due_after__gt", models.F("due_before")),
                            _connector="OR",
                        ),
                        name="ticket_extension_gives_more_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("ticket", "move"),
                        name="ticket_request_waits_once",
                        violation_error_message="已有同样的申请待审批",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="ticket_request_of_ticket"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveIntegerField(verbose_name="步骤")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("raise", "登记"),
                            ("submit", "提交"),
                            ("triage", "受理"),
                            ("decline", "不予受理"),
                            ("answer", "即答即结"),
                            ("self_handle", "包办"),
                            ("assign", "交办"),
                            ("arbitrate", "裁定承办单位"),
                            ("transfer", "转办"),
                            ("refer", "转送上下级"),
                            ("sign", "签收"),
                            ("return", "退回"),
                            ("progress", "进展"),
                            ("suspend", "挂起"),
                            ("resume", "恢复办理"),
                            ("extend", "延期"),
                            ("remind", "催办"),
                            ("supervise", "督办"),
                            ("study", "专题研究"),
                            ("list", "挂账"),
                            ("reply", "答复"),
                            ("audit", "审核通过"),
                            ("send_back", "退回重办"),
                            ("survey", "回访"),
                            ("close", "销号"),
                            ("reopen", "重开"),
                            ("merge", "并单"),
                            ("unmerge", "撤销并单"),
                            ("ask", "申请"),
                            ("refuse", "不同意申请"),
                            ("recalculate", "重算时限"),
                        ],
                        max_length=14,
                        verbose_name="动作",
                    ),
                ),
                (
                    "state_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "暂存"),
                            ("collected", "收集"),
                            ("triaged", "受理"),
                            ("self_handled", "包办"),
                            ("assigned", "交办"),
                            ("signed", "签收"),
                            ("returned", "退回"),
                            ("in_progress", "承办"),
                            ("suspended", "挂起"),
                            ("special_study", "专题研究"),
                            ("replied", "已答复"),
                            ("audited", "审核"),
                            ("surveyed", "回访"),
                            ("listed", "挂账"),
                            ("closed", "销号办结"),
                            ("reopened", "再次反映"),
                        ],
                        max_length=16,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "state_after",
                    models.CharField(
                        choices=[
                            ("draft", "暂存"),
                            ("collected", "收集"),
                            ("triaged", "受理"),
                            ("self_handled", "包办"),
                            ("assigned", "交办"),
                            ("signed", "签收"),
                            ("returned", "退回"),
                            ("in_progress", "承办"),
                            ("suspended", "挂起"),
                            ("special_study", "专题研究"),
                            ("replied", "已答复"),
                            ("audited", "审核"),
                            ("surveyed", "回访"),
                            ("listed", "挂账"),
                            ("closed", "销号办结"),
                            ("reopened", "再次反映"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="操作人编号")),
                ("actor_name", models.CharField(max_length=150, verbose_name="操作人")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="要素")),
                ("ended", models.JSONField(blank=True, default=dict, verbose_name="结束的时限")),
                (
                    "late",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="逾期的时限",
                    ),
                ),
                (
                    "holder_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("station", "服务站"),
                            ("unit", "管理单位"),
                            ("agency", "责任单位"),
                            ("enterprise", "企业"),
                        ],
                        max_length=10,
                        verbose_name="责任方类别",
                    ),
                ),
                ("holder_id", models.BigIntegerField(null=True, verbose_name="责任方编号")),
                (
                    "holder_name",
                    models.CharField(blank=True, max_length=200, verbose_name="责任方"),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "工单步骤",
                "verbose_name_plural": "工单步骤",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "ordinal"), name="ticket_step_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("late__contained_by", ["sign", "contact", "plan", "solve"]),
                            (
                                "move__in",
                                [
                                    "raise",
                                    "submit",
                                    "triage",
                                    "decline",
                                    "answer",
                                    "self_handle",
                                    "assign",
                                    "arbitrate",
                                    "transfer",
                                    "refer",
                                    "sign",
                                    "return",
                                    "progress",
                                    "suspend",
                                    "resume",
                                    "extend",
                                    "remind",
                                    "supervise",
                                    "study",
                                    "list",
                                    "reply",
                                    "audit",
                                    "send_back",
                                    "survey",
                                    "close",
                                    "reopen",
                                    "merge",
                                    "unmerge",
                                    "ask",
                                    "refuse",
                                    "recalculate",
                                ],
                            ),
                            (
                                "state_after__in",
                                [
                                    "draft",
                                    "collected",
                                    "triaged",
                                    "self_handled",
                                    "assigned",
                                    "signed",
                                    "returned",
                                    "in_progress",
                                    "suspended",
                                    "special_study",
                                    "replied",
                                    "audited",
                                    "surveyed",
                                    "listed",
                                    "closed",
                                    "reopened",
                                ],
                            ),
                            (
                                "state_before__in",
                                [
                                    "",
                                    "draft",
                                    "collected",
                                    "triaged",
                                    "self_handled",
                                    "assigned",
                                    "signed",
                                    "returned",
                                    "in_progress",
                                    "suspended",
                                    "special_study",
                                    "replied",
                                    "audited",
                                    "surveyed",
                                    "listed",
                                    "closed",
                                    "reopened",
                                ],
                            ),
                        ),
                        name="ticket_step_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state_after", "closed"),
                                ("holder_id__isnull", True),
                                ("holder_kind", ""),
                            ),
                            models.Q(
                                models.Q(("state_after", "closed"), _negated=True),
                                ("holder_id__isnull", False),
                                ("holder_kind__in", ["station", "unit", "agency", "enterprise"]),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_step_names_one_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("move", "raise"), ("ordinal", 1), ("state_before", "")),
                            models.Q(
                                ("ordinal__gt", 1),
                                models.Q(("state_before", ""), _negated=True),
                                models.Q(("move", "raise"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_step_first_raises",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["move", "at"], name="ticket_step_by_move"),
                ],
            },
        ),
    ]
