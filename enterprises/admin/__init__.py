from enterprises.admin import (
    batches,
    cultivation,
    enterprises,
    holding,
    identity,
    indicators,
    inspections,
    moves,
    parts,
    targets,
    titles,
    vocabulary,
)

__all__ = [
    "batches",
    "cultivation",
    "enterprises",
    "holding",
    "identity",
    "indicators",
    "inspections",
    "moves",
    "parts",
    "targets",
    "titles",
    "vocabulary",
]
