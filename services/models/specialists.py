"""The filing (备案) of a person at a station: what makes a specialist count."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from enterprises.rules.spans import last_day
from services.choices.stations import FILED, FilingState
from services.querysets.stations import SpecialistQuerySet
from wuhan_smes.enciphered import PhoneField, masked_phone


def one_at_a_time(name: str, person: str, message: str, *, given: Q) -> ExclusionConstraint:
    """No two filings that count share a day and a `person`."""
    return ExclusionConstraint(
        name=name,
        expressions=[(person, RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
        condition=Q(state__in=FILED) & given,
        violation_error_message=message,
    )


class Specialist(models.Model):
    """One person registered at one station, [from, until). A move is a new row with the same
    number. The telephone tells people apart; it is shown masked unless revealed.
    """

    number = models.CharField("备案编号", max_length=30, blank=True)
    name = models.CharField("姓名", max_length=60)
    phone = PhoneField("手机", max_length=20)
    post = models.CharField("职务", max_length=60, blank=True)
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="登录账号",
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        related_name="specialists",
        verbose_name="服务站",
        db_index=False,  # specialist_at_station begins with it
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # specialist_by_unit begins with it
    )
    state = models.CharField(
        "状态", max_length=10, choices=FilingState, default=FilingState.APPLIED
    )
    during = DateRangeField("备案期间")
    applied_by_id = models.BigIntegerField("申请人编号", null=True)
    applied_by_name = models.CharField("申请人", max_length=150)
    applied_at = models.DateTimeField("申请时间")
    decided_by_id = models.BigIntegerField("核准人编号", null=True)
    decided_by_name = models.CharField("核准人", max_length=150, blank=True)
    decided_at = models.DateTimeField("核准时间", null=True, blank=True)
    decision_note = models.CharField("核准意见", max_length=200, blank=True)
    end_reason = models.CharField("离任原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = SpecialistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务专员"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FilingState.values), name="specialist_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(phone=""), name="specialist_has_name_and_phone"
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False),
                name="specialist_filing_lasts",
            ),
            models.CheckConstraint(
                condition=Q(state=FilingState.APPLIED, decided_at__isnull=True)
                | (~Q(state=FilingState.APPLIED) & Q(decided_at__isnull=False)),
                name="specialist_decided_when_not_applied",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FILED) | ~Q(number=""), name="specialist_filed_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=FilingState.DECLINED) | ~Q(decision_note=""),
                name="specialist_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=FilingState.ENDED, during__upper_inf=False) & ~Q(end_reason="")
                | ~Q(state=FilingState.ENDED) & Q(end_reason=""),
                name="specialist_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by_id=F("applied_by_id")), name="specialist_needs_four_eyes"
            ),
            one_at_a_time(
                "specialist_phone_at_one_station",
                "phone",
                "该手机号在此期间已备案为服务专员",
                given=Q(),
            ),
            one_at_a_time(
                "specialist_number_at_one_station",
                "number",
                "该备案编号在此期间已在其他服务站使用",
                given=Q(),
            ),
            one_at_a_time(
                "specialist_user_at_one_station",
                "user",
                "该账号在此期间已绑定其他服务专员",
                given=Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(state=FilingState.APPLIED),
                name="specialist_applied_once",
                violation_error_message="该手机号已有待核准的备案申请",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="specialist_scope_key"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="specialist_by_unit"),
            models.Index(fields=["station", "-id"], name="specialist_at_station"),
            models.Index(fields=["number"], name="specialist_by_number"),
            models.Index(
                fields=["jurisdiction", "id"],
                condition=Q(state=FilingState.APPLIED),
                name="specialist_to_decide",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.number or self.get_state_display()}）"

    @property
    def last_on(self) -> date | None:
        """The last day of the filing, itself included; None where no end was set."""
        until: date | None = self.during.upper
        return last_day(until)

    @property
    def masked_phone(self) -> str:
        """The last four digits, enough to recognise a number one already knows."""
        return masked_phone(self.phone)
