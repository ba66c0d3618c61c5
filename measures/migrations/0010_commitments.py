"""Clauses as duties: who owes each, and what is said of it every quarter."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
        ("files", "0002_walls"),
        ("measures", "0009_lines_reclaimed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("by_due", "到期完成"),
                            ("yearly", "每年"),
                            ("ongoing", "持续推进"),
                        ],
                        max_length=10,
                        verbose_name="节奏",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="启动日期")),
                (
                    "gaps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="责任缺口",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "clause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment",
                        to="measures.clause",
                        verbose_name="条款",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务分解",
                "verbose_name_plural": "任务分解",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["by_due", "yearly", "ongoing"])),
                        name="commitment_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("due_on__isnull", True),
                            ("starts_on__lte", models.F("due_on")),
                            _connector="OR",
                        ),
                        name="commitment_starts_before_it_is_due",
                        violation_error_message="启动日期不能晚于期限",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "牵头"), ("co", "配合")],
                        max_length=6,
                        verbose_name="分工",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="measures.commitment",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务责任单位",
                "verbose_name_plural": "任务责任单位",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "agency"), name="commitment_names_a_unit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["lead", "co"])),
                        name="commitment_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter_on", models.DateField(verbose_name="季度首日")),
                (
                    "figure",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="完成数",
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="进展")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "已报送"),
                            ("returned", "已退回"),
                            ("accepted", "已审核"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "signed_by_id",
                    models.BigIntegerField(editable=False, null=True, verbose_name="报送人编号"),
                ),
                ("signed_by_name", models.CharField(max_length=150, verbose_name="报送人")),
                ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "judged_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="审核人"),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="退回次数")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="measures.commitment",
                        verbose_name="任务",
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
                "verbose_name": "季度进展",
                "verbose_name_plural": "季度进展",
                "indexes": [
                    models.Index(fields=["jurisdiction", "-quarter_on"], name="progress_by_unit"),
                    models.Index(fields=["agency", "-quarter_on"], name="progress_by_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "agency", "quarter_on"),
                        name="progress_told_once_a_quarter",
                        violation_error_message="本单位本季度已经报送",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "agency", "jurisdiction"), name="progress_scope_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["submitted", "returned", "accepted"])),
                        name="progress_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="progress_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter_on__day", 1), ("quarter_on__month__in", [1, 4, 7, 10])
                        ),
                        name="progress_is_of_a_quarter",
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
                        name="progress_returned_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("judged_at__isnull", True),
                                ("judged_by_name", ""),
                                ("state", "submitted"),
                            ),
                            models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("judged_at__isnull", False),
                                models.Q(("judged_by_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="progress_judged_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressEvidence",
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
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="measures.progressentry",
                        verbose_name="进展",
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
                "verbose_name": "进展佐证",
                "verbose_name_plural": "进展佐证",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "sha256"),
                        name="progress_shows_a_file_once",
                        violation_error_message="这个文件已经上传",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="progress_evidence_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter_on", models.DateField(verbose_name="季度首日")),
                ("reminded_on", models.DateField(verbose_name="催报日期")),
                ("asked_by_name", models.CharField(max_length=150, verbose_name="催报人")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="measures.commitment",
                        verbose_name="任务",
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
                "verbose_name": "进展催报",
                "verbose_name_plural": "进展催报",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "agency", "quarter_on", "reminded_on"),
                        name="progress_reminded_once_a_day",
                    )
                ],
            },
        ),
    ]
