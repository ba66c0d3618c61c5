from enterprises.admin import (
    batches,
    enterprises,
    identity,
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
    "identity",
    "indicators",
    "moves",
    "parts",
    "targets",
    "titles",
    "vocabulary",
]
