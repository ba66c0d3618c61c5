"""What happened to a ticket: its steps, never changed, and who took part."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from services.choices.clocks import ClockKind
from services.choices.tickets import AgencyPart, HolderKind, TicketMove, TicketState
from services.models.tickets import Ticket
from services.querysets.tickets import LabelQuerySet, OfTicketQuerySet

LIFELESS = Q(state_after=TicketState.CLOSED)


class TicketStep(models.Model):
    """One move of a ticket. From `at` until the next step the ticket is the holder's.

    `ended` keeps the due date of each limit the step ended, `late` which of them had passed.
    """

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="steps",
        verbose_name="工单",
        db_index=False,  # ticket_step_numbered_once begins with it
    )
    ordinal = models.PositiveIntegerField("步骤")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    move = models.CharField("动作", max_length=14, choices=TicketMove)
    state_before = models.CharField("原状态", max_length=16, choices=TicketState, blank=True)
    state_after = models.CharField("状态", max_length=16, choices=TicketState)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=150)
    note = models.TextField("说明", blank=True)
    facts = models.JSONField("要素", default=dict, blank=True)
    ended = models.JSONField("结束的时限", default=dict, blank=True)
    late = ArrayField(
        models.CharField(max_length=10), verbose_name="逾期的时限", default=list, blank=True
    )
    holder_kind = models.CharField("责任方类别", max_length=10, choices=HolderKind, blank=True)
    holder_id = models.BigIntegerField("责任方编号", null=True)
    holder_name = models.CharField("责任方", max_length=200, blank=True)

    objects = OfTicketQuerySet["TicketStep"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单步骤"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "ordinal"], name="ticket_step_numbered_once"),
            models.CheckConstraint(
                condition=Q(
                    move__in=TicketMove.values,
                    state_before__in=["", *TicketState.values],
                    state_after__in=TicketState.values,
                    late__contained_by=ClockKind.values,
                ),
                name="ticket_step_words_known",
            ),
            models.CheckConstraint(
                condition=LIFELESS & Q(holder_kind="", holder_id__isnull=True)
                | ~LIFELESS & Q(holder_kind__in=HolderKind.values, holder_id__isnull=False),
                name="ticket_step_names_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(ordinal=1, state_before="", move=TicketMove.RAISE)
                | Q(ordinal__gt=1) & ~Q(state_before="") & ~Q(move=TicketMove.RAISE),
                name="ticket_step_first_raises",
            ),
        ]
        indexes = [models.Index(fields=["move", "at"], name="ticket_step_by_move")]

    def __str__(self) -> str:
        return f"#{self.ticket_id}/{self.ordinal} {self.get_move_display()}"


class TicketAgency(models.Model):
    """One leg (一程): an agency that was handed a ticket, until it left or answered."""

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="legs",
        verbose_name="工单",
        db_index=False,  # ticket_leg_of_ticket begins with it
    )
    agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        related_name="+",
        verbose_name="责任单位",
        db_index=False,  # ticket_leg_of_agency begins with it
    )
    part = models.CharField("角色", max_length=4, choices=AgencyPart)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    handed_at = models.DateTimeField("交办时间")
    signed_at = models.DateTimeField("签收时间", null=True)
    ended_at = models.DateTimeField("离手时间", null=True)
    ended_by = models.CharField("离手方式", max_length=14, choices=TicketMove, blank=True)

    objects = OfTicketQuerySet["TicketAgency"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=AgencyPart.values, ended_by__in=["", *TicketMove.values]),
                name="ticket_leg_words_known",
            ),
            models.CheckConstraint(
                condition=(Q(signed_at__isnull=True) | Q(signed_at__gte=F("handed_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("handed_at"))),
                name="ticket_leg_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="ticket_leg_ends_by_a_move",
            ),
            models.UniqueConstraint(
                fields=["ticket", "agency"],
                condition=Q(ended_at__isnull=True),
                name="ticket_leg_open_once",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(ended_at__isnull=True, part=AgencyPart.LEAD),
                name="ticket_has_one_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="ticket_leg_of_ticket"),
            models.Index(fields=["agency", "-id"], name="ticket_leg_of_agency"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.agency}（{self.get_part_display()}）"


class TicketEnterprise(models.Model):
    """One of the enterprises that share a common problem of a chain."""

    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="shared_by",
        verbose_name="工单",
        db_index=False,  # ticket_names_an_enterprise_once begins with it
    )
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="+", verbose_name="企业"
    )
    enterprise_name = models.CharField("企业名称", max_length=200)
    added_at = models.DateTimeField("列入时间")

    objects = OfTicketQuerySet["TicketEnterprise"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题企业"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "enterprise"], name="ticket_names_an_enterprise_once"
            )
        ]

    def __str__(self) -> str:
        return self.enterprise_name


class TicketLabel(models.Model):
    """What one state is called on screen; the code never changes."""

    state = models.CharField("状态", max_length=16, choices=TicketState, unique=True)
    label = models.CharField("名称", max_length=20)
    hint = models.CharField("说明", max_length=100, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = LabelQuerySet["TicketLabel"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单状态名称"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TicketState.values) & ~Q(label=""),
                name="ticket_label_names_a_state",
            ),
            models.UniqueConstraint(fields=["label"], name="ticket_label_used_once"),
        ]

    def __str__(self) -> str:
        return self.label


class TicketBasis(models.Model):
    """Which figures contain which (口径): one row says how appeals and problems are counted."""

    code = models.SlugField("代码", max_length=20, unique=True, default="figures")
    problems_within_appeals = models.BooleanField(
        "办结诉求含困难问题", default=False, help_text="是：办结诉求数包含走访收集的困难问题"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = LabelQuerySet["TicketBasis"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单统计口径"
        constraints = [
            models.CheckConstraint(
                condition=Q(code="figures"), name="ticket_basis_is_said_in_one_row"
            )
        ]

    def __str__(self) -> str:
        return "办结诉求含困难问题" if self.problems_within_appeals else "办结诉求不含困难问题"
