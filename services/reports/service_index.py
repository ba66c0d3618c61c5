"""服务指数表: stations or districts with the evidence of their index."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.stats import StatsCut
from services.queries.service_index import RANKED, IndexRow, Period, service_index
from services.reports.assessment import FROM, TO
from services.rules.service_index import IndexFormula, Share
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

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
            Column("label", cut.label, width=24),
            *(
                Column(name, label, "text", 14)
                for of, of_label, part, part_label, rate in SHARES
                for name, label in ((of, of_label), (part, part_label), (rate, rate))
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
    )


def _told(formula: IndexFormula) -> str:
    return (
        f"注：公式第{formula.version}版（{formula.source}）：服务指数＝（{formula.service}×办结成效＋"
        f"{formula.satisfaction}×满意率＋{formula.coverage}×覆盖率）×100；没有可计的记“—”，不排名。"
    )


def _row(row: IndexRow) -> list[Cell]:
    shares = (row.service, row.satisfaction, row.coverage)
    cells = [cell for share in shares for cell in _cells(share)]
    return [_text(row.rank), row.label, *cells, _text(row.value)]


def _cells(share: Share) -> list[str | None]:
    if not share.of:
        return [None, None, None]
    return [str(share.of), str(share.part), _text(share.percent)]


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


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
    Definition(1, "分项与权重按表注所列公式版本；没有可计的不排名。"),
)
