"""承办单位考核表: what each unit took in, finished, and was said to have done."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from services.choices.stats import StatsCut
from services.choices.tickets import Satisfaction
from services.models import Ticket
from services.queries.ticket_stats import (
    PATHS,
    WORDS,
    StatsRow,
    closed_in,
    last_calls,
    ticket_stats,
)
from services.queries.visit_problems import brought
from services.querysets.tickets import TicketQuerySet
from services.reports.ticket_lists import LEDGER
from services.rules.assessment import Formula, percent
from services.rules.pressing import begin_of
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind, of_row
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

COUNTS: Final = ("受理量", "办结量", "有效回访", "联系数", "解决数", "满意数", "基本满意")
RATES: Final = ("响应率(%)", "解决率(%)", "满意率(%)", "综合成绩")
FROM: Final = Choice("from", "起始日期", default=lambda today: today.replace(day=1).isoformat())
TO: Final = Choice("to", "截止日期")


def assessment_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Rows best first. Raises InputRefused for a period turned round."""
    access.reach(Capability.REGISTER_EXPORT)
    reach = access.reach(Capability.TICKET_VIEW)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    cut = StatsCut(choices["by"])
    found = ticket_stats(reach, first=first, last=last, by=cut)
    period = f"{chinese_day(first)}至{chinese_day(last)}"
    before = f"{chinese_day(found.first_before)}至{chinese_day(found.last_before)}"
    return Sheet(
        "承办单位考核表",
        [
            Column("place", "序号", "text", 8),
            Column("label", cut.label, width=24),
            *(Column(name, name, "count", 10) for name in COUNTS),
            *(Column(name, name, "text", 12) for name in RATES),
            Column("rank", "名次", "text", 8),
            Column("score_before", "上期综合成绩", "text", 14),
            Column("rank_before", "上期名次", "text", 10),
        ],
        [_row(number, row) for number, row in enumerate(found.rows, 1)],
        reporting_unit=reporting_unit(reach),
        as_of=f"{period}；上期：{before}",
        unit="件",
        prepared_by=access.actor_name,
        notes=[
            "注：受理量按收到时间、办结量按销号时间统计，两者之比不是办结率；没有有效回访的不排名。",
            _told(found.formula),
        ],
        keys=[row.key for row in found.rows],
    )


def _told(formula: Formula) -> str:
    return (
        f"考核公式第{formula.version}版（{formula.source}）：满意率＝（满意＋{formula.fairly}×"
        f"基本满意）÷有效回访；综合成绩＝（{formula.response}×响应率＋{formula.satisfaction}×"
        f"满意率＋{formula.solved}×解决率）×100。"
    )


def _row(number: int, row: StatsRow) -> list[Cell]:
    calls = row.now.calls
    return [
        str(number),
        row.label,
        row.now.received,
        row.now.closed,
        calls.counted,
        calls.contacted,
        calls.solved,
        calls.satisfied,
        calls.fairly,
        _text(percent(row.rates.response)),
        _text(percent(row.rates.solved)),
        _text(percent(row.rates.satisfaction)),
        _text(row.rates.score),
        _text(row.rank),
        _text(row.rates_before.score),
        _text(row.rank_before),
    ]


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def _span(choices: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])


def _of(choices: Mapping[str, str], key: str) -> Q:
    """The tickets of one row: by code, or by the word itself for channels and categories."""
    cut = StatsCut(choices["by"])
    path = PATHS[cut]
    return of_row(path if cut in WORDS else f"{path.removesuffix('_id')}__code", key)


def _received(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
    first, last = _span(choices)
    came = brought(access.reach(Capability.TICKET_VIEW), first=first, last=last)
    return came.filter(_of(choices, key))


def _closed(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
    found = closed_in(access.reach(Capability.TICKET_VIEW), *_span(choices))
    return found.filter(_of(choices, key))


def _called(**wanted: Any) -> Behind:
    """The tickets whose last call-back of the period says so."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> TicketQuerySet:
        reach, (first, last) = access.reach(Capability.TICKET_VIEW), _span(choices)
        calls = last_calls(reach, begin_of(first), begin_of(last + timedelta(days=1)))
        found = Ticket.objects.within(reach).filter(_of(choices, key))
        return found.filter(pk__in=calls.filter(**wanted).values("ticket_id"))

    return Behind(LEDGER, rows)


BEHIND: Final = {
    "受理量": Behind(LEDGER, _received),
    "办结量": Behind(LEDGER, _closed),
    "有效回访": _called(),
    "联系数": _called(contacted=True),
    "解决数": _called(solved=True),
    "满意数": _called(satisfaction=Satisfaction.SATISFIED),
    "基本满意": _called(satisfaction=Satisfaction.FAIRLY),
}
ASSESSMENT: Final = Report(
    "ticket-assessment",
    "承办单位考核表",
    "一段时间内各承办单位（或街道、服务站等）的受理、办结与回访考核，与上期比较。",
    Capability.REGISTER_EXPORT,
    (
        FROM,
        TO,
        Choice(
            "by",
            "按什么分行",
            {cut.value: cut.label for cut in StatsCut},
            lambda today: StatsCut.AGENCY.value,
        ),
    ),
    assessment_table,
    Definition(1, "受理量按收到时间、办结量按销号时间统计；比率与综合成绩按表注所列公式版本。"),
    behind=BEHIND,
)
