"""Which lists about measures and money the product takes."""

from measures.exchange import payments

__all__ = ["payments"]
