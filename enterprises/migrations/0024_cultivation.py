"""The way to a title: walls, and steps that cannot leave the table.

A step leads on from the one before it, and a way stands where its last step led: both are foreign
keys, so that no trigger has to be believed.
"""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from wuhan_smes import policies

WAY = "enterprises_cultivation"
STEP = "enterprises_cultivationstep"
TASK = "enterprises_cultivationtask"
STANDS = f"{WAY}_stands_where_it_stepped"
FOLLOWS = f"{STEP}_leads_on"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0023_former_titles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cultivation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        verbose_name="目标梯度",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("seedling", "种苗"),
                            ("growing", "培育"),
                            ("preparing", "拟申报"),
                            ("applied", "申报"),
                            ("recognised", "认定"),
                            ("dropped", "退出"),
                        ],
                        max_length=12,
                        verbose_name="阶段",
                    ),
                ),
                ("step_no", models.PositiveSmallIntegerField(default=1, verbose_name="第几步")),
                ("put_in_on", models.DateField(verbose_name="入库日期")),
                ("stage_since", models.DateField(verbose_name="本阶段自")),
                ("owner_name", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                (
                    "drop_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unfit", "条件差距大"),
                            ("unwilling", "企业无意愿"),
                            ("failed", "申报未通过"),
                            ("other_tier", "改报其他梯度"),
                            ("gone", "迁出、注销或合并"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="退出原因",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cultivations",
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
                (
                    "target_batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cultivations",
                        to="enterprises.recognitionbatch",
                        verbose_name="目标批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "梯度培育",
                "verbose_name_plural": "梯度培育",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tier__in",
                                [
                                    "tech_sme",
                                    "innovative_sme",
                                    "srdi_sme",
                                    "little_giant",
                                    "key_little_giant",
                                    "champion",
                                    "champion_provincial",
                                    "unicorn",
                                    "gazelle",
                                ],
                            )
                        ),
                        name="cultivation_aims_at_a_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "seedling",
                                    "growing",
                                    "preparing",
                                    "applied",
                                    "recognised",
                                    "dropped",
                                ],
                            )
                        ),
                        name="cultivation_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "drop_cause__in",
                                    ["unfit", "unwilling", "failed", "other_tier", "gone", "other"],
                                ),
                                ("stage", "dropped"),
                            ),
                            models.Q(
                                models.Q(("stage", "dropped"), _negated=True), ("drop_cause", "")
                            ),
                            _connector="OR",
                        ),
                        name="cultivation_dropped_with_a_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage_since__gte", models.F("put_in_on"))),
                        name="cultivation_goes_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("stage__in", ["seedling", "growing", "preparing", "applied"])
                        ),
                        fields=("enterprise", "tier"),
                        name="cultivation_open_once_a_tier",
                        violation_error_message="该企业已在这一梯度的培育库中",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "jurisdiction"), name="cultivation_is_of_one_unit"
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["jurisdiction", "stage", "id"], name="cultivation_by_unit"
                    ),
                    models.Index(fields=["tier", "stage", "id"], name="cultivation_by_tier"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CultivationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="第几步")),
                (
                    "after",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="上一步"),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("put_in", "入库"),
                            ("nurture", "转入培育"),
                            ("prepare", "列入拟申报"),
                            ("apply", "已申报"),
                            ("back", "退回培育"),
                            ("recognise", "已认定"),
                            ("drop", "退出"),
                            ("resume", "重新培育"),
                        ],
                        max_length=12,
                        verbose_name="操作",
                    ),
                ),
                (
                    "stage_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seedling", "种苗"),
                            ("growing", "培育"),
                            ("preparing", "拟申报"),
                            ("applied", "申报"),
                            ("recognised", "认定"),
                            ("dropped", "退出"),
                        ],
                        max_length=12,
                        verbose_name="原阶段",
                    ),
                ),
                (
                    "stage_after",
                    models.CharField(
                        choices=[
                            ("seedling", "种苗"),
                            ("growing", "培育"),
                            ("preparing", "拟申报"),
                            ("applied", "申报"),
                            ("recognised", "认定"),
                            ("dropped", "退出"),
                        ],
                        max_length=12,
                        verbose_name="新阶段",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor_name", models.CharField(max_length=150, verbose_name="办理人")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "cultivation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="enterprises.cultivation",
                        verbose_name="培育",
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
                "verbose_name": "培育过程",
                "verbose_name_plural": "培育过程",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("move", "apply"),
                                ("stage_after", "applied"),
                                ("stage_before", "preparing"),
                            ),
                            models.Q(
                                ("move", "back"),
                                ("stage_after", "growing"),
                                ("stage_before", "applied"),
                            ),
                            models.Q(
                                ("move", "back"),
                                ("stage_after", "growing"),
                                ("stage_before", "preparing"),
                            ),
                            models.Q(
                                ("move", "drop"),
                                ("stage_after", "dropped"),
                                ("stage_before", "applied"),
                            ),
                            models.Q(
                                ("move", "drop"),
                                ("stage_after", "dropped"),
                                ("stage_before", "growing"),
                            ),
                            models.Q(
                                ("move", "drop"),
                                ("stage_after", "dropped"),
                                ("stage_before", "preparing"),
                            ),
                            models.Q(
                                ("move", "drop"),
                                ("stage_after", "dropped"),
                                ("stage_before", "seedling"),
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
                            models.Q(
                                ("move", "put_in"), ("stage_after", "growing"), ("stage_before", "")
                            ),
                            models.Q(
                                ("move", "put_in"),
                                ("stage_after", "preparing"),
                                ("stage_before", ""),
                            ),
                            models.Q(
                                ("move", "put_in"),
                                ("stage_after", "seedling"),
                                ("stage_before", ""),
                            ),
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
                                ("move", "resume"),
                                ("stage_after", "growing"),
                                ("stage_before", "dropped"),
                            ),
                            _connector="OR",
                        ),
                        name="cultivation_step_is_in_the_table",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after__isnull", True), ("move", "put_in"), ("ordinal", 1)),
                            models.Q(
                                (
                                    "ordinal",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("after"), "+", models.Value(1)
                                    ),
                                ),
                                models.Q(("move", "put_in"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cultivation_step_follows_the_last",
                    ),
                    models.UniqueConstraint(
                        fields=("cultivation", "ordinal", "stage_after"),
                        name="cultivation_step_leads_to_a_stage",
                    ),
                    models.UniqueConstraint(
                        fields=("cultivation", "ordinal"), name="cultivation_step_numbered_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CultivationTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="任务")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("for_station", models.BooleanField(default=False, verbose_name="交服务专员")),
                ("set_at", models.DateTimeField(verbose_name="下达时间")),
                ("set_by_name", models.CharField(max_length=150, verbose_name="下达人")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("done", "已完成"), ("cancelled", "已取消")],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "ended_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="办结人"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="办理情况")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "cultivation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="enterprises.cultivation",
                        verbose_name="培育",
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
                "verbose_name": "培育任务",
                "verbose_name_plural": "培育任务",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False), ("outcome__in", ["done", "cancelled"])
                            ),
                            _connector="OR",
                        ),
                        name="cultivation_task_ended_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="cultivation_task_says_what",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["jurisdiction", "due_on"],
                        name="cultivation_task_waiting",
                    ),
                ],
            },
        ),
        *(policies.scoped_table(table) for table in (WAY, STEP, TASK)),
        policies.scope_key(WAY, "enterprises_enterprise", key="enterprise_id"),
        policies.scope_key(STEP, WAY, key="cultivation_id"),
        policies.scope_key(TASK, WAY, key="cultivation_id"),
        policies.append_only(STEP, free=("jurisdiction_id",)),
        migrations.RunSQL(
            [
                f"""ALTER TABLE {STEP} ADD CONSTRAINT {FOLLOWS}
                    FOREIGN KEY (cultivation_id, after, stage_before)
                    REFERENCES {STEP} (cultivation_id, ordinal, stage_after)""",
                f"""ALTER TABLE {WAY} ADD CONSTRAINT {STANDS}
                    FOREIGN KEY (id, step_no, stage)
                    REFERENCES {STEP} (cultivation_id, ordinal, stage_after)
                    DEFERRABLE INITIALLY DEFERRED""",
            ],
            [
                f"ALTER TABLE {WAY} DROP CONSTRAINT {STANDS}",
                f"ALTER TABLE {STEP} DROP CONSTRAINT {FOLLOWS}",
            ],
        ),
    ]
