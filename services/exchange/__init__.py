"""Which lists about visits and tickets the product takes."""

from services.exchange import ticket_ledger, visit_ledger

__all__ = ["ticket_ledger", "visit_ledger"]
