"""实名举报: what somebody says against a holder of a title, and what came of it."""

from django.db import models
from django.db.models import F, Q

from enterprises.choices.holding import ComplaintOutcome
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import ComplaintQuerySet
from wuhan_smes.enciphered import EncipheredField, masked_phone


class Complaint(models.Model):
    """One signed complaint. Who made it is kept enciphered and shown masked; to see the whole name
    leaves an entry.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="complaints", verbose_name="被举报企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    received_on = models.DateField("收到日期")
    complainant = EncipheredField("举报人")
    phone = EncipheredField("举报人电话")
    text = models.TextField("举报内容")
    recorded_by_name = models.CharField("登记人", max_length=150)
    outcome = models.CharField("核查结果", max_length=10, choices=ComplaintOutcome, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    conclusion = models.TextField("核查情况", blank=True)
    concluded_by_name = models.CharField("核查人", max_length=150, blank=True)
    withdrawn_series = models.BigIntegerField("据此撤销的称号", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实名举报"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", concluded_on__isnull=True, conclusion="")
                | (
                    Q(outcome__in=ComplaintOutcome.values, concluded_on__gte=F("received_on"))
                    & ~Q(conclusion="")
                ),
                name="complaint_concluded_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_series__isnull=True)
                | Q(outcome__in=[ComplaintOutcome.UPHELD, ComplaintOutcome.PARTLY]),
                name="complaint_takes_a_title_when_upheld",
            ),
            models.CheckConstraint(
                condition=~Q(complainant="") & ~Q(phone="") & ~Q(text=""),
                name="complaint_is_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-id"], name="complaint_of_enterprise"),
            models.Index(fields=["jurisdiction", "-id"], name="complaint_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked_complainant(self) -> str:
        """The surname alone."""
        return f"{self.complainant[:1]}**"

    @property
    def masked_phone(self) -> str:
        """The last four digits, enough to recognise a number one already knows."""
        return masked_phone(self.phone)
