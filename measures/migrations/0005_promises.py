"""Programmes and what is owed by them: settled terms, lines once a period, both behind walls."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

PROGRAMME = "measures_programme"
ROWS = ("measures_programmeshare", "measures_programmeinstalment", "measures_programmeevidence")
PAYEE = "measures_payee"
LINE = "measures_entitlement"
RECEIPT = "measures_evidencereceipt"
# What may still change of a programme once it was put into force.
RUNNING = ("state", "valid_until", "version")
SETTLED = migrations.RunSQL(
    [
        f"""CREATE FUNCTION {PROGRAMME}_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF OLD.state = 'draft' THEN
                RETURN NEW;
            END IF;
            {"".join(f"OLD.{column} := NEW.{column}; " for column in RUNNING)}
            IF NEW.state <> 'draft' AND NEW OPERATOR(pg_catalog.*=) OLD THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the terms of a programme in force are settled'
                USING ERRCODE = 'insufficient_privilege';
            END $$""",
        f"""CREATE TRIGGER settled BEFORE UPDATE ON {PROGRAMME}
            FOR EACH ROW EXECUTE FUNCTION {PROGRAMME}_settled()""",
        f"""CREATE FUNCTION {PROGRAMME}_row_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT FROM {PROGRAMME} p WHERE p.state <> 'draft'
                          AND p.id IN (OLD.programme_id, NEW.programme_id)) THEN
                RAISE EXCEPTION 'the terms of a programme in force are settled'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN coalesce(NEW, OLD);
            END $$""",
        *(
            f"""CREATE TRIGGER settled BEFORE INSERT OR UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {PROGRAMME}_row_settled()"""
            for table in ROWS
        ),
    ],
    [
        *(f"DROP TRIGGER settled ON {table}" for table in (*ROWS, PROGRAMME)),
        f"DROP FUNCTION {PROGRAMME}_row_settled()",
        f"DROP FUNCTION {PROGRAMME}_settled()",
    ],
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("enterprises", "0026_random_checks"),
        ("measures", "0004_rows_compared"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("title", models.CharField(max_length=120, unique=True, verbose_name="事项")),
                (
                    "once_per",
                    models.CharField(
                        choices=[
                            ("lifetime", "终身一次"),
                            ("title", "每次认定一次"),
                            ("year", "每年一次"),
                        ],
                        max_length=10,
                        verbose_name="兑付频次",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "同一事项",
                "verbose_name_plural": "同一事项",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("once_per__in", ["lifetime", "title", "year"])),
                        name="matter_frequency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="matter_has_a_title"
                    ),
                    models.UniqueConstraint(fields=("id", "once_per"), name="matter_frequency_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("enterprise", "企业"),
                            ("person", "个人"),
                            ("institution", "机构"),
                            ("park", "园区"),
                            ("district", "区"),
                            ("station", "服务站"),
                            ("team", "团队"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("identifier", models.CharField(max_length=60, verbose_name="识别码")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "enterprise",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payee",
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
                "verbose_name": "兑付对象",
                "verbose_name_plural": "兑付对象",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "identifier"), name="payee_known_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "enterprise",
                                    "person",
                                    "institution",
                                    "park",
                                    "district",
                                    "station",
                                    "team",
                                ],
                            )
                        ),
                        name="payee_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identifier", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="payee_can_be_told_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enterprise__isnull", False), ("kind", "enterprise")),
                            models.Q(
                                models.Q(("kind", "enterprise"), _negated=True),
                                ("enterprise__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="payee_enterprise_is_of_the_register",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["jurisdiction", "id"], name="payee_by_unit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="第几版")),
                ("title", models.CharField(max_length=120, verbose_name="兑现项目")),
                ("basis", models.CharField(blank=True, max_length=120, verbose_name="文件条目")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("matched", "免申即享"),
                            ("instant", "即申即享"),
                            ("applied", "申报"),
                        ],
                        max_length=10,
                        verbose_name="兑现方式",
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
                        verbose_name="层级",
                    ),
                ),
                (
                    "payee_kind",
                    models.CharField(
                        choices=[
                            ("enterprise", "企业"),
                            ("person", "个人"),
                            ("institution", "机构"),
                            ("park", "园区"),
                            ("district", "区"),
                            ("station", "服务站"),
                            ("team", "团队"),
                        ],
                        max_length=12,
                        verbose_name="兑付对象",
                    ),
                ),
                (
                    "once_per",
                    models.CharField(
                        choices=[
                            ("lifetime", "终身一次"),
                            ("title", "每次认定一次"),
                            ("year", "每年一次"),
                        ],
                        max_length=10,
                        verbose_name="兑付频次",
                    ),
                ),
                ("eligibility", models.JSONField(blank=True, null=True, verbose_name="享受条件")),
                ("amount_rule", models.JSONField(blank=True, null=True, verbose_name="金额标准")),
                ("deferral", models.JSONField(blank=True, null=True, verbose_name="次年条件")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="终止日期（不含）"),
                ),
                (
                    "transition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_event", "老事老办法：切换日之前的事实按原项目"),
                            ("at_once", "新办法统一：尚未审核的一律按新项目"),
                        ],
                        max_length=10,
                        verbose_name="衔接办法",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草拟"), ("in_force", "施行中"), ("ended", "已终止")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="提请人编号"),
                ),
                (
                    "proposed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="提请人"),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提请时间"),
                ),
                (
                    "approved_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="批准人编号"),
                ),
                (
                    "approved_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="批准人"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="批准时间"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="示例")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="measures.clause",
                        verbose_name="条款",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="measures.policydocument",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="measures.matter",
                        verbose_name="同一事项",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="measures.programme",
                        verbose_name="接替项目",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="施行区",
                    ),
                ),
            ],
            options={
                "verbose_name": "兑现项目",
                "verbose_name_plural": "兑现项目",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "edition"), name="programme_edition_numbered_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("code",),
                        name="programme_has_one_draft",
                        violation_error_message="该项目已有一份草拟，请先办结",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["national", "provincial", "municipal", "district"]),
                            ("mode__in", ["matched", "instant", "applied"]),
                            ("once_per__in", ["lifetime", "title", "year"]),
                            (
                                "payee_kind__in",
                                [
                                    "enterprise",
                                    "person",
                                    "institution",
                                    "park",
                                    "district",
                                    "station",
                                    "team",
                                ],
                            ),
                            ("state__in", ["draft", "in_force", "ended"]),
                        ),
                        name="programme_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces__isnull", True), ("transition", "")),
                            models.Q(
                                ("replaces__isnull", False),
                                ("transition__in", ["by_event", "at_once"]),
                            ),
                            _connector="OR",
                        ),
                        name="programme_takes_a_place_by_a_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="programme_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by_id__isnull", True), ("state", "draft")),
                            models.Q(
                                ("approved_by_id__isnull", False),
                                ("proposed_by_id__isnull", False),
                                ("state__in", ["in_force", "ended"]),
                                ("valid_from__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="programme_in_force_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by_id", models.F("proposed_by_id")), _negated=True
                        ),
                        name="programme_needs_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", True), ("level", "district"), _connector="OR"
                        ),
                        name="programme_of_one_unit_is_a_districts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("eligibility__isnull", True),
                            ("payee_kind", "enterprise"),
                            _connector="OR",
                        ),
                        name="programme_finds_enterprises_alone",
                    ),
                    models.UniqueConstraint(fields=("id", "matter"), name="programme_matter_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.PositiveSmallIntegerField(verbose_name="期间（年）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing_evidence", "待补证"),
                            ("deferred", "暂缓"),
                            ("proposed", "拟兑现"),
                            ("district_reviewed", "区审核"),
                            ("city_checked", "市复核"),
                            ("arranged", "拟安排"),
                            ("noticed", "公示"),
                            ("ordered", "下达"),
                            ("confirmed", "已确认"),
                            ("released", "拨付"),
                            ("settled", "到账"),
                            ("returned", "退票"),
                            ("suspended", "异议暂停"),
                            ("recovering", "追回中"),
                            ("recovered", "已追回"),
                            ("lapsed", "落空"),
                            ("surplus", "结余"),
                            ("rejected", "不予兑付"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("best", "按最高标准兑付"),
                            ("top_up", "已兑付部分，补足差额"),
                            ("paid_before", "已按最高标准兑付，不重复"),
                            ("paid_unknown", "此前兑付金额不明，待核"),
                            ("higher_elsewhere", "同一事项另有更高标准"),
                            ("amount_unknown", "金额未明确"),
                            ("evidence_missing", "佐证材料不齐"),
                            ("awaiting_check", "待次年核查"),
                            ("check_failed", "次年条件未满足"),
                            ("no_longer_eligible", "不再符合条件"),
                            ("handed_over", "转由新项目兑付"),
                        ],
                        max_length=20,
                        verbose_name="理由",
                    ),
                ),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="标准（元）"
                    ),
                ),
                (
                    "already_paid",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=16, verbose_name="已兑付（元）"
                    ),
                ),
                (
                    "payable",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="应兑付（元）"
                    ),
                ),
                ("options", models.JSONField(default=list, verbose_name="未采用的标准")),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="缺少材料",
                    ),
                ),
                ("snapshot", models.JSONField(default=dict, verbose_name="所依事实")),
                ("event_on", models.DateField(verbose_name="事实发生日")),
                ("check_on", models.DateField(blank=True, null=True, verbose_name="核查日期")),
                ("found_on", models.DateField(verbose_name="查找日期")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.matter",
                        verbose_name="同一事项",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="measures.payee",
                        verbose_name="兑付对象",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="measures.programme",
                        verbose_name="兑现项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "兑现事项",
                "verbose_name_plural": "兑现事项",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("payee", "programme", "period"),
                        name="entitlement_once_a_period",
                        violation_error_message="该对象在本期间已有这一项目",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "best",
                                    "top_up",
                                    "paid_before",
                                    "paid_unknown",
                                    "higher_elsewhere",
                                    "amount_unknown",
                                    "evidence_missing",
                                    "awaiting_check",
                                    "check_failed",
                                    "no_longer_eligible",
                                    "handed_over",
                                ],
                            ),
                            (
                                "state__in",
                                [
                                    "missing_evidence",
                                    "deferred",
                                    "proposed",
                                    "district_reviewed",
                                    "city_checked",
                                    "arranged",
                                    "noticed",
                                    "ordered",
                                    "confirmed",
                                    "released",
                                    "settled",
                                    "returned",
                                    "suspended",
                                    "recovering",
                                    "recovered",
                                    "lapsed",
                                    "surplus",
                                    "rejected",
                                ],
                            ),
                        ),
                        name="entitlement_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period", 0), ("period__range", (1990, 2100)), _connector="OR"
                        ),
                        name="entitlement_period_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gross__isnull", True), ("gross__gte", 0), _connector="OR"),
                            ("already_paid__gte", 0),
                            models.Q(
                                ("payable__isnull", True),
                                models.Q(("payable__gte", 0), ("payable__lte", models.F("gross"))),
                                _connector="OR",
                            ),
                        ),
                        name="entitlement_never_above_its_standard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gross__isnull", True), ("payable__isnull", True)),
                            models.Q(("gross__isnull", False), ("payable__isnull", False)),
                            _connector="OR",
                        ),
                        name="entitlement_amount_is_known_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payable__isnull", False),
                            ("state__in", ["missing_evidence", "deferred", "lapsed", "rejected"]),
                            _connector="OR",
                        ),
                        name="entitlement_without_amount_is_never_paid",
                        violation_error_message="金额未明确，不能兑付",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("missing__len__gt", 0), ("state", "missing_evidence")),
                            models.Q(
                                models.Q(("state", "missing_evidence"), _negated=True),
                                ("missing__len", 0),
                            ),
                            _connector="OR",
                        ),
                        name="entitlement_says_what_is_missing",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "jurisdiction"), name="entitlement_scope_key"
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "state", "id"], name="entitlement_by_unit"
                    ),
                    models.Index(
                        fields=["programme", "state", "id"], name="entitlement_by_programme"
                    ),
                    models.Index(
                        fields=["matter", "payee", "period"], name="entitlement_by_matter"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("code", "统一社会信用代码"),
                            ("contact", "联系人"),
                            ("certificate", "认定文号或证书编号"),
                            ("indicators", "上年度指标"),
                            ("paper", "书面材料"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="佐证材料")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="measures.programme",
                        verbose_name="兑现项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "verbose_name_plural": "佐证材料",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "code"), name="programme_evidence_asked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["code", "contact", "certificate", "indicators", "paper"])
                        ),
                        name="programme_evidence_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeInstalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="第几笔")),
                (
                    "percent",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="比例（%）"),
                ),
                (
                    "after_months",
                    models.PositiveSmallIntegerField(default=0, verbose_name="几个月后"),
                ),
                (
                    "gate",
                    models.CharField(
                        choices=[("none", "无条件"), ("performance", "绩效评价合格")],
                        default="none",
                        max_length=12,
                        verbose_name="拨付条件",
                    ),
                ),
                (
                    "gate_note",
                    models.CharField(blank=True, max_length=200, verbose_name="评价内容"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instalments",
                        to="measures.programme",
                        verbose_name="兑现项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "分期拨付",
                "verbose_name_plural": "分期拨付",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "ordinal"), name="programme_instalment_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gate__in", ["none", "performance"])),
                        name="programme_instalment_gate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="programme_instalment_is_a_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ordinal__gte", 1)),
                        name="programme_instalments_count_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        verbose_name="资金层级",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="比例（%）"),
                ),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="measures.programme",
                        verbose_name="兑现项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金分担",
                "verbose_name_plural": "资金分担",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "level"), name="programme_share_once_a_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["national", "provincial", "municipal", "district"])
                        ),
                        name="programme_share_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="programme_share_is_a_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("evidence", models.CharField(max_length=20, verbose_name="材料代码")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("recorded_by_name", models.CharField(max_length=150, verbose_name="登记人")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="measures.entitlement",
                        verbose_name="兑现事项",
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
                "verbose_name": "材料登记",
                "verbose_name_plural": "材料登记",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entitlement", "evidence"), name="evidence_received_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterSpelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written", models.CharField(max_length=200, unique=True, verbose_name="原文写法")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spellings",
                        to="measures.matter",
                        verbose_name="同一事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项写法",
                "verbose_name_plural": "事项写法",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("written", ""), _negated=True),
                        name="matter_spelling_is_written",
                    )
                ],
            },
        ),
        *(
            policies.reference_table(table)
            for table in ("measures_matter", "measures_matterspelling", PROGRAMME, *ROWS)
        ),
        *(policies.deletable(table) for table in ("measures_matterspelling", *ROWS)),
        *(policies.scoped_table(table) for table in (PAYEE, LINE, RECEIPT)),
        policies.scope_key(PAYEE, "enterprises_enterprise", key="enterprise_id"),
        policies.scope_key(RECEIPT, LINE, key="entitlement_id"),
        policies.append_only(RECEIPT),
        SETTLED,
        migrations.RunSQL(
            [
                f"""ALTER TABLE {LINE} ADD CONSTRAINT entitlement_is_of_its_programmes_matter
                    FOREIGN KEY (programme_id, matter_id)
                    REFERENCES {PROGRAMME} (id, matter_id)""",
                f"""ALTER TABLE {PROGRAMME} ADD CONSTRAINT programme_pays_as_often_as_its_matter
                    FOREIGN KEY (matter_id, once_per)
                    REFERENCES measures_matter (id, once_per)""",
            ],
            [
                f"ALTER TABLE {PROGRAMME} DROP CONSTRAINT programme_pays_as_often_as_its_matter",
                f"ALTER TABLE {LINE} DROP CONSTRAINT entitlement_is_of_its_programmes_matter",
            ],
        ),
    ]
