"""Which lists about measures and money the product takes."""

from measures.exchange import named, payments, progress, records

__all__ = ["named", "payments", "progress", "records"]
