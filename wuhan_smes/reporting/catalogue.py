"""Reports by declaration: what can be exported, with which choices, by whom."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Sheet

LAYOUTS: Final[Mapping[str, str]] = {it.value: it.label for it in ReportLayout}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. Without `options` it is a day, or a word that fits `pattern`."""

    name: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    default: Callable[[date], str] = lambda today: today.isoformat()
    help_text: str = ""
    pattern: str = ""

    def read(self, text: str, today: date) -> str:
        """The value as chosen, or the default. Raises InputRefused naming the choice."""
        value = text.strip() or self.default(today)
        if self.options:
            if value not in self.options:
                detail = f"“{value}”不可选，可选：{'、'.join(self.options)}"
                raise InputRefused(Fault(self.name, "unknown_option", f"{self.label}：{detail}"))
            return value
        if self.pattern:
            if not re.fullmatch(self.pattern, value):
                raise InputRefused(Fault(self.name, "invalid", f"{self.label}：“{value}”不对"))
            return value
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            detail = f"{self.label}：“{value}”不是日期，应形如 {today.isoformat()}"
            raise InputRefused(Fault(self.name, "not_a_date", detail)) from None

    def shown(self, value: str) -> str:
        """The value in people's words."""
        return self.options.get(value, value)


@dataclass(frozen=True, slots=True)
class Definition:
    """口径: what the figures of a report count. A change of it is the next version."""

    version: int
    text: str

    @property
    def told(self) -> str:
        return f"口径第{self.version}版：{self.text}"


@dataclass(frozen=True, slots=True)
class Rows:
    """A list and the words of its address: the rows a figure is made of."""

    source: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a figure changed: whom it is about, what happened, what it adds or takes."""

    whom: str
    what: str
    change: int | Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One cause of a change: what it adds or takes, whom it is about as far as they can be named,
    and where its rows are.
    """

    label: str
    change: int | Decimal
    named: Sequence[Cause] = ()
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure a period before, as it was told then, and now: `told` and the parts add up to `now`.

    `since` is what the period before is called.
    """

    since: str
    told: int | Decimal
    now: int | Decimal
    parts: Sequence[Part]


# For the choices, a row's key and a column's, and two moments: why the figure as known at the later
# one is another. The causes are disjoint and add up to the change.
Explains = Callable[[Access, Mapping[str, str], str, str, datetime, datetime], Sequence[Cause]]
# For the choices of now and of the period before, a row's key and a column's: why the figure
# changed in between, where the report itself can tell.
Changes = Callable[[Access, Mapping[str, str], Mapping[str, str], str, str], Changed | None]
# For the choices, a row's key and a column's: where the rows behind that figure are.
Opens = Callable[[Mapping[str, str], str, str], Rows | None]


@dataclass(frozen=True, slots=True)
class Report:
    """`build` gets the access and the choices as read; it returns a sheet or a long list.

    One that `is_as_known` gets a moment as well and answers by what was known then, so that the
    same table can be made again later. A figure leads to the list `opens` names, or to the rows
    that stand `behind` its column.
    """

    name: str
    title: str
    purpose: str
    capability: Capability
    choices: Sequence[Choice]
    build: Callable[..., Sheet | LongList]
    definition: Definition
    is_as_known: bool = False
    is_listed: bool = True
    opens: Opens = lambda choices, key, column: None
    behind: Mapping[str, Behind] = field(default_factory=dict)
    total_key: Callable[[Mapping[str, str]], str] = lambda choices: ""
    explains: Explains = lambda access, choices, key, column, before, after: ()
    changed: Changes = lambda access, choices, before, key, column: None

    def built(
        self, access: Access, choices: Mapping[str, str], known_at: datetime
    ) -> Sheet | LongList:
        """The table for these choices, as known at the moment where the report can tell, with the
        definition of its figures below it.
        """
        more = (known_at,) if self.is_as_known else ()
        found = self.build(access, choices, *more)
        if isinstance(found, LongList):
            return found
        return replace(found, notes=(*found.notes, self.definition.told))

    def opened(self, choices: Mapping[str, str], key: str, column: str) -> Rows | None:
        """Where the rows a figure counts are shown; nothing where it counts none."""
        if (told := self.opens(choices, key, column)) is not None:
            return told
        if column not in self.behind:
            return None
        return Rows(f"page:figure/{self.name}", {**choices, "row": key, "column": column})

    def told(self, choices: Mapping[str, str]) -> str:
        """The choices in people's words."""
        return "；".join(f"{it.label}：{it.shown(choices[it.name])}" for it in self.choices)

    def read(self, words: Mapping[str, str], today: date) -> dict[str, str]:
        """All choices, checked. Raises InputRefused for the first unknown name or value."""
        unknown = sorted(set(words) - {choice.name for choice in self.choices})
        if unknown:
            listed = "、".join(choice.name for choice in self.choices)
            detail = f"没有参数“{unknown[0]}”，可用参数：{listed}"
            raise InputRefused(Fault(unknown[0], "unknown_parameter", detail))
        return {c.name: c.read(words.get(c.name, ""), today) for c in self.choices}


class Catalogue:
    """Every report the product knows; apps add theirs when Django is ready."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}

    def add(self, *reports: Report) -> None:
        for report in reports:
            if report.name in self._reports:
                raise ValueError(f"report {report.name} is declared twice")
            self._reports[report.name] = report

    def get(self, name: str) -> Report:
        """One report. Raises InputRefused for an unknown name."""
        try:
            return self._reports[name]
        except KeyError:
            raise InputRefused(Fault("report", "unknown_report", f"没有报表“{name}”")) from None

    def listed(self) -> list[Report]:
        """Every report one can choose, whoever may."""
        return [report for report in self._reports.values() if report.is_listed]

    def open_to(self, access: Access) -> list[Report]:
        """What this person may choose from: with the right to take tables out at all. Those made
        from a page of their own are not listed.
        """
        if not access.holds(Capability.REGISTER_EXPORT):
            return []
        return [report for report in self.listed() if access.holds(report.capability)]


catalogue: Final = Catalogue()
