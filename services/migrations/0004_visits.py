"""Visits with who went and what was photographed; the limits they go by; words to begin with."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import services.expressions


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0017_registrations_voided"),
        ("files", "0002_walls"),
        ("services", "0003_ticket_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facts_period",
                    models.CharField(blank=True, max_length=30, verbose_name="数据期间"),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="营业收入（元）"
                    ),
                ),
                (
                    "orders",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="在手订单（元）"
                    ),
                ),
                ("staff", models.IntegerField(null=True, verbose_name="从业人员（人）")),
                (
                    "rnd_spending",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="研发投入（元）"
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="计划投资（元）"
                    ),
                ),
                ("staff_needed", models.IntegerField(null=True, verbose_name="用工缺口（人）")),
                (
                    "money_needed",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="融资需求（元）"
                    ),
                ),
                (
                    "land_needed",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, null=True, verbose_name="用地需求（亩）"
                    ),
                ),
                (
                    "power_needed",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="用电需求（千伏安）",
                    ),
                ),
                ("client_uuid", models.UUIDField(unique=True, verbose_name="客户端编号")),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="企业名称")),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("city_leader", "市领导"),
                            ("department", "市直部门"),
                            ("district", "区级"),
                            ("station", "服务站"),
                        ],
                        max_length=12,
                        verbose_name="走访层级",
                    ),
                ),
                (
                    "external_no",
                    models.CharField(blank=True, max_length=60, verbose_name="外部编号"),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("place", "实地"), ("online", "线上"), ("phone", "电话")],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("visited_at", models.DateTimeField(verbose_name="走访时间")),
                (
                    "visited_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=services.expressions.LocalDay(models.F("visited_at")),
                        output_field=models.DateField(verbose_name="走访日期"),
                    ),
                ),
                (
                    "received_name",
                    models.CharField(blank=True, max_length=60, verbose_name="接待人"),
                ),
                (
                    "received_post",
                    models.CharField(blank=True, max_length=60, verbose_name="接待人职务"),
                ),
                (
                    "received_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="接待人电话"),
                ),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="走访目的",
                    ),
                ),
                ("template", models.CharField(blank=True, max_length=40, verbose_name="模板")),
                (
                    "intent_tier",
                    models.CharField(
                        blank=True,
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
                        verbose_name="申报意向",
                    ),
                ),
                (
                    "intent_gap",
                    models.CharField(blank=True, max_length=300, verbose_name="申报差距"),
                ),
                (
                    "explained",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="宣讲的措施",
                    ),
                ),
                ("summary", models.TextField(verbose_name="走访情况")),
                ("next_due_on", models.DateField(null=True, verbose_name="下次走访")),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6, max_digits=8, null=True, verbose_name="纬度"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="经度"
                    ),
                ),
                (
                    "location_source",
                    models.CharField(
                        blank=True,
                        choices=[("device", "手机定位"), ("photo", "照片信息")],
                        max_length=10,
                        verbose_name="位置来源",
                    ),
                ),
                (
                    "confirmation",
                    models.CharField(
                        choices=[("pending", "待确认"), ("confirmed", "已确认")],
                        default="pending",
                        max_length=10,
                        verbose_name="企业确认",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                (
                    "confirmed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signature", "现场签字"),
                            ("call", "电话核实"),
                            ("link", "链接确认"),
                        ],
                        max_length=10,
                        verbose_name="确认方式",
                    ),
                ),
                (
                    "confirmed_by",
                    models.CharField(blank=True, max_length=60, verbose_name="确认人"),
                ),
                ("historical", models.BooleanField(default=False, verbose_name="历史补录")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorded_by_id", models.BigIntegerField(null=True, verbose_name="登记人编号")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                (
                    "late_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="补登理由"),
                ),
                (
                    "again_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="当日再访理由"),
                ),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "voided_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="作废人"),
                ),
                (
                    "void_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="作废理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="services.campaign",
                        verbose_name="专项行动",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
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
                    "specialist",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="services.specialist",
                        verbose_name="服务专员",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="accounts.servicestation",
                        verbose_name="服务站",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访",
                "verbose_name_plural": "走访",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["place", "online", "phone"]),
                            ("rank__in", ["city_leader", "department", "district", "station"]),
                            ("location_source__in", ["", "device", "photo"]),
                            (
                                "intent_tier__in",
                                [
                                    "",
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
                        name="visit_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purposes__contained_by",
                                [
                                    "routine",
                                    "policy",
                                    "needs",
                                    "follow_up",
                                    "cultivation",
                                    "renewal",
                                    "operation",
                                    "finance",
                                    "talent",
                                    "safety",
                                ],
                            ),
                            models.Q(("purposes", []), _negated=True),
                        ),
                        name="visit_has_known_purposes",
                        violation_error_message="请至少选择一个走访目的",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rank", "station"), ("station__isnull", False)),
                            models.Q(
                                models.Q(("rank", "station"), _negated=True),
                                ("station__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_of_a_station_ranks_as_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("specialist__isnull", True),
                            ("station__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_of_a_specialist_is_his_stations",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("latitude__isnull", True),
                                ("location_source", ""),
                                ("longitude__isnull", True),
                            ),
                            models.Q(
                                ("latitude__range", (-90, 90)),
                                ("longitude__range", (-180, 180)),
                                models.Q(("location_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_location_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmation", "pending"),
                                ("confirmed_at__isnull", True),
                                ("confirmed_how", ""),
                            ),
                            models.Q(
                                ("confirmation", "confirmed"),
                                ("confirmed_at__isnull", False),
                                ("confirmed_how__in", ["signature", "call", "link"]),
                            ),
                            _connector="OR",
                        ),
                        name="visit_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_voided_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("summary", ""), _negated=True),
                            models.Q(("enterprise_name", ""), _negated=True),
                        ),
                        name="visit_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("historical", True),
                            ("recorded_at__gte", models.F("visited_at")),
                            _connector="OR",
                        ),
                        name="visit_recorded_after_it_happened",
                        violation_error_message="走访时间不能晚于登记时间",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revenue__isnull", True), ("revenue__gte", 0), _connector="OR"
                            ),
                            models.Q(("orders__isnull", True), ("orders__gte", 0), _connector="OR"),
                            models.Q(("staff__isnull", True), ("staff__gte", 0), _connector="OR"),
                            models.Q(
                                ("rnd_spending__isnull", True),
                                ("rnd_spending__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("investment__isnull", True),
                                ("investment__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("staff_needed__isnull", True),
                                ("staff_needed__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("money_needed__isnull", True),
                                ("money_needed__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("land_needed__isnull", True),
                                ("land_needed__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("power_needed__isnull", True),
                                ("power_needed__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="visit_facts_are_not_negative",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True),
                            ("again_reason", ""),
                            ("historical", False),
                            ("station__isnull", False),
                        ),
                        fields=("enterprise", "station", "visited_on"),
                        name="visit_again_on_a_day_has_a_reason",
                        violation_error_message="本站当日已走访过该企业，再次走访请说明理由",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_no", ""), _negated=True),
                        fields=("jurisdiction", "external_no"),
                        name="visit_external_number_once",
                        violation_error_message="该外部编号的走访已经登记",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["-visited_at", "-id"], name="visit_by_time"),
                    models.Index(
                        fields=["jurisdiction", "-visited_at", "-id"], name="visit_by_unit"
                    ),
                    models.Index(
                        condition=models.Q(("station__isnull", False)),
                        fields=["station", "-visited_at", "-id"],
                        name="visit_by_station",
                    ),
                    models.Index(
                        condition=models.Q(("specialist__isnull", False)),
                        fields=["specialist", "-visited_at", "-id"],
                        name="visit_by_specialist",
                    ),
                    models.Index(
                        fields=["enterprise", "-visited_at", "-id"], name="visit_of_enterprise"
                    ),
                    models.Index(
                        condition=models.Q(("campaign__isnull", False)),
                        fields=["campaign", "visited_on"],
                        name="visit_by_campaign",
                    ),
                    models.Index(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=["visited_on", "jurisdiction"],
                        include=("enterprise", "station", "rank"),
                        name="visit_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitLimits",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField(unique=True, verbose_name="启用日期")),
                (
                    "late_after_days",
                    models.PositiveSmallIntegerField(verbose_name="几天后登记须说明理由"),
                ),
                (
                    "backdating_days",
                    models.PositiveSmallIntegerField(verbose_name="最多补登几天内的走访"),
                ),
                ("amend_days", models.PositiveSmallIntegerField(verbose_name="登记后几天内可更正")),
                (
                    "often_a_month",
                    models.PositiveSmallIntegerField(verbose_name="同一企业每月超过几次提醒减负"),
                ),
                ("photos", models.PositiveSmallIntegerField(verbose_name="每次走访照片张数上限")),
                (
                    "photo_kilobytes",
                    models.PositiveIntegerField(verbose_name="单张照片大小上限（KB）"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "走访规则",
                "verbose_name_plural": "走访规则",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("late_after_days__lte", models.F("backdating_days"))),
                        name="visit_late_before_too_late",
                        violation_error_message="须说明理由的天数不能超过最多补登的天数",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amend_days__lte", 366),
                            ("backdating_days__lte", 366),
                            ("photos__lte", 50),
                        ),
                        name="visit_limits_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("often_a_month__gt", 0), ("photo_kilobytes__range", (50, 20000))
                        ),
                        name="visit_limits_allow_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                ("unit", models.CharField(max_length=100, verbose_name="单位")),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("city_leader", "市领导"),
                            ("department", "市直部门"),
                            ("district", "区级"),
                            ("station", "服务站"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="services.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访人员",
                "verbose_name_plural": "走访人员",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rank__in", ["city_leader", "department", "district", "station"])
                        ),
                        name="visit_member_rank_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                        ),
                        name="visit_member_is_named_with_a_unit",
                    ),
                    models.UniqueConstraint(
                        fields=("visit", "ordinal"), name="visit_member_stands_in_one_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_uuid", models.UUIDField(unique=True, verbose_name="客户端编号")),
                ("media_type", models.CharField(max_length=20, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小（字节）")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="拍摄时间")),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6, max_digits=8, null=True, verbose_name="纬度"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="经度"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="撤下时间")),
                (
                    "removed_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤下理由"),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="services.visit",
                        verbose_name="走访",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访照片",
                "verbose_name_plural": "走访照片",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="visit_photo_is_fingerprinted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                            ),
                            _connector="OR",
                        ),
                        name="visit_photo_location_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_reason", "")),
                            models.Q(
                                ("removed_at__isnull", False),
                                models.Q(("removed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_photo_removed_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("visit", "sha256"),
                        name="visit_shows_a_photo_once",
                        violation_error_message="该走访已有这张照片",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["sha256"], name="visit_photo_by_fingerprint"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="走访目的",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("place", "实地"), ("online", "线上"), ("phone", "电话")],
                        default="place",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="走访情况（起头）")),
                ("display_order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "走访模板",
                "verbose_name_plural": "走访模板",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["place", "online", "phone"])),
                        name="visit_template_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purposes__contained_by",
                                [
                                    "routine",
                                    "policy",
                                    "needs",
                                    "follow_up",
                                    "cultivation",
                                    "renewal",
                                    "operation",
                                    "finance",
                                    "talent",
                                    "safety",
                                ],
                            ),
                            models.Q(("purposes", []), _negated=True),
                        ),
                        name="visit_template_purposes_known",
                    ),
                ],
            },
        ),
    ]
