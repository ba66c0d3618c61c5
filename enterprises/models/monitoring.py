"""Running monitoring (措施 25): who is asked for the figures of a period, until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import JumpAgainst, PeriodBasis, PeriodKind, Tier
from enterprises.models.enterprise import Enterprise
from enterprises.querysets.monitoring import (
    JumpThresholdQuerySet,
    MonitoringRoundQuerySet,
    PeriodReportQuerySet,
)
from enterprises.rules.periods import Period


class MonitoringRound(models.Model):
    """One month or quarter for which the city asks the holders of some titles for their figures."""

    kind = models.CharField("周期", max_length=7, choices=PeriodKind)
    basis = models.CharField(
        "口径", max_length=10, choices=PeriodBasis, default=PeriodBasis.CURRENT
    )
    first = models.DateField("期间首日")
    due_on = models.DateField("报送截止日")
    tiers = ArrayField(models.CharField(max_length=30, choices=Tier), verbose_name="监测梯度")
    document = models.CharField("依据", max_length=200)
    opened_at = models.DateTimeField("开启时间")
    opened_by_name = models.CharField("开启人", max_length=150)

    objects = MonitoringRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运行监测期"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "basis", "first"], name="monitoring_round_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PeriodKind.values, basis__in=PeriodBasis.values),
                name="monitoring_round_kind_and_basis_known",
            ),
            models.CheckConstraint(
                condition=Q(first__day=1)
                & (Q(kind=PeriodKind.MONTH) | Q(first__month__in=(1, 4, 7, 10))),
                name="monitoring_round_begins_a_period",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("first")), name="monitoring_round_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(document="") & Q(tiers__len__gt=0),
                name="monitoring_round_says_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        word = "" if self.basis == PeriodBasis.CURRENT else "（累计）"
        if self.kind == PeriodKind.QUARTER:
            return f"{self.first.year} 年第 {(self.first.month + 2) // 3} 季度{word}"
        return f"{self.first.year} 年 {self.first.month} 月{word}"

    @property
    def period(self) -> Period:
        return Period(PeriodKind(self.kind), self.first)


class PeriodReport(models.Model):
    """One enterprise asked for one round. Whether it has answered its figures say; here stands
    when they first came, and when it was reminded.
    """

    round = models.ForeignKey(
        MonitoringRound,
        models.PROTECT,
        related_name="reports",
        verbose_name="监测期",
        db_index=False,  # period_report_once_a_round begins with it
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="period_reports", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="服务站",
    )
    got_at = models.DateTimeField("收到时间", null=True)
    reminded_at = models.DateTimeField("到期提醒时间", null=True)
    chased_at = models.DateTimeField("逾期催报时间", null=True)

    objects = PeriodReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运行监测报送"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise"], name="period_report_once_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.round}"


class JumpThreshold(models.Model):
    """How far one running figure may move against an earlier one before an explanation is asked."""

    code = models.SlugField("代码", max_length=40, unique=True)
    indicator = models.SlugField("指标", max_length=30)
    against = models.CharField("比较", max_length=8, choices=JumpAgainst)
    rise = models.PositiveIntegerField("增长超过（%）", null=True, blank=True)
    fall = models.PositiveIntegerField("下降超过（%）", null=True, blank=True)
    least = models.DecimalField(
        "数值低于此不比较", max_digits=16, decimal_places=2, default=0, help_text="金额单位为元"
    )
    source = models.CharField("依据", max_length=300)

    objects = JumpThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异动界限"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "against"], name="jump_threshold_once_a_comparison"
            ),
            models.CheckConstraint(
                condition=Q(against__in=JumpAgainst.values), name="jump_threshold_against_known"
            ),
            models.CheckConstraint(
                condition=Q(rise__isnull=False) | Q(fall__isnull=False),
                name="jump_threshold_says_how_far",
            ),
            models.CheckConstraint(
                condition=Q(fall__isnull=True) | Q(fall__lte=100),
                name="jump_threshold_falls_to_nought_at_most",
            ),
        ]

    def __str__(self) -> str:
        return self.code
