"""How targets are to be reached, and whose share of the way is whose."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

SHARE = "measures_targetshare"
# The shares of a plan come in one statement, so that none can be added afterwards.
ADDED_UP = """
    CREATE FUNCTION measures_shares_add_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM given g JOIN measures_targetplan p ON p.id = g.plan_id
                    GROUP BY p.id, g.of, p.value, p.opening
                   HAVING sum(g.value) <> p.value OR sum(g.opening) <> p.opening)
           OR EXISTS (SELECT FROM measures_targetshare s
                       WHERE s.plan_id IN (SELECT plan_id FROM given)
                         AND s.id NOT IN (SELECT id FROM given)) THEN
            RAISE EXCEPTION 'the shares of a plan add up to its target'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_add_up_to_the_target';
        END IF;
        RETURN NULL;
    END $$"""


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0033_owners_and_errands"),
        ("measures", "0014_found_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="TargetPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(verbose_name="版次")),
                ("opening_on", models.DateField(verbose_name="起点日期")),
                ("opening", models.PositiveIntegerField(verbose_name="起点数")),
                ("due_on", models.DateField(verbose_name="到期日期")),
                ("value", models.PositiveIntegerField(verbose_name="目标值")),
                (
                    "shape",
                    models.CharField(
                        choices=[("linear", "逐日均匀推进"), ("seasonal", "按各月认定占比推进")],
                        max_length=10,
                        verbose_name="推进方式",
                    ),
                ),
                (
                    "months",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="各月占比(%)",
                    ),
                ),
                (
                    "review_percent",
                    models.PositiveSmallIntegerField(verbose_name="预计复核通过率(%)"),
                ),
                (
                    "share_by",
                    models.CharField(
                        choices=[
                            ("holders", "按现有持有企业数"),
                            ("candidates", "按候选企业数"),
                            ("equal", "平均分配"),
                        ],
                        max_length=12,
                        verbose_name="分解依据",
                    ),
                ),
                ("definition", models.CharField(max_length=300, verbose_name="口径说明")),
                ("set_by_name", models.CharField(max_length=150, verbose_name="制定人")),
                ("set_at", models.DateTimeField(verbose_name="制定时间")),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="enterprises.tiertarget",
                        verbose_name="目标",
                    ),
                ),
            ],
            options={
                "verbose_name": "目标推进计划",
                "verbose_name_plural": "目标推进计划",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target", "edition"), name="plan_edition_told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opening_on__lt", models.F("due_on"))),
                        name="plan_begins_before_it_is_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shape__in", ["linear", "seasonal"])),
                        name="plan_shape_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("months", []), ("shape", "linear")),
                            models.Q(("months__len", 12), ("shape", "seasonal")),
                            _connector="OR",
                        ),
                        name="plan_follows_months_where_it_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_percent__lte", 100)),
                        name="plan_review_percent_within_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share_by__in", ["holders", "candidates", "equal"])),
                        name="plan_shared_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("definition", ""), _negated=True),
                        name="plan_declares_its_definition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[("unit", "管理单位"), ("chain", "产业链")],
                        max_length=6,
                        verbose_name="分解到",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="名称")),
                ("opening", models.PositiveIntegerField(verbose_name="起点数")),
                ("value", models.PositiveIntegerField(verbose_name="目标值")),
                (
                    "chain",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.industrychain",
                        verbose_name="产业链",
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
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="measures.targetplan",
                        verbose_name="计划",
                    ),
                ),
            ],
            options={
                "verbose_name": "目标分解",
                "verbose_name_plural": "目标分解",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "of", "jurisdiction", "chain"),
                        name="share_given_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["unit", "chain"])), name="share_of_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("of", "chain"), ("chain__isnull", True), _connector="OR"
                        ),
                        name="share_of_a_unit_names_no_chain",
                    ),
                ],
            },
        ),
        policies.reference_table("measures_targetplan"),
        policies.append_only("measures_targetplan"),
        policies.scoped_table(SHARE),
        policies.append_only(SHARE),
        migrations.RunSQL(
            [
                ADDED_UP,
                f"""CREATE TRIGGER adds_up AFTER INSERT ON {SHARE}
                    REFERENCING NEW TABLE AS given FOR EACH STATEMENT
                    EXECUTE FUNCTION measures_shares_add_up()""",
            ],
            [
                f"DROP TRIGGER adds_up ON {SHARE}",
                "DROP FUNCTION measures_shares_add_up()",
            ],
        ),
    ]
