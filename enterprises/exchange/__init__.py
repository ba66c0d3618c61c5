"""Which lists the register takes. Each module declares its kinds to the engine."""

from enterprises.exchange import recognitions, reviews

__all__ = ["recognitions", "reviews"]
