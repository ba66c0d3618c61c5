"""Which lists about measures and money the product takes."""

from measures.exchange import named, payments, records

__all__ = ["named", "payments", "records"]
