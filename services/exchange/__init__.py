"""Which lists about visits and tickets the product takes."""

from services.exchange import assignments, specialists, stations, ticket_ledger, visit_ledger

__all__ = ["assignments", "specialists", "stations", "ticket_ledger", "visit_ledger"]
