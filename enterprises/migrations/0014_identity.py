"""Which rows of the register are one subject: pairs somebody should look at, and merges done.

A pair carries the units of both rows and is seen only by who reaches both; a merge belongs to the
unit of the row that was kept. Of a merge only its undoing may be written later.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

BOTH = "jurisdiction_id = ANY({ids}) AND other_jurisdiction_id = ANY({ids})"
SECOND = "enterprises_duplicatepair_other_same_unit"
PAIR = "enterprises_duplicatepair"
MERGE = "enterprises_merge"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("enterprises", "0013_names_matched"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="理由"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="可能性")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核对"),
                            ("not_duplicate", "不是重复"),
                            ("merged", "已合并"),
                        ],
                        default="open",
                        max_length=14,
                        verbose_name="状态",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="核对时间"),
                ),
                (
                    "decided_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="核对人"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业甲",
                    ),
                ),
                (
                    "b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业乙",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="甲的管理单位",
                    ),
                ),
                (
                    "other_jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="乙的管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "疑似重复企业",
                "verbose_name_plural": "疑似重复企业",
                "indexes": [
                    models.Index(fields=["state", "-score", "id"], name="duplicate_queue"),
                    models.Index(
                        fields=["jurisdiction", "state", "-score", "id"],
                        name="duplicate_unit_queue",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("a__lt", models.F("b"))),
                        name="duplicate_older_row_first",
                    ),
                    models.UniqueConstraint(fields=("a", "b"), name="duplicate_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reasons__contained_by",
                                [
                                    "same_organisation",
                                    "same_name",
                                    "former_name",
                                    "same_phone",
                                    "similar_name",
                                    "near_code",
                                ],
                            ),
                            models.Q(("reasons", []), _negated=True),
                        ),
                        name="duplicate_has_known_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (0, 100))),
                        name="duplicate_score_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "not_duplicate", "merged"])),
                        name="duplicate_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duplicate_decided_when_not_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gone_name", models.CharField(max_length=200, verbose_name="并入方名称")),
                (
                    "gone_uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="并入方信用代码"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("moved", models.JSONField(default=list, verbose_name="随迁记录")),
                ("settled", models.JSONField(default=list, verbose_name="冲突与处理")),
                ("memory", models.JSONField(default=dict, verbose_name="撤销所需")),
                ("merged_at", models.DateTimeField(verbose_name="合并时间")),
                ("merged_by_name", models.CharField(max_length=150, verbose_name="合并人")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "undone_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="撤销人"),
                ),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_away",
                        to="enterprises.enterprise",
                        verbose_name="并入方",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_in",
                        to="enterprises.enterprise",
                        verbose_name="保留方",
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
                "verbose_name": "企业合并",
                "verbose_name_plural": "企业合并",
                "indexes": [models.Index(fields=["jurisdiction", "-id"], name="merge_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gone", models.F("into")), _negated=True),
                        name="merge_joins_two_rows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undo_reason", ""), ("undone_at__isnull", True)),
                            models.Q(
                                ("undone_at__isnull", False),
                                models.Q(("undo_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="merge_undone_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("gone",),
                        name="merge_stands_once",
                        violation_error_message="该企业已并入其他企业",
                    ),
                ],
            },
        ),
        policies.guarded_table(
            PAIR,
            read=BOTH.format(ids=policies.ids("read_jurisdictions")),
            write=BOTH.format(ids=policies.ids("write_jurisdictions")),
        ),
        policies.deletable(PAIR),
        policies.scope_key(PAIR, "enterprises_enterprise", key="a_id"),
        migrations.RunSQL(
            f"""ALTER TABLE {PAIR} ADD CONSTRAINT {SECOND}
                FOREIGN KEY (b_id, other_jurisdiction_id)
                REFERENCES enterprises_enterprise (id, jurisdiction_id) ON UPDATE CASCADE""",
            f"ALTER TABLE {PAIR} DROP CONSTRAINT {SECOND}",
        ),
        policies.scoped_table(MERGE),
        policies.scope_key(MERGE, "enterprises_enterprise", key="into_id"),
        migrations.RunSQL(
            [
                f"REVOKE UPDATE ON {MERGE} FROM r_scoped, r_city",
                f"""GRANT UPDATE (undone_at, undone_by_name, undo_reason, version)
                    ON {MERGE} TO r_scoped, r_city""",
            ],
            f"GRANT UPDATE ON {MERGE} TO r_scoped, r_city",
        ),
    ]
