"""服务指数表: stations or districts with the evidence of their index."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Case, DecimalField, Exists, OuterRef, Q, Subquery, Value, When

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.stats import StatsCut
from services.choices.tickets import Satisfaction
from services.models import Assignment, ServiceFormula, Ticket, Visit
from services.queries.service_index import (
    RANKED,
    SOLVED,
    IndexRow,
    Period,
    call_rows,
    closed_rows,
    service_index,
)
from services.querysets.stations import AssignmentQuerySet
from services.querysets.tickets import TicketQuerySet
from services.reports.assessment import FROM, TO
from services.reports.station_lists import ASSIGNMENTS
from services.reports.ticket_lists import LEDGER
from services.rules import assessment
from services.rules.service_index import Share
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind, Finds, of_row
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

# 基本满意 counts in part: the figure is a sum of weights, and its rows are those with any.
WEIGHTED: Final = "satisfied"
CONTENT: Final = (Satisfaction.SATISFIED, Satisfaction.FAIRLY)
SHARES: Final = (
    ("closed", "办结（件）", "solved", "其中解决（件）", "办结成效(%)"),
    ("called", "有效回访（件）", "satisfied", "折算满意（件）", "满意率(%)"),
    ("cared", "包联企业（户）", "visited", "已走访（户）", "覆盖率(%)"),
)


def index_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Rows best first. Raises InputRefused for a period turned round."""
    access.reach(Capability.REGISTER_EXPORT)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    cut = StatsCut(choices["by"])
    found = service_index(access, Period(first, last), cut)
    return Sheet(
        "服务指数表",
        [
            Column("rank", "名次", "text", 8),
            Column("rank_before", "上期名次", "text", 8),
            Column("label", cut.label, width=24),
            *(
                Column(name, label, kind, 14)
                for of, of_label, part, part_label, rate in SHARES
                for name, label, kind in (
                    (of, of_label, "count"),
                    (part, part_label, "text" if part == WEIGHTED else "count"),
                    (rate, rate, "text"),
                )
            ),
            Column("value", "服务指数", "text", 12),
        ],
        [_row(row) for row in found.rows],
        reporting_unit=reporting_unit(access.reach(Capability.TICKET_VIEW)),
        as_of=f"{chinese_day(first)}至{chinese_day(last)}",
        unit="件、户",
        total_label="",
        prepared_by=access.actor_name,
        notes=[_told(found.formula)],
        keys=[row.key for row in found.rows],
    )


def _told(formula: ServiceFormula) -> str:
    return (
        f"注：公式第{formula.edition}版（{formula.source}）：服务指数＝{formula.service}%×办结成效＋"
        f"{formula.satisfaction}%×满意率＋{formula.coverage}%×覆盖率，满分 100；"
        "没有可计的记“—”，不排名。"
    )


def _row(row: IndexRow) -> list[Cell]:
    shares = zip(SHARES, (row.service, row.satisfaction, row.coverage), strict=True)
    cells = [cell for (_, _, part, *_), share in shares for cell in _cells(share, part)]
    return [_text(row.rank), _text(row.rank_before), row.label, *cells, _text(row.value)]


def _cells(share: Share, part: str) -> list[Cell]:
    """How many, how many of them, and the share; where nothing counts a dash."""
    if not share.of:
        return [None, None, None]
    counted: Cell = str(share.part) if part == WEIGHTED else int(share.part)
    return [share.of, counted, _text(share.percent)]


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def _asked(choices: Mapping[str, str]) -> tuple[Period, StatsCut]:
    period = Period(date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"]))
    return period, StatsCut(choices["by"])


def _closed(wanted: Q) -> Finds:
    """The tickets struck off in the period, those that `wanted` picks out."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
        period, cut = _asked(choices)
        return closed_rows(access, period).filter(wanted, of_row(f"{cut.value}__code", key))

    return rows


def _called(*wanted: Satisfaction) -> Finds:
    """The tickets whose last call-back of the period says so; each weighs as the formula has it."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
        period, cut = _asked(choices)
        calls = call_rows(access, period).order_by()
        if wanted:
            calls = calls.filter(satisfaction__in=wanted)
        said = Subquery(calls.filter(ticket_id=OuterRef("pk")).values("satisfaction")[:1])
        weight = Case(
            When(said=Satisfaction.SATISFIED, then=Value(Decimal(1))),
            default=Value(assessment.formula_on(period.last).fairly),
            output_field=DecimalField(),
        )
        found = Ticket.objects.within(access.reach(Capability.TICKET_VIEW))
        called = found.filter(of_row(f"{cut.value}__code", key), pk__in=calls.values("ticket_id"))
        return called.annotate(said=said, weight=weight)

    return rows


def _cared(*, visited: bool) -> Finds:
    """What was in care on the last day; `visited`: by the station that has it in care."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> AssignmentQuerySet:
        period, cut = _asked(choices)
        held = Assignment.objects.within(access.reach(Capability.VISIT_VIEW))
        held = held.holding(on=period.last).filter(of_row(f"{cut.value}__code", key), is_lead=True)
        made = Visit.objects.standing().filter(
            enterprise_id=OuterRef("enterprise_id"),
            station_id=OuterRef("station_id"),
            visited_on__lte=period.last,
        )
        return held.filter(Exists(made)) if visited else held

    return rows


BEHIND: Final = {
    "closed": Behind(LEDGER, _closed(Q())),
    "solved": Behind(LEDGER, _closed(Q(outcome__in=SOLVED))),
    "called": Behind(LEDGER, _called()),
    WEIGHTED: Behind(LEDGER, _called(*CONTENT), "weight", ""),
    "cared": Behind(ASSIGNMENTS, _cared(visited=False)),
    "visited": Behind(ASSIGNMENTS, _cared(visited=True)),
}
FORMULAS: Final = ListExport(
    "service-formulas",
    "服务指数公式",
    columns_of(
        ServiceFormula,
        "edition",
        "effective_from",
        "service",
        "satisfaction",
        "coverage",
        "source",
        "set_by_name",
    ),
)
SERVICE_INDEX: Final = Report(
    "service-index",
    "服务指数表",
    "一段时间内各服务站（或管理单位）的办结成效、满意率、走访覆盖率及合成指数，附公式版本。",
    Capability.REGISTER_EXPORT,
    (
        FROM,
        TO,
        Choice(
            "by",
            "按什么分行",
            {cut.value: str(cut.label) for cut in RANKED},
            lambda today: StatsCut.STATION.value,
        ),
    ),
    index_table,
    Definition(2, "分项与权重按表注所列公式版本；没有可计的不排名。上期为此前同样长的一段时间。"),
    behind=BEHIND,
)
