"""The papers behind the figures of a year."""

from django.db import models
from django.db.models import Q

from enterprises.models.enterprise import Enterprise
from enterprises.querysets.evidence import IndicatorEvidenceQuerySet


class KeptPaper(models.Model):
    """A file kept as proof of something: taken back with a reason, never changed."""

    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("上传时间")
    added_by_name = models.CharField("上传人", max_length=150)
    removed_at = models.DateTimeField("撤下时间", null=True)
    removed_by_name = models.CharField("撤下人", max_length=150, blank=True)
    removed_reason = models.CharField("撤下原因", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def kept_paper(name: str) -> list[models.CheckConstraint]:
    """What every such table promises; `name` begins the names of its constraints."""
    return [
        models.CheckConstraint(condition=~Q(name=""), name=f"{name}_has_a_name"),
        models.CheckConstraint(
            condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name=f"{name}_is_fingerprinted"
        ),
        models.CheckConstraint(
            condition=Q(removed_at__isnull=True, removed_reason="")
            | (Q(removed_at__isnull=False) & ~Q(removed_reason="")),
            name=f"{name}_removed_with_reason",
        ),
    ]


class IndicatorEvidence(KeptPaper):
    """A file kept for one indicator of one year, or (without one) for the year. Whoever reads the
    enterprise's figures may fetch it.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="evidence", verbose_name="企业", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    indicator = models.SlugField("指标", max_length=60, blank=True, db_index=False)

    objects = IndicatorEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标佐证"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "indicator", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="evidence_shown_once",
            ),
            *kept_paper("evidence"),
        ]
