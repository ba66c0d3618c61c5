"""Which lists the register takes. Each module declares its kinds to the engine."""

from enterprises.exchange import enterprises, recognitions, reviews

__all__ = ["enterprises", "recognitions", "reviews"]
