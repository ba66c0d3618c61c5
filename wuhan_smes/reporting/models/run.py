"""Reports as they were made: figures, cut and fingerprint, never changed afterwards."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.choices import ReportLayout, RunState
from wuhan_smes.reporting.querysets import ReportRunQuerySet

MADE = ("finished_at", "row_count", "body", "sha256", "prints")


class ReportRun(models.Model):
    """One report made once, for one unit: what was asked, as known when, and what came out.

    `body` holds the table in its canonical bytes and `sha256` their fingerprint; files of any
    layout are drawn from them, `prints` are the fingerprints of those files. `members` are the ids
    of the rows each figure counted, where the report could not be asked again. A correction is a
    further version that `replaces` the one before and says why; that one stays as it was.
    """

    year = models.PositiveSmallIntegerField("年度")
    ordinal = models.PositiveIntegerField("序号")
    report = models.CharField("报表代码", max_length=60)
    title = models.CharField("名称", max_length=120)
    params = models.JSONField("参数", default=dict)
    said = models.CharField("参数说明", max_length=400, blank=True)
    layout = models.CharField("格式", max_length=4, choices=ReportLayout)
    capability = models.CharField("所需权限", max_length=60)
    units = ArrayField(models.BigIntegerField(), verbose_name="当时范围", null=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    known_at = models.DateTimeField("数据截取时间")
    version = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="更正"
    )
    reason = models.CharField("更正原因", max_length=400, blank=True)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="制表人账号"
    )
    prepared_by = models.CharField("制表人", max_length=150, blank=True)
    ordered_at = models.DateTimeField("提交时间")
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name="后台任务"
    )
    finished_at = models.DateTimeField("生成时间", null=True)
    row_count = models.PositiveIntegerField("行数", null=True)
    body = models.BinaryField("内容", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, null=True)  # noqa: DJ001 - filled in once
    prints = models.JSONField("各格式指纹", null=True)
    members = models.JSONField("数字由哪些行组成", null=True, editable=False)
    sealed_at = models.DateTimeField("封存时间", null=True)
    sealed_by_name = models.CharField("封存人", max_length=150, null=True)  # noqa: DJ001 - filled in once

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报表"
        constraints = [
            models.UniqueConstraint(fields=["year", "ordinal"], name="report_run_numbered_once"),
            models.CheckConstraint(
                condition=Q(layout__in=ReportLayout.values), name="report_run_layout_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="report_run_has_a_title"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in MADE})
                | Q(**{f"{name}__isnull": False for name in MADE}),
                name="report_run_is_made_whole",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True, sealed_by_name__isnull=True)
                | Q(sealed_at__isnull=False, sealed_by_name__isnull=False, body__isnull=False),
                name="report_run_sealed_when_made",
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True, reason="")
                | Q(version__gt=1, replaces__isnull=False) & ~Q(reason=""),
                name="report_run_corrects_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="report_run_by_unit"),
            models.Index(fields=["actor", "-id"], name="report_run_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """As it is cited: 表〔2026〕000123."""
        return f"表〔{self.year}〕{self.ordinal:06d}"

    @property
    def state(self) -> RunState:
        if self.sealed_at is not None:
            return RunState.SEALED
        return RunState.OPEN if self.finished_at is None else RunState.DONE

    @property
    def standing(self) -> str:
        """How it stands in one word of people's: the job's, while that is still at work."""
        if self.state == RunState.OPEN and self.job is not None:
            return JobState(self.job.state).label
        return self.state.label

    @property
    def is_being_made(self) -> bool:
        return self.state == RunState.OPEN and self.job is not None and self.job.is_unfinished

    def covered_by(self, reach: Reach) -> bool:
        """Whether somebody of this reach may see what the table holds."""
        if self.units is None:
            return reach.everywhere
        return reach.everywhere or set(self.units) <= reach.jurisdiction_ids
