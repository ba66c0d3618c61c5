"""Numbers that open their rows. Every page that shows a count takes the address from here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from enterprises.choices import CountBasis


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of its rows."""

    value: int
    url: str


def counted(*, on: date, tier: str, basis: str, unit: str = "") -> str:
    """The enterprises a count of `tier` is made of; `unit` is a jurisdiction's code."""
    name = "highest_tier" if basis == CountBasis.HIGHEST else "tier"
    return _rows("enterprises", jurisdiction=unit, **{name: tier}, on=on.isoformat())


def ending(*, on: date, days: int, tier: str = "", unit: str = "") -> str:
    """The titles in force on `on` that end within `days`."""
    return _rows("radar", on=on.isoformat(), days=str(days), tier=tier, jurisdiction=unit)


def behind(report: str, row: str, column: str, **choices: str) -> str:
    """The rows behind one figure of a report."""
    return _cell("figure", report, row, column, choices)


def change(report: str, row: str, column: str, **choices: str) -> str:
    """Why one figure of a report is another than a period before."""
    return _cell("figure-change", report, row, column, choices)


def tickets(**words: str) -> str:
    """The tickets of everybody in reach that fit the words of their list."""
    return _rows("tickets", whose="all", **words)


def _rows(page: str, **words: str) -> str:
    return f"{reverse(page)}?{urlencode({name: word for name, word in words.items() if word})}"


def _cell(page: str, report: str, row: str, column: str, choices: Mapping[str, str]) -> str:
    words = {name: word for name, word in choices.items() if word}
    return f"{reverse(page, args=[report])}?{urlencode({**words, 'row': row, 'column': column})}"
