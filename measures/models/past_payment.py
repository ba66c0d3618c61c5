"""Money that was paid before this product kept accounts: what a top-up is reckoned against."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from enterprises.models import Enterprise
from measures.choices import DocumentLevel
from measures.querysets import PastPaymentQuerySet

# What makes two tellings the same payment; the rest is said of it.
IDENTITY: Final = (
    "programme",
    "matter",
    "level",
    "amount",
    "amount_city",
    "amount_district",
    "paid_on",
    "year",
    "document_no",
)
SAID: Final = (*IDENTITY, "policy_basis", "note")


class PastPayment(models.Model):
    """One payment of the past to an enterprise, as a list told it. Amounts in 元; null is 未明确.

    Never overwritten: a correction supersedes the row and tells it anew.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="past_payments",
        verbose_name="企业",
        db_index=False,  # payment_told_once begins with it
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    programme = models.CharField("奖补项目", max_length=200)
    matter = models.CharField("同一事项", max_length=200, blank=True)
    policy_basis = models.CharField("政策依据", max_length=300, blank=True)
    level = models.CharField("资金层级", max_length=12, choices=DocumentLevel, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2, null=True)
    amount_city = models.DecimalField("市级资金（元）", max_digits=16, decimal_places=2, null=True)
    amount_district = models.DecimalField(
        "区级资金（元）", max_digits=16, decimal_places=2, null=True
    )
    paid_on = models.DateField("拨付日期", null=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    document_no = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    superseded_at = models.DateTimeField("更正时间", null=True)

    objects = PastPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "历史兑付"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", *IDENTITY],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="payment_told_once",
            ),
            models.CheckConstraint(condition=~Q(programme=""), name="payment_names_its_programme"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=False) | Q(year__isnull=False),
                name="payment_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *DocumentLevel.values]), name="payment_level_known"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1990, 2100)),
                name="payment_year_plausible",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(amount_city__isnull=True) | Q(amount_city__gte=0))
                & (Q(amount_district__isnull=True) | Q(amount_district__gte=0)),
                name="payment_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(amount_city__isnull=True)
                | Q(amount_district__isnull=True)
                | Q(amount=F("amount_city") + F("amount_district")),
                name="payment_shares_add_up",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="payment_superseded_after_recorded",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "-id"], name="payment_of_enterprise")]

    def __str__(self) -> str:
        return self.programme
