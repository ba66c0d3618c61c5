"""走访服务情况表: visits and what became of the tickets they brought."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db.models import Q

from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.stats import StatsCut
from services.models import Visit
from services.queries.ticket_stats import closed_in, ticket_stats
from services.queries.visit_counts import LEADERS, OF_STATIONS, visit_counts
from services.queries.visit_problems import ON_VISITS, PATHS, brought, closed_by, collected
from services.querysets.tickets import TicketQuerySet
from services.querysets.visits import VisitQuerySet
from services.reports.assessment import FROM, TO
from services.reports.ticket_lists import LEDGER
from services.reports.visit_lists import VISITS
from services.rules.assessment import percent
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind, Finds, of_row
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

CUTS: Final = {"jurisdiction": "管理单位", "station": "服务站"}


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
        keys=list(labels),
    )


def _span(choices: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])


def _visits(wanted: Q) -> Finds:
    """户次: the visits themselves."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> VisitQuerySet:
        made = Visit.objects.within(access.reach(Capability.VISIT_VIEW)).standing()
        return made.between(*_span(choices)).filter(wanted, of_row(f"{choices['by']}__code", key))

    return rows


def _visited(wanted: Q) -> Finds:
    """户: the enterprises of those visits, each once."""
    visits = _visits(wanted)

    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        found = visits(access, choices, key).values("enterprise_id")
        return Enterprise.objects.within(access.reach(Capability.VISIT_VIEW)).filter(pk__in=found)

    return rows


def _came(wanted: Callable[[date], Q]) -> Finds:
    """The tickets a period brought, those that `wanted` picks out by its last day."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
        first, last = _span(choices)
        came = brought(access.reach(Capability.TICKET_VIEW), first=first, last=last)
        return came.filter(wanted(last), of_row(PATHS[choices["by"]], key))

    return rows


def _closed(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
    found = closed_in(access.reach(Capability.TICKET_VIEW), *_span(choices))
    return found.filter(of_row(PATHS[choices["by"]], key))


BEHIND: Final = {
    "leader_visits": Behind(VISITS, _visits(LEADERS)),
    "leader_enterprises": Behind(ENTERPRISES, _visited(LEADERS)),
    "station_visits": Behind(VISITS, _visits(OF_STATIONS)),
    "station_enterprises": Behind(ENTERPRISES, _visited(OF_STATIONS)),
    "received": Behind(LEDGER, _came(lambda last: Q())),
    "on_visits": Behind(LEDGER, _came(lambda last: ON_VISITS)),
    "done": Behind(LEDGER, _came(closed_by)),
    "closed": Behind(LEDGER, _closed),
}


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
    behind=BEHIND,
    total_key=lambda choices: EVERY_ROW,
)
