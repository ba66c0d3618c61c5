"""When who collected a ticket or is waited for becomes another: the ticket goes along (移交)."""

from datetime import datetime
from typing import Any

from services.actions.tickets.moving import Turn, take
from services.choices.tickets import TicketMove
from services.models import Ticket
from services.rules.tickets import way
from wuhan_smes.access import Access


def pass_to(
    ticket: Ticket, access: Access, at: datetime, *, note: str, was: str, **values: Any
) -> Ticket:
    """Put `values` into a ticket that is locked and open, as a step: `was` tells whose it was."""
    row = way(ticket.state, TicketMove.HAND_OVER)
    turn = Turn(ticket, row, access, max(at, ticket.held_since or at), facts={"was": was})
    return take(turn, note=note, **values)
