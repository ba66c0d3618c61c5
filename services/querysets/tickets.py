"""Which tickets, and what happened to them."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from services.choices.tickets import Outcome, RequestState, TicketState
from wuhan_smes.access import Reach
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from services.models import Ticket, TicketRequest

P = TypeVar("P", bound=models.Model)


class TicketQuerySet(ScopedQuerySet["Ticket"]):
    """A ticket is its unit's, its station's, and that of every agency that holds or held it."""

    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"
    agency_path = "agency_ids"

    def within(self, reach: Reach) -> Self:
        return self if reach.everywhere else self.filter(reached(reach))

    def unfinished(self) -> Self:
        """Not struck off: told by the day, as the index of who holds what is."""
        return self.filter(closed_at__isnull=True)

    def overdue(self, *, at: datetime) -> Self:
        """Some running limit has passed; a ticket whose limits are paused is not overdue."""
        return self.filter(due_at__lt=at, clocks_paused_at__isnull=True)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("jurisdiction", "lead_agency")

    def with_names(self) -> Self:
        """With the unit, the desk, the lead unit and the chain that its answer names."""
        return self.select_related("jurisdiction", "desk", "lead_agency", "chain")

    def locked(self, pk: int) -> "Ticket":
        """One ticket, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class OfTicketQuerySet(ScopedQuerySet[P]):
    """What belongs to a ticket is seen by who sees the ticket."""

    ticket: ClassVar[str] = "ticket__"

    def within(self, reach: Reach) -> Self:
        return self if reach.everywhere else self.filter(reached(reach, self.ticket))


class TicketRequestQuerySet(OfTicketQuerySet["TicketRequest"]):
    def waiting(self) -> Self:
        """Asked for, and not decided yet."""
        return self.filter(state=RequestState.PENDING)

    def locked(self, pk: int) -> "TicketRequest":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class LabelQuerySet(ReferenceQuerySet[P]):
    """Words for states: the same for everybody."""


def reaches(reach: Reach, ticket: "Ticket") -> bool:
    """Whether a ticket at hand is one of those `within` the reach."""
    return (
        reach.covers(ticket.jurisdiction_id)
        or ticket.station_id in reach.station_ids
        or not reach.agency_ids.isdisjoint(ticket.agency_ids)
    )


def taken_back(path: str = "") -> Q:
    """A line of a ledger that was taken back. One that its enterprise withdrew itself was told as
    such from the first, and is a matter like any other.
    """
    told = {"historical": True, "outcome": Outcome.WITHDRAWN, "version__gt": 1}
    return Q(**{f"{path}{name}": value for name, value in told.items()})


def void(path: str = "") -> Q:
    """What was never a matter of its own, and counts in no figure: a draft, a duplicate, a line of
    a ledger taken back; `path` leads to the ticket.
    """
    draft = Q(**{f"{path}state": TicketState.DRAFT})
    return draft | Q(**{f"{path}outcome": Outcome.DUPLICATE}) | taken_back(path)


def reached(reach: Reach, path: str = "") -> Q:
    """Tickets of the units, stations and agencies in reach, `path` leading to the ticket."""
    found = Q(pk__in=())
    if reach.jurisdiction_ids:
        found |= Q(**{f"{path}jurisdiction_id__in": reach.jurisdiction_ids})
    if reach.station_ids:
        found |= Q(**{f"{path}station_id__in": reach.station_ids})
    if reach.agency_ids:
        found |= Q(**{f"{path}agency_ids__overlap": sorted(reach.agency_ids)})
    return found
