"""What is done about a batch beside its list: who recommends, and what is said against a line."""

from django.db import models
from django.db.models import F, Q

from enterprises.choices.holding import ObjectionOutcome
from enterprises.models.recognition import BatchCandidate, RecognitionBatch
from enterprises.querysets import BatchUnitQuerySet, ObjectionQuerySet


class BatchUnit(models.Model):
    """One managing unit's part in a frozen batch: how many it may recommend, and that it has."""

    batch = models.ForeignKey(
        RecognitionBatch, models.PROTECT, related_name="units", verbose_name="批次"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="推荐单位"
    )
    quota = models.PositiveSmallIntegerField("推荐名额", null=True, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by_name = models.CharField("报送人", max_length=150, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = BatchUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批次推荐单位"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "jurisdiction"], name="batch_unit_once_a_batch"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by_name="")
                | (Q(submitted_at__isnull=False) & ~Q(submitted_by_name="")),
                name="batch_unit_submitted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.batch_id} 推荐单位 {self.jurisdiction_id}"


class BatchObjection(models.Model):
    """An objection to one line of a public notice. Until it is settled that line alone waits."""

    candidate = models.ForeignKey(
        BatchCandidate, models.PROTECT, related_name="objections", verbose_name="名单行"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    raised_on = models.DateField("提出日期")
    raised_by = models.CharField("异议人", max_length=60)
    text = models.TextField("异议内容")
    recorded_by_name = models.CharField("登记人", max_length=150)
    outcome = models.CharField("处理结果", max_length=10, choices=ObjectionOutcome, blank=True)
    settled_on = models.DateField("处理日期", null=True, blank=True)
    settlement = models.CharField("处理说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_on__isnull=True)
                | Q(
                    outcome__in=ObjectionOutcome.values,
                    settled_on__isnull=False,
                    settled_on__gte=F("raised_on"),
                ),
                name="objection_settled_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(raised_by=""), name="objection_says_who_and_what"
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"], name="objection_by_unit")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_outcome_display() or '待处理'}"

    @property
    def masked_raiser(self) -> str:
        """The surname alone."""
        return f"{self.raised_by[:1]}**"
