"""The book of exports: every file that left the system, numbered, with its filter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.files.models import StoredFile
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.choices import ExportState, ReportLayout
from wuhan_smes.reporting.querysets import ExportQuerySet


class Export(models.Model):
    """One file somebody took out, or is having made: which list, by which filter, how it ended.

    `words` are the words of the list's address, so that the same list can be made again. `units`
    are those the person reached then (none listed: the whole city), `capability` what he held for
    it: a made file is fetched only by who still has both.
    """

    year = models.PositiveSmallIntegerField("年度")
    ordinal = models.PositiveIntegerField("序号")
    list = models.CharField("名单代码", max_length=80)
    title = models.CharField("名称", max_length=120)
    layout = models.CharField("格式", max_length=4, choices=ReportLayout)
    words = models.JSONField("筛选条件", default=dict)
    said = models.CharField("筛选说明", max_length=400, blank=True)
    capability = models.CharField("所需权限", max_length=60, blank=True)
    units = ArrayField(models.BigIntegerField(), verbose_name="当时范围", null=True)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="exports", verbose_name="导出人"
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name="导出人所属单位"
    )
    ordered_at = models.DateTimeField("导出时间")
    state = models.CharField("状态", max_length=8, choices=ExportState, default=ExportState.OPEN)
    row_count = models.PositiveBigIntegerField("行数", null=True)
    size = models.PositiveBigIntegerField("大小（字节）", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="exports", verbose_name="后台任务"
    )
    stored = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, related_name="exports", verbose_name="文件"
    )
    expires_at = models.DateTimeField("可下载至", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        constraints = [
            models.UniqueConstraint(fields=["year", "ordinal"], name="export_numbered_once"),
            models.CheckConstraint(
                condition=Q(layout__in=ReportLayout.values, state__in=ExportState.values),
                name="export_words_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="export_has_a_title"),
            models.CheckConstraint(
                condition=Q(state=ExportState.OPEN, finished_at__isnull=True)
                | ~Q(state=ExportState.OPEN) & Q(finished_at__isnull=False),
                name="export_ends_when_it_is_made",
            ),
            models.CheckConstraint(
                condition=Q(stored__isnull=True) | Q(expires_at__isnull=False),
                name="export_file_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="export_by_actor"),
            models.Index(fields=["jurisdiction", "-id"], name="export_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """As it is cited: 导〔2026〕000123."""
        return f"导〔{self.year}〕{self.ordinal:06d}"

    @property
    def standing(self) -> str:
        """How it stands in one word of people's: the job's, while that is still at work."""
        if self.state == ExportState.OPEN and self.job is not None:
            return JobState(self.job.state).label
        return ExportState(self.state).label

    @property
    def is_being_made(self) -> bool:
        return self.state == ExportState.OPEN and self.job is not None and self.job.is_unfinished

    def covered_by(self, reach: Reach) -> bool:
        """Whether somebody of this reach may still have what the file holds."""
        if self.units is None:
            return reach.everywhere
        return reach.everywhere or set(self.units) <= reach.jurisdiction_ids
