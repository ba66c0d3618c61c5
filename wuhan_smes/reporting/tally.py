"""How far the writing of a file is."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Rows and bytes handed on so far; a writer counts up, whoever reads the pieces looks."""

    rows: int = 0
    size: int = 0
