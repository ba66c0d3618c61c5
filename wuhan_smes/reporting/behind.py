"""The rows a figure of a report is made of, where no list of the product shows just them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum

from wuhan_smes.access import Access
from wuhan_smes.reporting.lists import ListExport

# The key of the total row: its figures open the rows of all.
EVERY_ROW: Final = "*"


def of_row(path: str, key: str) -> Q:
    """The condition that keeps the rows of one row of the table, or of all of them."""
    return Q() if key == EVERY_ROW else Q(**{path: key})


# For who asks, the choices and the key of a row: the rows, cut to what that person reaches.
Finds = Callable[[Access, Mapping[str, str], str], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Behind:
    """`rows` count to the figure; with `adds`, what stands in that field of them sums up to it,
    in `unit`.
    """

    export: ListExport
    rows: Finds
    adds: str = ""
    unit: str = "元"

    def figure(self, access: Access, choices: Mapping[str, str], key: str) -> int | Decimal:
        """What the rows come to."""
        found = self.rows(access, choices, key).order_by()
        if not self.adds:
            return found.count()
        return found.aggregate(sum=Sum(self.adds))["sum"] or Decimal(0)
