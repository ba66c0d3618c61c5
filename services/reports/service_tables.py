"""走访服务情况表 and 督办·逾期清单."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.stats import StatsCut
from services.choices.tickets import AgencyPart, PressureKind, Satisfaction, TicketState
from services.models import Supervision, Survey, Ticket
from services.queries.ticket_stats import ticket_stats
from services.queries.visit_counts import visit_counts
from services.queries.visit_problems import collected
from services.querysets.tickets import TicketQuerySet
from services.reports.assessment import FROM, TO
from services.rules.assessment import percent
from services.rules.pressing import begin_of
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

CUTS: Final = {"jurisdiction": "管理单位", "station": "服务站"}
SATISFIED: Final = dict(Satisfaction.choices)
MOST: Final = 20_000


def service_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Visits, and the tickets of the same units: taken in, struck off, and how they were found.

    Visits of leaders and departments and those of stations stand apart: they are two figures.
    """
    access.reach(Capability.REGISTER_EXPORT)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    by = choices["by"]
    visits = {
        row.key: row
        for row in visit_counts(
            reach=access.reach(Capability.VISIT_VIEW), first=first, last=last, by=by
        )
    }
    stats = ticket_stats(
        access.reach(Capability.TICKET_VIEW), first=first, last=last, by=StatsCut(by)
    )
    tickets = {row.key: row for row in stats.rows}
    came = collected(access.reach(Capability.TICKET_VIEW), first=first, last=last, by=by)
    labels = {key: row.label for key, row in visits.items()}
    labels |= {key: row.label for key, row in tickets.items()}
    rows: list[list[Cell]] = []
    for key, label in labels.items():
        seen, asked, told = visits.get(key), tickets.get(key), came.get(key)
        rate = percent(asked.rates.satisfaction) if asked else None
        done = percent(told.rate) if told else None
        rows.append(
            [
                label,
                seen.leader_visits if seen else 0,
                seen.leader_enterprises if seen else 0,
                seen.station_visits if seen else 0,
                seen.station_enterprises if seen else 0,
                told.received if told else 0,
                told.on_visits if told else 0,
                told.closed if told else 0,
                None if done is None else str(done),
                asked.now.closed if asked else 0,
                None if rate is None else str(rate),
            ]
        )
    return Sheet(
        "走访服务情况表",
        [
            Column("label", CUTS[by], width=24),
            Column("leader_visits", "领导与部门走访（户次）", "count", 14),
            Column("leader_enterprises", "领导与部门走访（户）", "count", 14),
            Column("station_visits", "服务站走访（户次）", "count", 14),
            Column("station_enterprises", "服务站走访（户）", "count", 14),
            Column("received", "收集（件）", "count", 10),
            Column("on_visits", "其中走访收集（件）", "count", 10),
            Column("done", "收集中已办结（件）", "count", 10),
            Column("rate", "办结率(%)", "text", 10),
            Column("closed", "期内销号（件）", "count", 10),
            Column("satisfaction", "满意率(%)", "text", 10),
        ],
        rows,
        reporting_unit=reporting_unit(access.reach(Capability.TICKET_VIEW)),
        as_of=f"{chinese_day(first)}至{chinese_day(last)}",
        unit="户次、户、件",
        total_label="",
        prepared_by=access.actor_name,
        notes=[
            "注：办结率＝期内收集且期末前已销号÷期内收集；期内销号按销号时间统计，含以前收集的。",
            "户次与户、领导走访与服务站走访不可相加。",
        ],
    )


def overdue_list(access: Access, choices: Mapping[str, str]) -> Sheet:
    """What is late or under pressure at the end of a day, the latest first."""
    access.reach(Capability.REGISTER_EXPORT)
    reach = access.reach(Capability.TICKET_VIEW)
    on = date.fromisoformat(choices["on"])
    at = min(begin_of(on + timedelta(days=1)), timezone.now())
    found = list(_pressed_or_late(reach, at)[:MOST])
    said = _satisfaction(found)
    return Sheet(
        "督办·逾期清单",
        [
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
        ],
        [_ticket_row(n, ticket, said, at) for n, ticket in enumerate(found, 1)],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        unit="件",
        total_label="",
        prepared_by=access.actor_name,
        notes=["注：挂起期间时限暂停，不列为逾期。"],
    )


def _pressed_or_late(reach: Reach, at: datetime) -> TicketQuerySet:
    pressed = Supervision.objects.filter(
        ticket=OuterRef("pk"), round=OuterRef("round"), kind=PressureKind.SUPERVISE, at__lt=at
    )
    late = Q(due_at__lt=at, clocks_paused_at__isnull=True)
    rows = Ticket.objects.within(reach).unfinished().filter(received_at__lt=at)
    return (
        rows.filter(late | Exists(pressed))
        .select_related("jurisdiction", "lead_agency")
        .prefetch_related("legs__agency", "supervisions")
        .order_by("due_at", "id")
    )


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


SERVICE_TABLE: Final = Report(
    "service-table",
    "走访服务情况表",
    "一段时间内各单位（或服务站）的走访户次、户数，收集的问题与其办结率，以及满意率。",
    Capability.REGISTER_EXPORT,
    (FROM, TO, Choice("by", "按什么分行", CUTS, lambda today: "jurisdiction")),
    service_table,
    Definition(
        1, "户次为走访次数乘企业数，户为去重企业数；办结率＝期内收集且期末前已销号÷期内收集。"
    ),
)
OVERDUE_LIST: Final = Report(
    "overdue-tickets",
    "督办·逾期清单",
    "某日仍未办结的逾期件和督办件，按时限先后排列。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"),),
    overdue_list,
    Definition(1, "统计日日终仍未办结、超过时限或正在督办的问题；挂起期间不计逾期。"),
)
