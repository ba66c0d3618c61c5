from enterprises.admin import (
    batches,
    enterprises,
    indicators,
    moves,
    parts,
    targets,
    titles,
    vocabulary,
)

__all__ = [
    "batches",
    "enterprises",
    "indicators",
    "moves",
    "parts",
    "targets",
    "titles",
    "vocabulary",
]
