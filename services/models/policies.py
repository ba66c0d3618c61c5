"""How long each step of a ticket may take: versioned data, not code."""

from datetime import time

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from enterprises.expressions import DateSpan
from services.choices.clocks import ClockKind, LimitUnit, Urgency
from services.choices.tickets import Category
from services.querysets.policies import TicketPolicyQuerySet
from services.rules.clocks import Limit, WarningRule


class TicketPolicy(models.Model):
    """One limit for one kind of ticket, [effective_from, effective_until).

    An empty category stands for all categories without a limit of their own. A version is never
    changed: a new one ends it, and a ticket keeps the limits it was opened under.
    """

    category = models.CharField("类别", max_length=20, blank=True, help_text="空：不分类别")
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency)
    kind = models.CharField("环节", max_length=10, choices=ClockKind)
    amount = models.PositiveSmallIntegerField("时限")
    unit = models.CharField("时限单位", max_length=10, choices=LimitUnit)
    extension = models.PositiveSmallIntegerField("每次最多延期", default=0)
    extensions = models.PositiveSmallIntegerField("可延期次数", default=0)
    warn_percent = models.PositiveSmallIntegerField(
        "预警", default=70, help_text="已用时限的百分比"
    )
    warn_days_left = models.PositiveSmallIntegerField(
        "另在剩余几日时预警", null=True, blank=True, default=2, help_text="工作日"
    )
    warn_days_left_from = models.PositiveSmallIntegerField(
        "剩余日数预警适用于", default=5, help_text="不少于几个工作日的时限"
    )
    late_rolls = models.BooleanField("下班后或休息日收到按次一工作日收到计算", default=False)
    closes_at = models.TimeField("下班时间", default=time(17, 30))
    kept_on_transfer = models.BooleanField(
        "转办时沿用原时限", default=False, help_text="仅签收：不选则转办后重新起算"
    )
    effective_from = models.DateField("施行日期")
    effective_until = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)
    version = models.PositiveIntegerField("版本", default=1)

    objects = TicketPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="ticket_policy_urgency_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *Category.values]),
                name="ticket_policy_category_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ClockKind.values), name="ticket_policy_clock_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=LimitUnit.values), name="ticket_policy_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(kept_on_transfer=False) | Q(kind=ClockKind.SIGN),
                name="ticket_policy_kept_on_transfer_for_signing",
            ),
            models.CheckConstraint(
                condition=Q(amount__range=(1, 1000)), name="ticket_policy_gives_some_time"
            ),
            models.CheckConstraint(
                condition=Q(extension=0, extensions=0) | Q(extension__gt=0, extensions__gt=0),
                name="ticket_policy_extension_says_how_long_and_how_often",
            ),
            models.CheckConstraint(
                condition=Q(warn_percent__range=(1, 100)),
                name="ticket_policy_warns_within_its_time",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="ticket_policy_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="ticket_policy_has_its_source"),
            ExclusionConstraint(
                name="ticket_policy_holds_alone",
                expressions=[
                    ("category", RangeOperators.EQUAL),
                    ("urgency", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateSpan("effective_from", "effective_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{Urgency(self.urgency).label}·{ClockKind(self.kind).label}：{self.words}"

    @property
    def words(self) -> str:
        """The limit as a person says it."""
        return f"{self.amount} {LimitUnit(self.unit).label}"

    @property
    def limit(self) -> Limit:
        """The limit as a value for the rules."""
        return Limit(
            self.amount,
            LimitUnit(self.unit),
            WarningRule(self.warn_percent, self.warn_days_left, self.warn_days_left_from),
            self.extension,
            self.extensions,
            self.kept_on_transfer,
        )
