"""Every clause has somebody who owes it, and a word on it each quarter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from measures.choices import AgencyRole, ProgressState, Rhythm
from measures.models.clause import Clause
from measures.querysets import (
    CommitmentQuerySet,
    CommitmentUnitQuerySet,
    ProgressEvidenceQuerySet,
    ProgressQuerySet,
    ProgressReminderQuerySet,
)

S = ProgressState


class Commitment(models.Model):
    """One clause as a duty: until when, how often. `gaps` are doubts about who owes it (F6–F8).

    Reports are due from the quarter of `starts_on` on; null: nobody started it yet.
    """

    clause = models.OneToOneField(
        Clause, models.PROTECT, related_name="commitment", verbose_name="条款"
    )
    rhythm = models.CharField("节奏", max_length=10, choices=Rhythm)
    due_on = models.DateField("期限", null=True, blank=True)
    starts_on = models.DateField("启动日期", null=True, blank=True)
    gaps = ArrayField(
        models.CharField(max_length=4), verbose_name="责任缺口", default=list, blank=True
    )
    note = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务分解"
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="commitment_rhythm_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(starts_on__lte=models.F("due_on")),
                name="commitment_starts_before_it_is_due",
                violation_error_message="启动日期不能晚于期限",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.code} {self.clause.title}"


class CommitmentUnit(models.Model):
    """A unit that leads a commitment or helps with it."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="units", verbose_name="任务", db_index=False
    )
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="commitments", verbose_name="责任单位"
    )
    role = models.CharField("分工", max_length=6, choices=AgencyRole)
    position = models.PositiveSmallIntegerField("次序")

    objects = CommitmentUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务责任单位"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "agency"], name="commitment_names_a_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=AgencyRole.values), name="commitment_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.agency_id}"


class ProgressEntry(models.Model):
    """What one unit says of one commitment for one quarter; the bureau takes it or returns it."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="progress", verbose_name="任务", db_index=False
    )
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    quarter_on = models.DateField("季度首日")
    figure = models.DecimalField("完成数", max_digits=16, decimal_places=2, null=True, blank=True)
    text = models.CharField("进展", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=ProgressState, default=S.SUBMITTED)
    signed_by_id = models.BigIntegerField("报送人编号", null=True, editable=False)
    signed_by_name = models.CharField("报送人", max_length=150)
    submitted_at = models.DateTimeField("报送时间")
    judged_by_name = models.CharField("审核人", max_length=150, blank=True)
    judged_at = models.DateTimeField("审核时间", null=True, blank=True)
    reason = models.CharField("退回理由", max_length=300, blank=True)
    returns = models.PositiveSmallIntegerField("退回次数", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "季度进展"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "agency", "quarter_on"],
                name="progress_told_once_a_quarter",
                violation_error_message="本单位本季度已经报送",
            ),
            models.UniqueConstraint(
                fields=["id", "agency", "jurisdiction"], name="progress_scope_key"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProgressState.values), name="progress_state_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="progress_says_something"),
            models.CheckConstraint(
                condition=Q(quarter_on__day=1, quarter_on__month__in=[1, 4, 7, 10]),
                name="progress_is_of_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(state=S.RETURNED) & ~Q(reason="") | ~Q(state=S.RETURNED) & Q(reason=""),
                name="progress_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=S.SUBMITTED, judged_at__isnull=True, judged_by_name="")
                | ~Q(state=S.SUBMITTED) & Q(judged_at__isnull=False) & ~Q(judged_by_name=""),
                name="progress_judged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-quarter_on"], name="progress_by_unit"),
            models.Index(fields=["agency", "-quarter_on"], name="progress_by_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_on} {self.get_state_display()}"


class ProgressEvidence(models.Model):
    """A file that shows what an entry says. Added with it, never taken away."""

    entry = models.ForeignKey(
        ProgressEntry, models.PROTECT, related_name="evidence", verbose_name="进展"
    )
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    name = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by_name = models.CharField("上传人", max_length=150)
    added_at = models.DateTimeField("上传时间")

    objects = ProgressEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展佐证"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "sha256"],
                name="progress_shows_a_file_once",
                violation_error_message="这个文件已经上传",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="progress_evidence_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgressReminder(models.Model):
    """A unit was told that its word for a quarter is missing; never changed."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="reminders", verbose_name="任务", db_index=False
    )
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    quarter_on = models.DateField("季度首日")
    reminded_on = models.DateField("催报日期")
    asked_by_name = models.CharField("催报人", max_length=150)

    objects = ProgressReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展催报"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "agency", "quarter_on", "reminded_on"],
                name="progress_reminded_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarter_on} {self.reminded_on}"
