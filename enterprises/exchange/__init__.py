"""Which lists the register takes. Each module declares its kinds to the engine."""

from enterprises.exchange import (
    enterprises,
    indicators,
    places,
    recognitions,
    renames,
    reviews,
    scale,
)

__all__ = [
    "enterprises",
    "indicators",
    "places",
    "recognitions",
    "renames",
    "reviews",
    "scale",
]
