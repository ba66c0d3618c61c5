"""How a target is to be reached: the way to it day by day, and whose share it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.models import IndustryChain, TierTarget
from measures.choices import GlideShape, ShareBy, ShareOf
from measures.querysets import TargetPlanQuerySet, TargetShareQuerySet


class TargetPlan(models.Model):
    """One edition of the way from a day's holders to a target; a new one replaces it, none changes.

    `months` are the twelve shares of a year's recognitions where the way follows them; of the
    titles that end on the way `review_percent` are expected to pass their review.
    """

    target = models.ForeignKey(
        TierTarget, models.PROTECT, related_name="plans", verbose_name="目标", db_index=False
    )
    edition = models.PositiveIntegerField("版次")
    opening_on = models.DateField("起点日期")
    opening = models.PositiveIntegerField("起点数")
    due_on = models.DateField("到期日期")
    value = models.PositiveIntegerField("目标值")
    shape = models.CharField("推进方式", max_length=10, choices=GlideShape)
    months = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="各月占比(%)", default=list, blank=True
    )
    review_percent = models.PositiveSmallIntegerField("预计复核通过率(%)")
    share_by = models.CharField("分解依据", max_length=12, choices=ShareBy)
    definition = models.CharField("口径说明", max_length=300)
    set_by_name = models.CharField("制定人", max_length=150)
    set_at = models.DateTimeField("制定时间")

    objects = TargetPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标推进计划"
        constraints = [
            models.UniqueConstraint(fields=["target", "edition"], name="plan_edition_told_once"),
            models.CheckConstraint(
                condition=Q(opening_on__lt=F("due_on")), name="plan_begins_before_it_is_due"
            ),
            models.CheckConstraint(
                condition=Q(shape__in=GlideShape.values), name="plan_shape_known"
            ),
            models.CheckConstraint(
                condition=Q(shape=GlideShape.LINEAR, months=[])
                | Q(shape=GlideShape.SEASONAL, months__len=12),
                name="plan_follows_months_where_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(review_percent__lte=100), name="plan_review_percent_within_100"
            ),
            models.CheckConstraint(
                condition=Q(share_by__in=ShareBy.values), name="plan_shared_by_known"
            ),
            models.CheckConstraint(
                condition=~Q(definition=""), name="plan_declares_its_definition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target.label}（第 {self.edition} 版）"


class TargetShare(models.Model):
    """What one unit, or one chain of the city, holds at the start of a plan and at its end.

    The shares of a plan come together and add up to its target; a chain's share is the city's row,
    and without a chain it is of those on none.
    `label` is what the unit or chain was called then.
    """

    plan = models.ForeignKey(
        TargetPlan, models.PROTECT, related_name="shares", verbose_name="计划", db_index=False
    )
    of = models.CharField("分解到", max_length=6, choices=ShareOf)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    chain = models.ForeignKey(
        IndustryChain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="产业链",
    )
    label = models.CharField("名称", max_length=120)
    opening = models.PositiveIntegerField("起点数")
    value = models.PositiveIntegerField("目标值")

    objects = TargetShareQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标分解"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "of", "jurisdiction", "chain"],
                nulls_distinct=False,
                name="share_given_once",
            ),
            models.CheckConstraint(condition=Q(of__in=ShareOf.values), name="share_of_known"),
            models.CheckConstraint(
                condition=Q(of=ShareOf.CHAIN) | Q(chain__isnull=True),
                name="share_of_a_unit_names_no_chain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()} {self.value}"

    @property
    def key(self) -> str:
        """What the cut of a count calls this share's row."""
        if self.of == ShareOf.UNIT:
            return self.jurisdiction.code
        return self.chain.code if self.chain is not None else ""
