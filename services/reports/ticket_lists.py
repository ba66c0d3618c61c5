"""问题台账: the list of tickets as a file, with the columns the city's ledger has."""

from typing import Any, Final

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from services.choices.tickets import AgencyPart, Satisfaction, TicketMove
from services.models import (
    Supervision,
    Survey,
    Ticket,
    TicketAgency,
    TicketRequest,
    TicketStep,
)
from services.queries.ticket_labels import state_labels
from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import each, known, label_of, masked_phone
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of

TOLD: Final = (TicketMove.PROGRESS, TicketMove.REPLY)


def _state(viewing: Viewing) -> Any:
    """In the words of this bureau."""
    return label_of("state", state_labels().items())


def _helpers(viewing: Viewing) -> Any:
    """配合单位: the co-units that are in it now or were at the end."""
    legs = TicketAgency.objects.within(viewing.reach).filter(
        ticket=OuterRef("pk"), part=AgencyPart.CO
    )
    return each(legs.order_by("id").values_list("agency__name"))


def _progress(viewing: Viewing) -> Any:
    """What was told last."""
    steps = TicketStep.objects.within(viewing.reach).filter(ticket=OuterRef("pk"), move__in=TOLD)
    last = steps.exclude(note="").order_by("-ordinal").values("note")[:1]
    return known(Subquery(last, output_field=CharField()))


def _satisfaction(viewing: Viewing) -> Any:
    surveys = Survey.objects.within(viewing.reach).filter(ticket=OuterRef("pk"), reached=True)
    worded = surveys.order_by("-id").values_list(label_of("satisfaction", Satisfaction.choices))
    return known(Subquery(worded[:1], output_field=CharField()))


STRUCK_OFF: Final = Case(
    When(closed_at__isnull=False, then=Value("是")), default=Value("否"), output_field=CharField()
)

LEDGER: Final = ListExport(
    "tickets",
    "问题台账",
    columns_of(
        Ticket,
        "number",
        ("enterprise_name", "企业名称"),
        ("jurisdiction__name", "区"),
        ("category", "问题类别"),
        "nature",
        "urgency",
        "title",
        ("text", "问题描述"),
        ("channel", "来源"),
        "external_no",
        ("received_at", "时间"),
        Shown("状态", _state, "word", 12),
        Shown("责任单位", Coalesce("lead_agency__name", Value("")), width=24),
        Shown("配合单位", _helpers, width=30),
        "holder_name",
        ("solve_due_at", "办结时限"),
        Shown("进展", _progress, width=40),
        "outcome",
        ("closed_at", "办结时间"),
        Shown("是否销号", STRUCK_OFF, "word", 10),
        Shown("满意度", _satisfaction, "word", 10),
        "round",
        ("contact_name", "联系人"),
        Shown("联系电话（只显示后四位）", masked_phone("contact_phone"), width=24),
    ),
    Capability.TICKET_VIEW,
)

OF_TICKET: Final = (
    ("ticket__number", "工单编号"),
    ("ticket__title", "标题"),
    ("ticket__enterprise_name", "企业名称"),
    ("ticket__jurisdiction__name", "管理单位"),
)
REQUESTS: Final = ListExport(
    "ticket-requests",
    "退回、延期、挂起与挂账申请",
    columns_of(
        TicketRequest,
        *OF_TICKET,
        "move",
        "reason",
        "days",
        "waiting_for",
        "review_on",
        "due_before",
        "due_after",
        "asked_at",
        "asked_by_name",
        "state",
        "decided_at",
        "decided_by_name",
        "decision_note",
    ),
    Capability.TICKET_VIEW,
)
SUPERVISIONS: Final = ListExport(
    "ticket-supervisions",
    "催办督办",
    columns_of(
        Supervision,
        *OF_TICKET,
        "kind",
        "number",
        "clock_kind",
        "clock_due_at",
        "level",
        "told_name",
        "reason",
        "at",
        "by_name",
        Shown("当前状态", lambda _: label_of("ticket__state", state_labels().items()), "word", 12),
    ),
    Capability.TICKET_VIEW,
)
