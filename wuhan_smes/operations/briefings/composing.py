"""Composing a briefing of the reports of the catalogue, each figure one cell of one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils import timezone

from enterprises.choices import FlowColumn, Tier
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.reports.tiers import SHOWN
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.operations.briefings.words import Briefing, Figure, Section
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.door import address_of
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Sheet

Sentence = list[str | Figure]
RUNGS: Final = (
    Tier.TECH_INNOVATIVE,
    Tier.SRDI_SME,
    Tier.LITTLE_GIANT,
    Tier.CHAMPION,
    Tier.UNICORN,
)
CHANGES: Final = (
    (FlowColumn.RECOGNISED, "新认定"),
    (FlowColumn.MOVED_IN, "迁入"),
    (FlowColumn.EXPIRED, "到期"),
    (FlowColumn.REVOKED, "撤销"),
    (FlowColumn.MOVED_OUT, "迁出"),
)
HORIZON: Final = 90


class Kind(TextChoices):
    """How far back a briefing looks."""

    DAY = "day", "日报"
    WEEK = "week", "周报"
    YEAR = "year", "汇报材料"

    def first(self, last: date) -> date:
        """The first day it tells of."""
        if self is Kind.DAY:
            return last
        return last - timedelta(days=6) if self is Kind.WEEK else last.replace(month=1, day=1)


@dataclass
class Table:
    """One report as made now; `figure` is the total of a column and leads to its rows."""

    report: Report
    choices: Mapping[str, str]
    sheet: Sheet

    def value(self, column: str) -> int | Decimal:
        """Raises TypeError for a column that is not added up."""
        keys = [it.key for it in self.sheet.columns]
        total = self.sheet.total_row()[keys.index(column)]
        if not isinstance(total, int | Decimal):
            raise TypeError(f"{self.report.name} adds up no {column}")
        return total

    def figure(self, column: str) -> Figure:
        key = self.report.total_key(self.choices)
        rows = self.report.opened(self.choices, key, column) if key else None
        number = self.value(column)
        text = f"{number:,.2f}" if isinstance(number, Decimal) else f"{number:,}"
        url = f"{address_of(rows.source)}?{urlencode(rows.words)}" if rows and number else ""
        return Figure(text, url)


@dataclass
class Composer:
    """Makes the tables a briefing needs, once each, and notes by which definitions."""

    access: Access
    first: date
    last: date
    told: list[str] = field(default_factory=list)

    def table(self, name: str, **words: str) -> Table:
        """Raises NotPermitted without the report's capability."""
        report = catalogue.get(name)
        self.access.reach(report.capability)
        choices = report.read(words, timezone.localdate())
        built = report.built(self.access, choices, timezone.now())
        if isinstance(built, LongList):
            raise TypeError(f"{name} is a list, not a table")
        self.told.append(f"{report.title}{report.definition.told}")
        return Table(report, choices, built)


def compose(kind: str, last: date, *, access: Access) -> Briefing:
    """What the days until `last` brought, as far as the person may know.

    Raises NotPermitted for who takes no tables out, InputRefused for an unknown kind or a day to
    come.
    """
    reach = access.reach(Capability.REGISTER_EXPORT)
    if kind not in Kind.values:
        raise InputRefused(Fault("kind", "unknown_option", f"没有“{kind}”这种材料"))
    if last > timezone.localdate():
        raise InputRefused(Fault("on", "in_the_future", "日期不能晚于今天"))
    first, unit = Kind(kind).first(last), reporting_unit(reach)
    composer = Composer(access, first, last)
    sections = [
        Section(f"{number}、{heading}", write(composer))
        for number, (heading, write) in zip("一二三四", _open_to(access), strict=False)
    ]
    span = chinese_day(last) if first == last else f"{chinese_day(first)}至{chinese_day(last)}"
    title = f"中小企业培育服务工作{Kind(kind).label}"
    return Briefing(
        title, unit, span, chinese_day(last), sections, list(dict.fromkeys(composer.told))
    )


def _open_to(access: Access) -> list[tuple[str, Callable[[Composer], list[Sentence]]]]:
    found: list[tuple[str, Callable[[Composer], list[Sentence]]]] = [("梯度培育", _tiers)]
    found.append(("到期与复核", _ending))
    if access.holds(Capability.TICKET_VIEW) and access.holds(Capability.VISIT_VIEW):
        found.append(("走访服务", _service))
    if access.holds(Capability.PAYMENT_VIEW):
        found.append(("资金兑现", _money))
    return found


def _tiers(of: Composer) -> list[Sentence]:
    held = of.table("tier-table", on=of.last.isoformat())
    words: Sentence = [f"截至{chinese_day(of.last)}，有效持有"]
    for n, tier in enumerate(RUNGS):
        words += ["、" if n else "", f"{SHOWN[tier]}企业", held.figure(tier.value), "家"]
    found = [[*words, "（持有口径，一家企业按所持每个称号各计一次）。"]]
    for tier in (Tier.SRDI_SME, Tier.LITTLE_GIANT):
        changed = of.table(
            "tier-flows",
            **{"from": of.first.isoformat(), "to": of.last.isoformat(), "tier": tier.value},
        )
        told: Sentence = [f"期内{SHOWN[tier]}："]
        for n, (column, label) in enumerate(CHANGES):
            told += ["，" if n else "", label, changed.figure(column.value), "家"]
        found.append([*told, "，期末", changed.figure("closing"), "家。"])
    return found


def _ending(of: Composer) -> list[Sentence]:
    ends = of.table("expiry-table", on=of.last.isoformat())
    return [
        [
            f"自{chinese_day(of.last)}起{HORIZON}天内到期的称号",
            ends.figure(f"within_{HORIZON}"),
            "个；180天内到期且应复核的",
            ends.figure("due"),
            "个，复核中（仍有效）的",
            ends.figure("pending"),
            "个。",
        ]
    ]


def _service(of: Composer) -> list[Sentence]:
    days = {"from": of.first.isoformat(), "to": of.last.isoformat()}
    done = of.table("service-table", **days)
    return [
        [
            "期内领导与部门走访",
            done.figure("leader_visits"),
            "户次，服务站走访",
            done.figure("station_visits"),
            "户次。",
        ],
        [
            "收集企业诉求",
            done.figure("received"),
            "件，其中走访收集",
            done.figure("on_visits"),
            "件；收集的已办结",
            done.figure("done"),
            "件；期内销号",
            done.figure("closed"),
            "件（含以前收集的）。",
        ],
    ]


def _money(of: Composer) -> list[Sentence]:
    owed = of.table("money-table")
    return [
        [
            "截至目前应兑付",
            owed.figure("promised"),
            "元，待兑付",
            owed.figure("owed"),
            "元，已拨付",
            owed.figure("paid"),
            "元，已追回",
            owed.figure("recovered"),
            "元；金额未明确的",
            owed.figure("unknown"),
            "项不计入金额。",
        ]
    ]
