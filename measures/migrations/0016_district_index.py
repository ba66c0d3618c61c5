"""How districts are assessed: an index in editions, what they report, what is held."""

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

INDICATOR, RETURN = "measures_indexindicator", "measures_districtreturn"
FIGURE, EVIDENCE = "measures_districtfigure", "measures_returnevidence"
SHARED = ("measures_districtindex", INDICATOR, "measures_assessmentround")
# The lines of an edition come in one statement, so that none can be added afterwards.
WEIGHED = """
    CREATE FUNCTION measures_weights_add_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM measures_indexindicator i
                    WHERE i.index_id IN (SELECT index_id FROM given)
                    GROUP BY i.index_id HAVING sum(i.weight) <> 100) THEN
            RAISE EXCEPTION 'the weights of an edition add up to 100'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'weights_add_up_to_100';
        END IF;
        RETURN NULL;
    END $$"""
CHECKED = """
    CREATE FUNCTION measures_checked_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'a checked return stays as it is' USING ERRCODE = 'insufficient_privilege';
    END $$"""
FETCHED = """CREATE POLICY return_evidence ON files_storedfile FOR SELECT TO r_scoped
    USING (EXISTS (SELECT FROM measures_returnevidence e WHERE e.file_id = files_storedfile.id))"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("files", "0002_walls"),
        ("measures", "0015_target_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictIndex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(unique=True, verbose_name="版次")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("effective_from", models.DateField(unique=True, verbose_name="施行日期")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "set_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="制定人"),
                ),
            ],
            options={
                "verbose_name": "各区评估指标体系",
                "verbose_name_plural": "各区评估指标体系",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="district_index_has_its_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("label", models.CharField(max_length=80, verbose_name="指标")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                ("unit", models.CharField(max_length=10, verbose_name="单位")),
                (
                    "source",
                    models.CharField(
                        choices=[("computed", "系统计算"), ("reported", "管理单位自报")],
                        max_length=10,
                        verbose_name="数据来源",
                    ),
                ),
                ("computed_by", models.CharField(blank=True, max_length=60, verbose_name="计算项")),
                (
                    "aim",
                    models.CharField(
                        choices=[("more", "越多越好"), ("less", "越少越好")],
                        max_length=6,
                        verbose_name="方向",
                    ),
                ),
                (
                    "full",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="满分值"),
                ),
                ("definition", models.CharField(max_length=200, verbose_name="口径")),
                ("display_order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "index",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="measures.districtindex",
                        verbose_name="版次",
                    ),
                ),
            ],
            options={
                "verbose_name": "评估指标",
                "verbose_name_plural": "评估指标",
                "constraints": [
                    models.UniqueConstraint(fields=("index", "code"), name="indicator_coded_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__range", (1, 100))),
                        name="indicator_weighs_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("full__gt", 0)), name="indicator_can_be_reached"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aim__in", ["more", "less"]), ("source__in", ["computed", "reported"])
                        ),
                        name="indicator_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("source", "computed"), models.Q(("computed_by", ""), _negated=True)
                            ),
                            models.Q(("computed_by", ""), ("source", "reported")),
                            _connector="OR",
                        ),
                        name="indicator_computed_by_a_query",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("first_on", models.DateField(verbose_name="起始日")),
                ("last_on", models.DateField(unique=True, verbose_name="截止日")),
                ("due_on", models.DateField(verbose_name="自评截止")),
                ("opened_by_name", models.CharField(max_length=150, verbose_name="发起人")),
                ("opened_at", models.DateTimeField(verbose_name="发起时间")),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="measures.districtindex",
                        verbose_name="指标体系",
                    ),
                ),
            ],
            options={
                "verbose_name": "各区评估期",
                "verbose_name_plural": "各区评估期",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__lt", models.F("last_on")),
                            ("last_on__lt", models.F("due_on")),
                        ),
                        name="assessment_round_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictReturn",
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
                            ("submitted", "已自评"),
                            ("returned", "已退回"),
                            ("checked", "已核定"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="自评说明")),
                ("signed_by_id", models.BigIntegerField(editable=False, verbose_name="自评人编号")),
                ("signed_by_name", models.CharField(max_length=150, verbose_name="自评人")),
                ("submitted_at", models.DateTimeField(verbose_name="自评时间")),
                (
                    "judged_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="核定人编号"),
                ),
                (
                    "judged_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="核定人"),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="核定时间")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                (
                    "times_returned",
                    models.PositiveSmallIntegerField(default=0, verbose_name="退回次数"),
                ),
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
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="measures.assessmentround",
                        verbose_name="评估期",
                    ),
                ),
            ],
            options={
                "verbose_name": "各区自评",
                "verbose_name_plural": "各区自评",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "jurisdiction"), name="district_reports_once_a_round"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "jurisdiction"), name="district_return_is_of_one_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["submitted", "returned", "checked"])),
                        name="district_return_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "returned"), models.Q(("reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "returned"), _negated=True), ("reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="district_return_given_back_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("judged_at__isnull", True),
                                ("judged_by_id__isnull", True),
                                ("state", "submitted"),
                            ),
                            models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("judged_at__isnull", False),
                                ("judged_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="district_return_judged_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("judged_by_id__isnull", True),
                            models.Q(("judged_by_id", models.F("signed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="district_return_judged_by_another",
                        violation_error_message="本人自评的，由他人核定",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reported",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="自评数",
                    ),
                ),
                (
                    "checked",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="核定数",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="核定理由")),
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
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="measures.districtreturn",
                        verbose_name="自评",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.indexindicator",
                        verbose_name="指标",
                    ),
                ),
            ],
            options={
                "verbose_name": "各区指标数",
                "verbose_name_plural": "各区指标数",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("of", "indicator"), name="district_figure_told_once"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "jurisdiction"), name="district_figure_is_of_one_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked__isnull", True),
                            models.Q(
                                ("checked", models.F("reported")), ("reported__isnull", False)
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="district_figure_corrected_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reported__isnull", True), ("reported__gte", 0), _connector="OR"
                            ),
                            models.Q(
                                ("checked__isnull", True), ("checked__gte", 0), _connector="OR"
                            ),
                        ),
                        name="district_figure_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("added_by_name", models.CharField(max_length=150, verbose_name="上传人")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "figure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="measures.districtfigure",
                        verbose_name="指标数",
                    ),
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
                "verbose_name": "评估佐证",
                "verbose_name_plural": "评估佐证",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("figure", "sha256"), name="district_figure_shows_a_file_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="return_evidence_has_a_name",
                    ),
                ],
            },
        ),
        *(policies.reference_table(table) for table in SHARED),
        *(policies.append_only(table) for table in SHARED),
        policies.scoped_table(RETURN),
        policies.scoped_table(FIGURE),
        policies.scoped_table(EVIDENCE),
        policies.append_only(EVIDENCE),
        policies.scope_key(FIGURE, RETURN, key="of_id"),
        policies.scope_key(EVIDENCE, FIGURE, key="figure_id"),
        migrations.RunSQL(
            [
                WEIGHED,
                f"""CREATE TRIGGER weighs AFTER INSERT ON {INDICATOR}
                    REFERENCING NEW TABLE AS given FOR EACH STATEMENT
                    EXECUTE FUNCTION measures_weights_add_up()""",
                CHECKED,
                f"""CREATE TRIGGER checked BEFORE UPDATE ON {RETURN} FOR EACH ROW
                    WHEN (OLD.state = 'checked') EXECUTE FUNCTION measures_checked_stays()""",
                f"""CREATE TRIGGER own_file AFTER INSERT ON {EVIDENCE} FOR EACH ROW
                    WHEN (current_user IN ('r_scoped', 'r_city'))
                    EXECUTE FUNCTION measures_evidence_is_own()""",
                FETCHED,
            ],
            [
                "DROP POLICY return_evidence ON files_storedfile",
                f"DROP TRIGGER own_file ON {EVIDENCE}",
                f"DROP TRIGGER checked ON {RETURN}",
                "DROP FUNCTION measures_checked_stays()",
                f"DROP TRIGGER weighs ON {INDICATOR}",
                "DROP FUNCTION measures_weights_add_up()",
            ],
        ),
    ]
