"""Who owes a word, or got one back, is told so; who keeps notices says how (this app does not know
them).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

Tell = Callable[[date, datetime], object]
_telling: Final[list[Tell]] = []


def told_by(how: Tell) -> None:
    """Register who tells the people of the units what a day has for them."""
    _telling[:] = [how]


def tell(on: date, at: datetime) -> None:
    """Have the people told of the reminders and returns of a day; once, however often."""
    for how in _telling:
        how(on, at)
