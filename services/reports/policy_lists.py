"""Time limits as a file."""

from typing import Final

from services.models import TicketPolicy
from wuhan_smes.reporting.expressions import as_written, last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

POLICIES: Final = ListExport(
    "ticket-policies",
    "办理时限",
    columns_of(
        TicketPolicy,
        "category",
        "urgency",
        "kind",
        "amount",
        "unit",
        "extension",
        "extensions",
        "warn_percent",
        "warn_days_left",
        "warn_days_left_from",
        "late_rolls",
        "kept_on_transfer",
        Shown("下班时间", as_written("closes_at"), "word", 12),
        "effective_from",
        Shown("停用前最后一日", last_day("effective_until"), "date", 16),
        "version",
        "source",
    ),
)
