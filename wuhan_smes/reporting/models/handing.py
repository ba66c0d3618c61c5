"""Tables that units hand in: for which period, how far each is, who did what with it."""

from django.db import models
from django.db.models import F, Q

from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.choices import HandInMove, HandInState
from wuhan_smes.reporting.models.run import ReportRun
from wuhan_smes.reporting.querysets import (
    HandInQuerySet,
    HandInStepQuerySet,
    ReportPeriodQuerySet,
)


class ReportPeriod(models.Model):
    """One table the city asks every managing unit for, by the same choices, until a day."""

    report = models.CharField("报表代码", max_length=60)
    title = models.CharField("报表", max_length=120)
    name = models.CharField("报送期", max_length=60)
    params = models.JSONField("参数", default=dict)
    said = models.CharField("参数说明", max_length=400, blank=True)
    due_on = models.DateField("截止日")
    opened_at = models.DateTimeField("开设时间")
    opened_by_name = models.CharField("开设人", max_length=150)

    objects = ReportPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送期"
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="report_period_opened_once"),
            models.CheckConstraint(
                condition=~Q(report="") & ~Q(title="") & ~Q(name=""),
                name="report_period_says_what_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.name}）"


class HandIn(models.Model):
    """What one unit hands in for one period. `run` was handed in last, `accepted_run` is what
    the city counts: while a correction is looked at, still the version before.
    """

    period = models.ForeignKey(
        ReportPeriod,
        models.PROTECT,
        related_name="hand_ins",
        verbose_name="报送期",
        db_index=False,  # hand_in_once_a_period begins with it
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="报送单位"
    )
    state = models.CharField(
        "状态", max_length=10, choices=HandInState, default=HandInState.AWAITED
    )
    run = models.ForeignKey(
        ReportRun, models.PROTECT, null=True, related_name="+", verbose_name="报送的报表"
    )
    accepted_run = models.ForeignKey(
        ReportRun, models.PROTECT, null=True, related_name="+", verbose_name="接收的报表"
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = HandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报表报送"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "jurisdiction"], name="hand_in_once_a_period"
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="hand_in_scope_key"),
            models.CheckConstraint(
                condition=Q(state__in=HandInState.values), name="hand_in_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=HandInState.AWAITED, run__isnull=True)
                | ~Q(state=HandInState.AWAITED) & Q(run__isnull=False),
                name="hand_in_has_a_table_once_handed",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandInState.ACCEPTED)
                | Q(accepted_run__isnull=False, accepted_run=F("run")),
                name="hand_in_accepted_as_handed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.jurisdiction}"


class HandInStep(models.Model):
    """One thing done with a unit's table; never changed."""

    hand_in = models.ForeignKey(
        HandIn, models.PROTECT, related_name="steps", verbose_name="报表报送"
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="报送单位"
    )
    move = models.CharField("办理", max_length=10, choices=HandInMove)
    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="+", verbose_name="报表")
    reason = models.CharField("说明", max_length=400, blank=True)
    at = models.DateTimeField("时间")
    actor_name = models.CharField("办理人", max_length=150)

    objects = HandInStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送经过"
        constraints = [
            models.CheckConstraint(
                condition=Q(move__in=HandInMove.values), name="hand_in_step_move_known"
            ),
            models.CheckConstraint(
                condition=~Q(move=HandInMove.SEND_BACK) | ~Q(reason=""),
                name="hand_in_step_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.at:%Y-%m-%d %H:%M}"
