"""The steps of a line, and money that is demanded back."""

from django.db import models
from django.db.models import F, Q

from measures.choices import ClawbackState, EntitlementState, FlowMove
from measures.models.entitlement import Entitlement
from measures.querysets import ClawbackQuerySet, EntitlementStepQuerySet

S = ClawbackState


class EntitlementStep(models.Model):
    """One move of one line: who, when, from where to where. Never changed."""

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="steps", verbose_name="兑现事项", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    ordinal = models.PositiveIntegerField("序号")
    move = models.CharField("动作", max_length=12, choices=FlowMove)
    state_before = models.CharField("原状态", max_length=20, choices=EntitlementState)
    state_after = models.CharField("新状态", max_length=20, choices=EntitlementState)
    instalment = models.PositiveSmallIntegerField("第几笔")
    note = models.CharField("说明", max_length=300, blank=True)
    facts = models.JSONField("事项", default=dict)
    actor_id = models.BigIntegerField("经办人编号", null=True, editable=False)
    actor_name = models.CharField("经办人", max_length=150)
    at = models.DateTimeField("时间")

    objects = EntitlementStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "兑现步骤"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "ordinal"], name="entitlement_step_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    move__in=FlowMove.values,
                    state_before__in=EntitlementState.values,
                    state_after__in=EntitlementState.values,
                ),
                name="entitlement_step_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal} {self.get_move_display()}"


class Clawback(models.Model):
    """Money demanded back from one line, with interest, and how long its payee is barred.

    Barred over [decided_on, barred_until).
    """

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="clawbacks", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    cause = models.CharField("追回原因", max_length=300)
    decision_no = models.CharField("决定文号", max_length=60)
    decided_on = models.DateField("决定日期")
    due_on = models.DateField("限期")
    principal = models.DecimalField("应追回本金（元）", max_digits=16, decimal_places=2)
    interest_percent = models.DecimalField("年利率（%）", max_digits=6, decimal_places=3, default=0)
    interest = models.DecimalField("应追回利息（元）", max_digits=16, decimal_places=2, default=0)
    received = models.DecimalField("已收本金（元）", max_digits=16, decimal_places=2, default=0)
    interest_received = models.DecimalField(
        "已收利息（元）", max_digits=16, decimal_places=2, default=0
    )
    barred_until = models.DateField("暂停享受至（不含）", null=True, blank=True)
    state = models.CharField("状态", max_length=6, choices=ClawbackState, default=S.OPEN)
    decided_by_name = models.CharField("决定登记人", max_length=150)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ClawbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "追回"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(state=S.OPEN), name="clawback_open_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClawbackState.values), name="clawback_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    principal__gt=0,
                    interest__gte=0,
                    received__gte=0,
                    received__lte=F("principal"),
                    interest_received__gte=0,
                    interest_received__lte=F("interest"),
                ),
                name="clawback_receives_what_is_due",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DONE, received=F("principal"), interest_received=F("interest"))
                | Q(state=S.WAIVED, received=0, interest_received=0)
                | Q(state=S.OPEN),
                name="clawback_done_when_all_is_received",
            ),
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(decision_no=""), name="clawback_rests_on_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(barred_until__isnull=True) | Q(barred_until__gt=F("decided_on")),
                name="clawback_bars_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return self.decision_no
