"""An objection opens a ticket; who keeps tickets says how (this app does not know them)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from measures.models import Objection
from wuhan_smes.access import Access

Raise = Callable[[Objection, Access, datetime], str]
_raising: Final[list[Raise]] = []


def raised_by(how: Raise) -> None:
    """Register who opens tickets; it tells the number of the one it opened."""
    _raising[:] = [how]


def ticket_for(objection: Objection, access: Access, at: datetime) -> str:
    """The number of the ticket opened for an objection; empty where nobody keeps tickets."""
    return _raising[0](objection, access, at) if _raising else ""
