"""Which lists the register takes. Each module declares its kinds to the engine."""

from enterprises.exchange import (
    batch_results,
    contacts,
    cultivations,
    duties,
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
    "batch_results",
    "contacts",
    "cultivations",
    "duties",
    "enterprises",
    "indicators",
    "moves",
    "places",
    "recognitions",
    "renames",
    "reviews",
    "scale",
]
