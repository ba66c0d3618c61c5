"""Imports, their rows, what they did, and what people taught the engine on the way."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.exchange.choices import (
    ConflictChoice,
    ImportState,
    Matched,
    Mode,
    Operation,
    SourceRank,
    Step,
    Verdict,
)
from wuhan_smes.exchange.querysets import (
    LINES,
    HeaderAliasQuerySet,
    ImportQuerySet,
    ImportRowQuerySet,
    OfUnitQuerySet,
    ProvenanceQuerySet,
)
from wuhan_smes.files.models import StoredFile
from wuhan_smes.jobs.models import Job

DONE: Final = [ImportState.APPLIED, ImportState.REVERTED]


class Import(models.Model):
    """One file handed in for one kind of list, from upload to revert.

    `state` is where it stands between jobs; `step` and `job` are the work ordered last. `layout`
    is what the reader saw, `columns` and `answers` what a person confirmed, `counts` the rows by
    verdict. `follows` is the import whose refused rows this file brings corrected.
    """

    kind = models.CharField("类型", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    rank = models.PositiveSmallIntegerField("来源", choices=SourceRank)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="导入单位"
    )
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    actor_name = models.CharField("导入人姓名", max_length=150)
    state = models.CharField(
        "状态", max_length=10, choices=ImportState, default=ImportState.UPLOADED
    )
    step = models.CharField("进行中的步骤", max_length=10, choices=Step, blank=True)
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name="后台任务"
    )
    layout = models.JSONField("识别结果", default=dict)
    columns = models.JSONField("列对应", default=dict)
    answers = models.JSONField("整表说明", default=dict)
    counts = models.JSONField("行数", default=dict)
    mode = models.CharField("导入方式", max_length=4, choices=Mode, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followed_by", verbose_name="更正自"
    )
    uploaded_at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("检查时间", null=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    reverted_at = models.DateTimeField("撤回时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(step__in=["", *Step.values]), name="import_step_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["", *Mode.values]), name="import_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(rank__in=SourceRank.values), name="import_source_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DONE, applied_at__isnull=False)
                | ~Q(state__in=DONE) & Q(applied_at__isnull=True),
                name="import_applied_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.REVERTED, reverted_at__isnull=False)
                | ~Q(state=ImportState.REVERTED) & Q(reverted_at__isnull=True),
                name="import_reverted_at_a_time",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="import_scope_key"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="import_by_unit"),
            models.Index(fields=["sha256"], name="import_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name}"

    @property
    def number(self) -> str:
        """How people cite it, e.g. 导入〔2026〕00012."""
        return f"导入〔{self.uploaded_at.year}〕{self.pk:05d}"


class ImportRow(models.Model):
    """One row of a checked file: as it was printed, as it was understood, what it would do.

    `line` is its number in the sheet, counted from 1 as a spreadsheet shows it. Rows are made by a
    check and replaced as a whole by the next one; a person only sets `subject_id` and `chosen`.
    """

    of = models.ForeignKey(
        Import,
        models.PROTECT,
        related_name="rows",
        verbose_name="导入",
        db_index=False,
        db_constraint=False,
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="+",
        verbose_name="导入单位",
        db_index=False,
        db_constraint=False,
    )
    sheet = models.PositiveSmallIntegerField("表")
    line = models.PositiveIntegerField("行号")
    section = models.CharField("分段", max_length=200, blank=True)
    cells = models.JSONField("原文", default=list)
    values = models.JSONField("取值", default=dict)
    subject_id = models.BigIntegerField("对象编号", null=True)
    matched = models.CharField("匹配依据", max_length=12, choices=Matched, blank=True)
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    changes = models.JSONField("变更", default=dict)
    faults = models.JSONField("问题", default=list)
    thread = models.CharField("事项", max_length=60, blank=True)
    chosen = models.CharField("冲突取舍", max_length=8, choices=ConflictChoice, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        constraints = [
            models.UniqueConstraint(fields=["of", "sheet", "line"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="import_row_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(matched__in=["", *Matched.values]), name="import_row_match_known"
            ),
            models.CheckConstraint(
                condition=Q(chosen__in=["", *ConflictChoice.values]), name="import_row_choice_known"
            ),
        ]
        indexes = [
            models.Index(fields=["of", "verdict", "sheet", "line"], name="import_row_by_verdict")
        ]

    def __str__(self) -> str:
        return f"第{self.sheet + 1}表第{self.line}行"

    @property
    def place(self) -> int:
        """Sheet and line as one number, the same after every check of the file."""
        return self.sheet * LINES + self.line


class Provenance(models.Model):
    """What one row of one import did to one row of the register: where a value comes from, and
    how it can be taken back. Never changed.
    """

    of = models.ForeignKey(
        Import,
        models.PROTECT,
        related_name="traces",
        verbose_name="导入",
        db_index=False,
        db_constraint=False,
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="+",
        verbose_name="导入单位",
        db_index=False,
        db_constraint=False,
    )
    row_id = models.BigIntegerField("导入行编号")
    kind = models.CharField("类型", max_length=40)
    rank = models.PositiveSmallIntegerField("来源", choices=SourceRank)
    table = models.CharField("数据表", max_length=60)
    target_id = models.BigIntegerField("数据编号")
    operation = models.CharField("操作", max_length=10, choices=Operation)
    subject_id = models.BigIntegerField("对象编号", null=True)
    thread = models.CharField("事项", max_length=60, blank=True)
    fields = ArrayField(models.CharField(max_length=60), verbose_name="字段", default=list)
    before = models.JSONField("原值", default=dict)
    after = models.JSONField("新值", default=dict)
    recorded_at = models.DateTimeField("时间")

    objects = ProvenanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据来源"
        constraints = [
            models.CheckConstraint(
                condition=Q(operation__in=Operation.values), name="provenance_operation_known"
            ),
            models.CheckConstraint(
                condition=Q(rank__in=SourceRank.values), name="provenance_source_known"
            ),
        ]
        indexes = [
            models.Index(fields=["of", "id"], name="provenance_by_import"),
            models.Index(fields=["subject_id", "-id"], name="provenance_by_subject"),
            models.Index(fields=["table", "target_id"], name="provenance_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.table} #{self.target_id}"


class HeaderAlias(models.Model):
    """One way to head a column. Without a unit it holds for everybody (reference data, or added
    by the city); a unit's own holds for that unit.
    """

    field = models.CharField("字段", max_length=40)
    alias = models.CharField("表头写法", max_length=80)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name="管理单位"
    )
    added_by_name = models.CharField("添加人", max_length=150, blank=True)
    added_at = models.DateTimeField("添加时间", null=True)
    source = models.CharField("来源", max_length=200, blank=True)

    objects = HeaderAliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表头别名"
        constraints = [
            models.CheckConstraint(condition=~Q(alias=""), name="header_alias_is_written"),
            models.UniqueConstraint(
                fields=["field", "alias", "jurisdiction"],
                nulls_distinct=False,
                name="header_alias_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alias} → {self.field}"


class RememberedColumns(models.Model):
    """How a unit read headers of this look last time."""

    kind = models.CharField("类型", max_length=40)
    fingerprint = models.CharField("表头指纹", max_length=64)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    columns = models.JSONField("列对应")
    used_at = models.DateTimeField("最近使用")

    objects = OfUnitQuerySet["RememberedColumns"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记住的列对应"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint", "jurisdiction"], name="remembered_columns_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"


class MatchChoice(models.Model):
    """Whom a unit meant by a name no rule could settle; `subject_id` null means: none of ours."""

    subject = models.CharField("对象类型", max_length=40)
    key = models.CharField("名称键", max_length=220)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    subject_id = models.BigIntegerField("对象编号", null=True)
    chosen_by_name = models.CharField("选择人", max_length=150)
    chosen_at = models.DateTimeField("选择时间")

    objects = OfUnitQuerySet["MatchChoice"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业匹配选择"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "key", "jurisdiction"], name="match_choice_once"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="match_choice_is_about_a_name"),
        ]

    def __str__(self) -> str:
        return self.key
