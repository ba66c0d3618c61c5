"""Which file feeds the time limits of tickets."""

from collections.abc import Iterator
from typing import Final

from enterprises.rules.spans import day_after
from services.models import TicketPolicy
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text

NUMBERS: Final = ("amount", "extension", "extensions", "warn_percent", "warn_days_left_from")


def limits(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("ticket_limits.csv"):
        yield {
            "category": line.text("category"),
            "urgency": line.required("urgency"),
            "kind": line.required("kind"),
            "unit": line.required("unit"),
            **{name: line.whole(name) for name in NUMBERS},
            "warn_days_left": line.whole("warn_days_left"),
            "effective_from": line.required("effective_from"),
            "effective_until": day_after(line.day("effective_to")),
            "source": source_text(line),
        }


TABLES: Final = (
    ReferenceTable(
        "ticket_limits", TicketPolicy, ("category", "urgency", "kind", "effective_from"), limits
    ),
)
