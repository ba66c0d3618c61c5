"""问题台账 and 督办·逾期清单: tickets row by row, with the columns the city's ledger has."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.tickets import AgencyPart, PressureKind, Satisfaction, TicketState
from services.models import Supervision, Survey, Ticket
from services.queries.visit_problems import brought
from services.querysets.tickets import TicketQuerySet
from services.reports.assessment import FROM, TO
from services.rules.pressing import begin_of
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

MOST: Final = 20_000
SATISFIED: Final = dict(Satisfaction.choices)
ALL, LATE, SUPERVISED = "all", "late", "supervised"
WHAT: Final = Choice(
    "what",
    "列哪些",
    {ALL: "逾期的和督办的", LATE: "只列逾期的", SUPERVISED: "只列督办的"},
    lambda today: ALL,
)
COLUMNS: Final = (
    Column("number", "序号", "text", 8),
    Column("ticket", "编号", "text", 18),
    Column("enterprise", "企业名称", width=28),
    Column("unit", "区", "text", 12),
    Column("category", "问题类别", "text", 12),
    Column("title", "问题描述", width=36),
    Column("channel", "来源", "text", 12),
    Column("received", "时间", "date", 12),
    Column("lead", "责任单位", width=18),
    Column("helpers", "配合单位", width=18),
    Column("due", "时限", "date", 12),
    Column("state", "进展", "text", 12),
    Column("closed", "办结时间", "date", 12),
    Column("struck", "是否销号", "text", 10),
    Column("satisfaction", "满意度", "text", 10),
    Column("pressed", "督办（次）", "count", 10),
    Column("note", "备注", width=18),
)


def problem_ledger(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Every ticket the days brought, in the order they came, as it stands now."""
    access.reach(Capability.REGISTER_EXPORT)
    reach = access.reach(Capability.TICKET_VIEW)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    rows = brought(reach, first=first, last=last).order_by("received_at", "id")
    told = f"{chinese_day(first)}至{chinese_day(last)}收集"
    return _ledger("问题台账", told, rows, access, timezone.now(), ())


def overdue_list(access: Access, choices: Mapping[str, str]) -> Sheet:
    """What is late or under pressure at the end of a day, the latest first."""
    access.reach(Capability.REGISTER_EXPORT)
    reach = access.reach(Capability.TICKET_VIEW)
    on = date.fromisoformat(choices["on"])
    at = min(begin_of(on + timedelta(days=1)), timezone.now())
    rows = _pressed_or_late(reach, at, choices["what"]).order_by("due_at", "id")
    notes = ("注：挂起期间时限暂停，不列为逾期。",)
    return _ledger("督办·逾期清单", f"截至 {chinese_day(on)}", rows, access, at, notes)


def _ledger(
    title: str,
    as_of: str,
    rows: TicketQuerySet,
    access: Access,
    at: datetime,
    notes: Sequence[str],
) -> Sheet:
    """One row a ticket. Raises ActionRefused for more than a table holds: none is left out."""
    found = list(_whole(rows)[: MOST + 1])
    if len(found) > MOST:
        raise ActionRefused(f"超过 {MOST:,} 件，不作为报表生成，请缩小范围")
    said = _satisfaction(found)
    return Sheet(
        title,
        COLUMNS,
        [_ticket_row(n, ticket, said, at) for n, ticket in enumerate(found, 1)],
        reporting_unit=reporting_unit(access.reach(Capability.TICKET_VIEW)),
        as_of=as_of,
        unit="件",
        total_label="",
        prepared_by=access.actor_name,
        notes=notes,
        keys=[ticket.number for ticket in found],
    )


def _whole(rows: TicketQuerySet) -> TicketQuerySet:
    """With everything a row of the ledger needs."""
    named = rows.select_related("jurisdiction", "lead_agency")
    return named.prefetch_related("legs__agency", "supervisions")


def _pressed_or_late(reach: Reach, at: datetime, what: str) -> TicketQuerySet:
    pressed = Supervision.objects.filter(
        ticket=OuterRef("pk"), round=OuterRef("round"), kind=PressureKind.SUPERVISE, at__lt=at
    )
    late = Q(due_at__lt=at, clocks_paused_at__isnull=True)
    wanted = {ALL: late | Exists(pressed), LATE: late, SUPERVISED: Q(Exists(pressed))}
    rows = Ticket.objects.within(reach).unfinished().filter(received_at__lt=at)
    return rows.filter(wanted[what])


def _ticket_row(number: int, ticket: Ticket, said: Mapping[int, str], at: datetime) -> list[Cell]:
    helpers = [
        leg.agency.name
        for leg in ticket.legs.all()
        if leg.part == AgencyPart.CO and leg.ended_at is None
    ]
    pressings = [
        it
        for it in ticket.supervisions.all()
        if it.kind == PressureKind.SUPERVISE and it.round == ticket.round and it.at < at
    ]
    return [
        str(number),
        ticket.number,
        ticket.enterprise_name,
        ticket.jurisdiction.short,
        ticket.get_category_display(),
        ticket.title,
        ticket.get_channel_display(),
        timezone.localdate(ticket.received_at),
        ticket.lead_agency.name if ticket.lead_agency else ticket.holder_name,
        "、".join(helpers) or None,
        None if ticket.due_at is None else timezone.localdate(ticket.due_at),
        ticket.get_state_display(),
        None if ticket.closed_at is None else timezone.localdate(ticket.closed_at),
        "是" if ticket.state == TicketState.CLOSED else "否",
        said.get(ticket.pk),
        len(pressings),
        "时限待定" if ticket.provisional else None,
    ]


def _satisfaction(tickets: list[Ticket]) -> dict[int, str]:
    """The last word of each enterprise."""
    rows = Survey.objects.filter(ticket__in=tickets, reached=True).order_by("at", "pk")
    return {row.ticket_id: SATISFIED.get(row.satisfaction, "") for row in rows}


PROBLEM_LEDGER: Final = Report(
    "problem-ledger",
    "问题台账",
    "一段时间内收集的每一件问题：类别、来源、责任单位、时限、进展、是否销号和满意度。",
    Capability.REGISTER_EXPORT,
    (FROM, TO),
    problem_ledger,
    Definition(1, "按收到时间；不含草稿、重复件、不予受理和收回的历史台账，与受理量同口径。"),
)
OVERDUE_LIST: Final = Report(
    "overdue-tickets",
    "督办·逾期清单",
    "某日仍未办结的逾期件和督办件，按时限先后排列。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"), WHAT),
    overdue_list,
    Definition(1, "统计日日终仍未办结、超过时限或正在督办的问题；挂起期间不计逾期。"),
)
