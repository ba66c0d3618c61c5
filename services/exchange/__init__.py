"""Which lists about visits and tickets the product takes."""

from services.exchange import (
    assignments,
    channel_requests,
    specialists,
    stations,
    ticket_ledger,
    visit_ledger,
)

__all__ = [
    "assignments",
    "channel_requests",
    "specialists",
    "stations",
    "ticket_ledger",
    "visit_ledger",
]
