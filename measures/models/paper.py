"""What was said of a batch, kept as it was said."""

from django.db import models
from django.db.models import Q

from measures.choices import PaperKind
from measures.models.disbursement import DisbursementBatch
from measures.querysets import DisbursementPaperQuerySet


class DisbursementPaper(models.Model):
    """A notice or an order as it went out: never changed, whatever becomes of its lines.

    `canonical` is the text `rules.papers` makes of all it says, `digest` its SHA-256. At the moment
    it is kept the database compares every amount with the payments of the batch.
    """

    batch = models.ForeignKey(
        DisbursementBatch, models.PROTECT, related_name="papers", verbose_name="批次"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="安排单位"
    )
    kind = models.CharField("类别", max_length=10, choices=PaperKind)
    document_no = models.CharField("指标文号", max_length=60, blank=True)
    day = models.DateField("落款日期")
    lines = models.PositiveIntegerField("项数")
    total = models.DecimalField("合计（元）", max_digits=16, decimal_places=2)
    canonical = models.TextField("内容")
    digest = models.CharField("内容摘要（SHA-256）", max_length=64)
    made_by_name = models.CharField("制作人", max_length=150)
    made_at = models.DateTimeField("制作时间")

    objects = DisbursementPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批次文件"
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(kind=PaperKind.NOTICE),
                name="disbursement_is_publicised_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values), name="disbursement_paper_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(lines__gt=0, total__gt=0), name="disbursement_paper_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kind=PaperKind.ORDER) & ~Q(document_no="")
                | Q(kind=PaperKind.NOTICE, document_no=""),
                name="disbursement_paper_of_an_order_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_no}".rstrip()
