"""Reports by declaration: what can be exported, with which choices, by whom."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.sheet import Column, Sheet

LAYOUTS: Final[Mapping[str, str]] = {it.value: it.label for it in Layout}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose before exporting. `options` empty means a date."""

    name: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    default: Callable[[date], str] = lambda today: today.isoformat()
    help_text: str = ""

    def read(self, text: str, today: date) -> str:
        """The value as chosen, or the default. Raises InputRefused naming the choice."""
        value = text.strip() or self.default(today)
        if self.options:
            if value not in self.options:
                detail = f"“{value}”不可选，可选：{'、'.join(self.options)}"
                raise InputRefused(Fault(self.name, "unknown_option", f"{self.label}：{detail}"))
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
class LongList:
    """Rows too many to hold: written as they are read."""

    title: str
    columns: Sequence[Column]
    queryset: Any
    rows: Callable[[], Iterator[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Report:
    """`build` gets the access and the choices as read; it returns a sheet or a long list."""

    name: str
    title: str
    purpose: str
    capability: Capability
    choices: Sequence[Choice]
    build: Callable[[Access, Mapping[str, str]], Sheet | LongList]

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

    def open_to(self, access: Access) -> list[Report]:
        return [report for report in self._reports.values() if access.holds(report.capability)]


catalogue: Final = Catalogue()
