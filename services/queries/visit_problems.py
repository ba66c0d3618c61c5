"""What became of the tickets a period brought: how many came on visits, how many were struck off.

办结率 is of those that came in the period: struck off by its last day, among them. Dividing the
closings of a period by its receipts would be no rate.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q

from services.choices.tickets import Channel
from services.models import Ticket
from services.queries.ticket_stats import UNCOUNTED
from services.querysets.tickets import TicketQuerySet
from services.rules.pressing import begin_of
from wuhan_smes.access import Reach

ON_VISITS: Final = Q(channel=Channel.VISIT)
PATHS: Final = {"jurisdiction": "jurisdiction__code", "station": "station__code"}


@dataclass(frozen=True, slots=True)
class Collected:
    """Tickets received in a period by one unit or station."""

    received: int
    on_visits: int
    closed: int

    @property
    def rate(self) -> Decimal | None:
        """办结率, 0 to 1; None where nothing came."""
        return Decimal(self.closed) / self.received if self.received else None


def brought(reach: Reach, *, first: date, last: date) -> TicketQuerySet:
    """The tickets received between two days, both included."""
    since, until = begin_of(first), begin_of(last + timedelta(days=1))
    rows = Ticket.objects.within(reach).exclude(UNCOUNTED)
    return rows.filter(received_at__gte=since, received_at__lt=until)


def closed_by(last: date) -> Q:
    """Struck off by the end of a day."""
    return Q(closed_at__lt=begin_of(last + timedelta(days=1)))


def collected(reach: Reach, *, first: date, last: date, by: str) -> dict[str, Collected]:
    """By code of the unit or station, both days included; `closed` by the end of the last day."""
    came = brought(reach, first=first, last=last).order_by()
    counted = came.values_list(PATHS[by]).annotate(
        received=Count("pk"),
        on_visits=Count("pk", filter=ON_VISITS),
        closed=Count("pk", filter=closed_by(last)),
    )
    return {key: Collected(*counts) for key, *counts in counted if key is not None}
