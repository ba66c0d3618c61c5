"""The single duties a measure is made of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from measures.choices import AmountStatus, ClauseEffect, ClauseKind, Comparison, Subject
from measures.models.measure import Measure
from measures.querysets import ClauseQuerySet


class Clause(models.Model):
    """One duty: a target, an award, a service. An amount nobody stated is null, never 0.

    `triggers` are the facts that set an award off; `details` what only one kind of clause has.
    """

    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="clauses", verbose_name="措施"
    )
    code = models.CharField("条款", max_length=8)
    display_order = models.PositiveSmallIntegerField("排序")
    kind = models.CharField("类别", max_length=20, choices=ClauseKind)
    effect = models.CharField("效果", max_length=10, choices=ClauseEffect)
    title = models.CharField("内容", max_length=120)
    subjects = ArrayField(
        models.CharField(max_length=30, choices=Subject),
        verbose_name="对象",
        default=list,
        blank=True,
    )
    triggers = models.JSONField("触发条件", default=list, blank=True)
    condition = models.CharField("附加条件", max_length=200, blank=True)
    basis = models.CharField("口径", max_length=200, blank=True)
    amount = models.DecimalField(
        "金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    amount_status = models.CharField("金额状态", max_length=16, choices=AmountStatus)
    amount_reference = models.CharField("金额依据", max_length=100, blank=True)
    value = models.DecimalField("数值", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    comparison = models.CharField("比较", max_length=10, choices=Comparison, blank=True)
    per = models.CharField("按何计", max_length=10, blank=True)
    every = models.CharField("周期", max_length=10, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    details = models.JSONField("其他要素", default=dict, blank=True)
    flags = ArrayField(
        models.CharField(max_length=4), verbose_name="存疑", default=list, blank=True
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施条款"
        constraints = [
            models.UniqueConstraint(fields=["measure", "code"], name="clause_coded_once_a_measure"),
            models.CheckConstraint(
                condition=Q(kind__in=ClauseKind.values, effect__in=ClauseEffect.values),
                name="clause_words_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_status__in=AmountStatus.values),
                name="clause_amount_status_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_status=AmountStatus.STATED, amount__isnull=False, amount__gt=0)
                | (~Q(amount_status=AmountStatus.STATED) & Q(amount__isnull=True)),
                name="clause_amount_is_stated_or_null",
                violation_error_message="金额未明确时应留空，不得填 0",
            ),
            models.CheckConstraint(
                condition=Q(amount_status=AmountStatus.BY_REFERENCE) ^ Q(amount_reference=""),
                name="clause_reference_named",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ClauseKind.TARGET)
                | (Q(value__isnull=False, due_on__isnull=False) & ~Q(unit="") & ~Q(comparison="")),
                name="clause_target_can_be_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def amount_text(self) -> str:
        """What a page shows for the amount."""
        if self.amount is not None:
            return f"{self.amount:,.2f} 元"
        if self.amount_reference:
            return f"按{self.amount_reference}执行"
        return "" if self.amount_status == AmountStatus.NOT_APPLICABLE else "未明确"

    @property
    def value_text(self) -> str:
        """What a page shows for a target or a threshold."""
        if self.value is None:
            return ""
        every = {"year": "每年 "}.get(self.every, "")
        per = {"chain": "每链 "}.get(self.per, "")
        comparison = Comparison(self.comparison).label if self.comparison else ""
        number = f"{self.value.normalize():,f} {self.unit}"
        about = self.comparison == Comparison.ABOUT
        return f"{every}{per}" + (f"{number}{comparison}" if about else f"{comparison} {number}")
