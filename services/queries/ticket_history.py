"""What happened to tickets, as far as their limits go: what they are reckoned again from."""

from collections import defaultdict
from collections.abc import Collection

from services.models import Ticket, TicketStep
from services.rules.ticket_replay import Happened


def happened(tickets: Collection[Ticket]) -> dict[int, list[Happened]]:
    """The steps of each ticket in order, read in one statement."""
    found: dict[int, list[Happened]] = defaultdict(list)
    rows = TicketStep.objects.filter(ticket__in=tickets).order_by("ticket_id", "ordinal")
    for row in rows:
        found[row.ticket_id].append(
            Happened(
                row.move,
                row.state_before,
                row.state_after,
                row.at,
                frozenset(row.ended),
                int(row.facts.get("days") or 0),
            )
        )
    return found
