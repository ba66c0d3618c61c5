"""A request of an enterprise on its way from collection to strike-off."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from services.choices.clocks import Urgency
from services.choices.tickets import (
    Category,
    Channel,
    HolderKind,
    Nature,
    Outcome,
    TicketState,
    WaitingFor,
)
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.enciphered import PhoneField, masked_phone

CLOSED = Q(state=TicketState.CLOSED)
HANDLERS = (HolderKind.STATION, HolderKind.UNIT, HolderKind.AGENCY)


class TicketClocks(models.Model):
    """The running time limits of a ticket. One runs while its due date is set; what ended it is
    kept in the step that did. `due_at` and `warn_at` are the earliest of them.
    """

    sign_due_at = models.DateTimeField("签收时限", null=True)
    sign_warn_at = models.DateTimeField("签收预警", null=True)
    contact_due_at = models.DateTimeField("联系时限", null=True)
    contact_warn_at = models.DateTimeField("联系预警", null=True)
    plan_due_at = models.DateTimeField("方案时限", null=True)
    plan_warn_at = models.DateTimeField("方案预警", null=True)
    study_due_at = models.DateTimeField("专题研究时限", null=True)
    study_warn_at = models.DateTimeField("专题研究预警", null=True)
    solve_due_at = models.DateTimeField("办结时限", null=True)
    solve_warn_at = models.DateTimeField("办结预警", null=True)
    due_at = models.DateTimeField("最近时限", null=True)
    warn_at = models.DateTimeField("最近预警", null=True)
    escalate_at = models.DateTimeField("下次催督时间", null=True)
    clocks_paused_at = models.DateTimeField("时限暂停自", null=True)
    provisional = models.BooleanField("时限待定", default=False)

    class Meta:
        abstract = True


class Ticket(TicketClocks):
    """One matter of an enterprise, or of a whole chain, that somebody has to see through.

    `jurisdiction` managed the enterprise when it came and keeps it; `desk` is the unit whose desk
    works on it now (the city's after a referral). `agency_ids` are all who hold or held it.
    """

    number = models.CharField("编号", max_length=24, unique=True)
    client_uuid = models.UUIDField("客户端编号", null=True)
    channel = models.CharField("来源", max_length=16, choices=Channel)
    external_no = models.CharField("来源编号", max_length=60, blank=True)
    nature = models.CharField("性质", max_length=14, choices=Nature)
    category = models.CharField("类别", max_length=16, choices=Category)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency)
    grade = models.PositiveSmallIntegerField("办理级别", default=1)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.PROTECT,
        null=True,
        related_name="tickets",
        verbose_name="企业",
        db_index=False,  # ticket_of_enterprise begins with it
    )
    enterprise_name = models.CharField("企业名称", max_length=200, blank=True)
    chain = models.ForeignKey(
        "enterprises.IndustryChain",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="产业链（共性问题）",
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # ticket_by_unit begins with it
    )
    desk = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="经办单位"
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        null=True,
        related_name="tickets",
        verbose_name="收集服务站",
        db_index=False,  # ticket_by_station begins with it
    )
    visit = models.ForeignKey(
        "services.Visit",
        models.PROTECT,
        null=True,
        related_name="tickets",
        verbose_name="走访",
        db_index=False,  # ticket_of_visit begins with it
    )
    measure = models.ForeignKey(
        "measures.Measure", models.PROTECT, null=True, related_name="+", verbose_name="对应措施"
    )
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    contact_phone = PhoneField("联系电话", max_length=30, blank=True)
    received_at = models.DateTimeField("收到时间")
    collected_by_id = models.BigIntegerField("收集人编号", null=True)
    collected_by_name = models.CharField("收集人", max_length=150)
    historical = models.BooleanField("历史补录", default=False)

    state = models.CharField("状态", max_length=16, choices=TicketState)
    step_no = models.PositiveIntegerField("步骤数", default=1)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    returns = models.PositiveSmallIntegerField("退回次数", default=0)
    arbitrated = models.BooleanField("已裁定承办单位", default=False)
    outcome = models.CharField("办理结果", max_length=14, choices=Outcome, blank=True)
    answer = models.TextField("答复", blank=True)
    waiting_for = models.CharField("等待事由", max_length=12, choices=WaitingFor, blank=True)
    review_on = models.DateField("挂账复查日期", null=True)
    replied_at = models.DateTimeField("答复时间", null=True)
    closed_at = models.DateTimeField("销号时间", null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name="并入工单"
    )
    handler_kind = models.CharField("承办方类别", max_length=10, choices=HolderKind, blank=True)
    lead_agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="主办单位",
        db_index=False,  # ticket_by_lead begins with it
    )
    agency_ids = ArrayField(
        models.BigIntegerField(), verbose_name="经手单位", default=list, blank=True
    )
    handled_by_id = models.BigIntegerField("承办人编号", null=True)
    handled_by_name = models.CharField("承办人", max_length=150, blank=True)
    holder_kind = models.CharField("当前责任方类别", max_length=10, choices=HolderKind, blank=True)
    holder_id = models.BigIntegerField("当前责任方编号", null=True)
    holder_name = models.CharField("当前责任方", max_length=200, blank=True)
    held_since = models.DateTimeField("责任方自", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        constraints = [
            models.UniqueConstraint(
                fields=["client_uuid", "collected_by_id"],
                name="ticket_sent_once_by_a_person",
                violation_error_message="该诉求此前已登记，现不在您的管理范围内，没有重复登记",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=TicketState.values,
                    channel__in=Channel.values,
                    nature__in=Nature.values,
                    category__in=Category.values,
                    urgency__in=Urgency.values,
                    outcome__in=["", *Outcome.values],
                    waiting_for__in=["", *WaitingFor.values],
                    handler_kind__in=["", *HANDLERS],
                    grade__range=(1, 3),
                ),
                name="ticket_words_known",
            ),
            models.UniqueConstraint(
                fields=["channel", "external_no"],
                condition=~Q(external_no=""),
                name="ticket_external_number_once_a_channel",
                violation_error_message="该来源的这个编号已经登记",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="ticket_says_what_it_is_about"
            ),
            models.CheckConstraint(
                condition=CLOSED & Q(closed_at__isnull=False) & ~Q(outcome="")
                | ~CLOSED & Q(closed_at__isnull=True),
                name="ticket_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=CLOSED & Q(holder_kind="", holder_id__isnull=True, holder_name="")
                | ~CLOSED
                & Q(holder_kind__in=HolderKind.values, holder_id__isnull=False)
                & Q(held_since__isnull=False),
                name="ticket_is_held_until_closed",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | CLOSED & Q(outcome=Outcome.DUPLICATE) & ~Q(merged_into=F("id")),
                name="ticket_merged_is_a_closed_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(handler_kind=HolderKind.AGENCY, lead_agency__isnull=False)
                | ~Q(handler_kind=HolderKind.AGENCY) & Q(lead_agency__isnull=True),
                name="ticket_of_an_agency_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(handler_kind=HolderKind.STATION) | Q(station__isnull=False),
                name="ticket_of_a_station_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.LISTED) | Q(review_on__isnull=False),
                name="ticket_listed_with_a_review_date",
            ),
            models.CheckConstraint(
                condition=Q(clocks_paused_at__isnull=False) & Q(state=TicketState.SUSPENDED)
                | Q(clocks_paused_at__isnull=True) & ~Q(state=TicketState.SUSPENDED),
                name="ticket_clocks_pause_while_suspended",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("received_at")),
                name="ticket_closes_after_it_came",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="ticket_by_unit"),
            models.Index(fields=["jurisdiction", "state", "-id"], name="ticket_by_unit_state"),
            models.Index(fields=["state", "-id"], name="ticket_by_state"),
            models.Index(fields=["category", "-id"], name="ticket_by_category"),
            models.Index(fields=["channel", "-id"], name="ticket_by_channel"),
            models.Index(
                fields=["enterprise", "-id"],
                condition=Q(enterprise__isnull=False),
                name="ticket_of_enterprise",
            ),
            models.Index(
                fields=["station", "-id"],
                condition=Q(station__isnull=False),
                name="ticket_by_station",
            ),
            models.Index(
                fields=["lead_agency", "-id"],
                condition=Q(lead_agency__isnull=False),
                name="ticket_by_lead",
            ),
            GinIndex(fields=["agency_ids"], name="ticket_by_agencies", fastupdate=False),
            models.Index(
                fields=["holder_kind", "holder_id", "-id"],
                condition=Q(closed_at__isnull=True),
                name="ticket_by_holder",
            ),
            # What the piles of a desk and the board are counted from.
            models.Index(
                fields=["jurisdiction", "state"],
                include=["due_at", "warn_at", "clocks_paused_at"],
                condition=Q(closed_at__isnull=True),
                name="ticket_open_by_unit",
            ),
            models.Index(
                fields=["collected_by_id", "-id"],
                condition=Q(collected_by_id__isnull=False),
                name="ticket_by_collector",
            ),
            models.Index(
                fields=["handled_by_id", "-id"],
                condition=Q(handled_by_id__isnull=False),
                name="ticket_by_handler",
            ),
            models.Index(
                fields=["visit"], condition=Q(visit__isnull=False), name="ticket_of_visit"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="ticket_by_due"
            ),
            models.Index(
                fields=["jurisdiction", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="ticket_by_unit_due",
            ),
            models.Index(
                fields=["escalate_at", "id"],
                condition=Q(escalate_at__isnull=False),
                name="ticket_by_escalation",
            ),
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="ticket_by_closing"
            ),
            models.Index(fields=["received_at"], name="ticket_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def masked_phone(self) -> str:
        """The last four digits, enough to recognise a number one already knows."""
        return masked_phone(self.contact_phone)
