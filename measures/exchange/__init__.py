"""Which lists about measures and money the product takes."""

from measures.exchange import payments, records

__all__ = ["payments", "records"]
