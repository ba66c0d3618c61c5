"""Numbers that open their rows. Every page that shows a count takes the address from here."""

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


def _rows(page: str, **words: str) -> str:
    return f"{reverse(page)}?{urlencode({name: word for name, word in words.items() if word})}"
