"""Rows of any list as a page shows them: by the columns of the list, led to where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from wuhan_smes.reporting.cells import NONE, as_text
from wuhan_smes.reporting.sheet import Column

# Rows that have a page of their own.
ALONE: Final = {
    "enterprises.Enterprise": "enterprise",
    "services.Ticket": "ticket",
    "services.Visit": "visit",
    "measures.Payment": "payment",
    "measures.Entitlement": "entitlement",
}
NUMBER: Final = "编号"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: label and text of each column, where it stands by itself, and which column leads
    there: the first that names it, not its number.
    """

    url: str
    cells: Sequence[tuple[str, str]]
    leads: int


def line_of(row: Any, columns: Sequence[Column]) -> Line:
    named = ALONE.get(row._meta.label)
    url = reverse(named, args=[row.pk]) if named else ""
    cells = [(it.label, as_text(getattr(row, it.key)) or NONE) for it in columns]
    return Line(url, cells, leads=int(len(cells) > 1 and cells[0][0] == NUMBER))
