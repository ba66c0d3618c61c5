"""What is owed to whom by which programme: found from facts, kept with its reason."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from measures.choices import EntitlementReason, EntitlementState
from measures.models.payee import Payee
from measures.models.programme import Matter, Programme
from measures.querysets import EntitlementQuerySet, EvidenceReceiptQuerySet

S = EntitlementState
# States in which a line may say no amount: nothing can be paid from them.
UNPAID = (S.MISSING_EVIDENCE, S.DEFERRED, S.LAPSED, S.REJECTED)


class Entitlement(models.Model):
    """One line: payee × programme × period (the year, 0 for once in a lifetime). One that was
    wholly given back stands beside the one it may be found as again.

    `gross` is the standard, `already_paid` what was paid for the matter by anyone, `payable` what
    is left; null is 未明确. A line of 0 is kept with its `reason`; `options` are the standards not
    taken, `snapshot` the facts it rests on. `event_on` is the day from which it is owed; the unit
    is that of the day it was found.
    """

    payee = models.ForeignKey(
        Payee, models.PROTECT, related_name="entitlements", verbose_name="兑付对象"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="entitlements", verbose_name="兑现项目"
    )
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", verbose_name="同一事项")
    period = models.PositiveSmallIntegerField("期间（年）")
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    state = models.CharField("状态", max_length=20, choices=EntitlementState)
    reason = models.CharField("理由", max_length=20, choices=EntitlementReason)
    gross = models.DecimalField("标准（元）", max_digits=16, decimal_places=2, null=True)
    already_paid = models.DecimalField("已兑付（元）", max_digits=16, decimal_places=2, default=0)
    payable = models.DecimalField("应兑付（元）", max_digits=16, decimal_places=2, null=True)
    options = models.JSONField("未采用的标准", default=list)
    missing = ArrayField(models.CharField(max_length=20), verbose_name="缺少材料", default=list)
    snapshot = models.JSONField("所依事实", default=dict)
    event_on = models.DateField("事实发生日")
    check_on = models.DateField("核查日期", null=True, blank=True)
    found_on = models.DateField("查找日期")
    recorded_at = models.DateTimeField("记录时间")
    instalment = models.PositiveSmallIntegerField("当前第几笔", default=1)
    step_no = models.PositiveIntegerField("步骤数", default=0, editable=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "兑现事项"
        constraints = [
            models.UniqueConstraint(
                fields=["payee", "programme", "period"],
                condition=~Q(state=S.RECOVERED),
                name="entitlement_once_a_period",
                violation_error_message="该对象在本期间已有这一项目",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EntitlementState.values, reason__in=EntitlementReason.values),
                name="entitlement_words_known",
            ),
            models.CheckConstraint(
                condition=Q(period=0) | Q(period__range=(1990, 2100)),
                name="entitlement_period_plausible",
            ),
            models.CheckConstraint(
                condition=(Q(gross__isnull=True) | Q(gross__gte=0))
                & Q(already_paid__gte=0)
                & (Q(payable__isnull=True) | Q(payable__gte=0, payable__lte=F("gross"))),
                name="entitlement_never_above_its_standard",
            ),
            models.CheckConstraint(
                condition=Q(gross__isnull=True, payable__isnull=True)
                | Q(gross__isnull=False, payable__isnull=False),
                name="entitlement_amount_is_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(payable__isnull=False) | Q(state__in=[state.value for state in UNPAID]),
                name="entitlement_without_amount_is_never_paid",
                violation_error_message="金额未明确，不能兑付",
            ),
            models.CheckConstraint(
                condition=Q(state=S.MISSING_EVIDENCE, missing__len__gt=0)
                | (~Q(state=S.MISSING_EVIDENCE) & Q(missing__len=0)),
                name="entitlement_says_what_is_missing",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="entitlement_scope_key"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "id"], name="entitlement_by_unit"),
            models.Index(fields=["programme", "state", "id"], name="entitlement_by_programme"),
            models.Index(fields=["matter", "payee", "period"], name="entitlement_by_matter"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"


class EvidenceReceipt(models.Model):
    """One paper a line was waiting for has come in."""

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="receipts", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    evidence = models.CharField("材料代码", max_length=20)
    received_on = models.DateField("收到日期")
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by_name = models.CharField("登记人", max_length=150)
    recorded_at = models.DateTimeField("登记时间")

    objects = EvidenceReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料登记"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "evidence"], name="evidence_received_once"
            ),
        ]

    def __str__(self) -> str:
        return self.evidence
