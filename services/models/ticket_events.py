"""What is asked for, pressed for and found out about a ticket, apart from its state."""

from django.db import models
from django.db.models import F, Q

from services.choices.clocks import ClockKind
from services.choices.tickets import (
    HolderKind,
    PressureKind,
    RequestState,
    Satisfaction,
    TicketMove,
    WaitingFor,
)
from services.models.tickets import Ticket
from services.querysets.tickets import OfTicketQuerySet, TicketRequestQuerySet

# What a handler may not do himself but ask for.
ASKED = (TicketMove.RETURN, TicketMove.SUSPEND, TicketMove.EXTEND, TicketMove.LIST)


class TicketRequest(models.Model):
    """A handler asks his lead to return, suspend, extend or list a ticket; four eyes decide.

    An approved extension keeps the due date before and after it.
    """

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="requests",
        verbose_name="工单",
        db_index=False,  # ticket_request_of_ticket begins with it
    )
    move = models.CharField("申请", max_length=14, choices=TicketMove)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    reason = models.CharField("理由", max_length=500)
    days = models.PositiveSmallIntegerField("延长天数", null=True)
    waiting_for = models.CharField("等待事由", max_length=12, choices=WaitingFor, blank=True)
    review_on = models.DateField("复查日期", null=True)
    due_before = models.DateTimeField("原时限", null=True)
    due_after = models.DateTimeField("新时限", null=True)
    asked_at = models.DateTimeField("申请时间")
    asked_by_id = models.BigIntegerField("申请人编号", null=True)
    asked_by_name = models.CharField("申请人", max_length=150)
    state = models.CharField(
        "状态", max_length=10, choices=RequestState, default=RequestState.PENDING
    )
    decided_at = models.DateTimeField("审批时间", null=True)
    decided_by_id = models.BigIntegerField("审批人编号", null=True)
    decided_by_name = models.CharField("审批人", max_length=150, blank=True)
    decision_note = models.CharField("审批意见", max_length=500, blank=True)

    objects = TicketRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    move__in=ASKED,
                    state__in=RequestState.values,
                    waiting_for__in=["", *WaitingFor.values],
                ),
                name="ticket_request_words_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ticket_request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=RequestState.PENDING, decided_at__isnull=True)
                | ~Q(state=RequestState.PENDING) & Q(decided_at__isnull=False),
                name="ticket_request_decided_when_not_pending",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True)
                | Q(asked_by_id__isnull=True)
                | ~Q(decided_by_id=F("asked_by_id")),
                name="ticket_request_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(due_after__isnull=True) | Q(due_after__gt=F("due_before")),
                name="ticket_extension_gives_more_time",
            ),
            models.UniqueConstraint(
                fields=["ticket", "move"],
                condition=Q(state=RequestState.PENDING),
                name="ticket_request_waits_once",
                violation_error_message="已有同样的申请待审批",
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="ticket_request_of_ticket")]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.get_move_display()}"


class Supervision(models.Model):
    """A reminder (催办), pressure (督办) or call for a leader's table, by a person or the sweep."""

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="supervisions",
        verbose_name="工单",
        db_index=False,  # ticket_pressed_once_a_limit begins with it
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)
    kind = models.CharField("类型", max_length=10, choices=PressureKind)
    clock_kind = models.CharField("时限", max_length=10, choices=ClockKind, blank=True)
    clock_due_at = models.DateTimeField("时限至", null=True)
    level = models.PositiveSmallIntegerField("次数", default=1)
    number = models.CharField("督办单编号", max_length=40, blank=True)
    told_kind = models.CharField("责任方类别", max_length=10, choices=HolderKind)
    told_id = models.BigIntegerField("责任方编号")
    told_name = models.CharField("责任方", max_length=200)
    reason = models.CharField("事由", max_length=500, blank=True)
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField("发起人编号", null=True)
    by_name = models.CharField("发起人", max_length=150)

    objects = OfTicketQuerySet["Supervision"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办督办"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=PressureKind.values,
                    clock_kind__in=["", *ClockKind.values],
                    told_kind__in=HolderKind.values,
                ),
                name="ticket_supervision_words_known",
            ),
            models.UniqueConstraint(
                fields=["ticket", "round", "clock_kind", "clock_due_at", "kind", "level"],
                name="ticket_pressed_once_a_limit",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="ticket_supervision_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.ticket_id} {self.get_kind_display()}"


class StudyMeeting(models.Model):
    """A leader's or joint meeting on a ticket (专题研究), and what it decided (议定事项)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="meetings", verbose_name="工单")
    held_on = models.DateField("会议日期")
    chair = models.CharField("主持人", max_length=60)
    participants = models.CharField("参加单位", max_length=500, blank=True)
    reason = models.CharField("提请事由", max_length=500, blank=True)
    decisions = models.TextField("议定事项", blank=True)
    called_at = models.DateTimeField("提请时间")
    called_by_name = models.CharField("提请人", max_length=150)
    decided_at = models.DateTimeField("议定时间", null=True)

    objects = OfTicketQuerySet["StudyMeeting"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专题研究"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decisions="")
                | Q(decided_at__isnull=False) & ~Q(decisions=""),
                name="ticket_study_ends_with_decisions",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(decided_at__isnull=True),
                name="ticket_studied_by_one_meeting_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.held_on:%Y-%m-%d}"


class Survey(models.Model):
    """One call-back (回访): was the enterprise contacted, is it solved, is it satisfied.

    A call-back counts (有效回访) when somebody was reached.
    """

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="surveys",
        verbose_name="工单",
        db_index=False,  # ticket_survey_of_ticket begins with it
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)
    reached = models.BooleanField("有效回访")
    contacted = models.BooleanField("承办单位已联系", null=True)
    solved = models.BooleanField("已解决", null=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True)
    by_enterprise = models.BooleanField("企业自行填写", default=False)
    note = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField("回访时间")
    by_id = models.BigIntegerField("回访人编号", null=True)
    by_name = models.CharField("回访人", max_length=150)

    objects = OfTicketQuerySet["Survey"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单回访"
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__in=["", *Satisfaction.values]),
                name="ticket_survey_words_known",
            ),
            models.CheckConstraint(
                condition=Q(reached=False, satisfaction="")
                & Q(contacted__isnull=True, solved__isnull=True)
                | Q(reached=True, contacted__isnull=False, solved__isnull=False)
                & ~Q(satisfaction=""),
                name="ticket_survey_answered_when_reached",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="ticket_survey_of_ticket"),
            models.Index(fields=["at"], name="ticket_survey_by_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.at:%Y-%m-%d}"
