"""Which lists the register takes. Each module declares its kinds to the engine."""

from enterprises.exchange import (
    contacts,
    enterprises,
    indicators,
    moves,
    places,
    recognitions,
    renames,
    reviews,
    scale,
)

__all__ = [
    "contacts",
    "enterprises",
    "indicators",
    "moves",
    "places",
    "recognitions",
    "renames",
    "reviews",
    "scale",
]
