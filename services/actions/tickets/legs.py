"""The legs of a ticket: which agency had it from when to when."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from services.choices.tickets import AgencyPart, TicketMove
from services.models import Ticket, TicketAgency
from services.querysets.tickets import OfTicketQuerySet


def hand_to(ticket: Ticket, lead_id: int, helper_ids: Iterable[int], at: datetime) -> None:
    """Begin a leg for the lead unit and for each helper."""
    parts = {lead_id: AgencyPart.LEAD} | dict.fromkeys(helper_ids, AgencyPart.CO)
    TicketAgency.objects.bulk_create(
        TicketAgency(ticket=ticket, agency_id=pk, part=part, round=ticket.round, handed_at=at)
        for pk, part in parts.items()
    )


def sign_leg(ticket: Ticket, at: datetime) -> None:
    """The lead unit has taken its leg on."""
    lead = _open(ticket).filter(part=AgencyPart.LEAD)
    lead.update(signed_at=Greatest("handed_at", Value(at)))


def end_legs(ticket: Ticket, move: TicketMove, at: datetime) -> None:
    """Nobody has the ticket on his list any more."""
    _open(ticket).update(ended_at=Greatest("handed_at", Value(at)), ended_by=move)


def hand_back(ticket: Ticket, at: datetime) -> None:
    """The units that had it last have it again."""
    if ticket.lead_agency_id is None or _open(ticket).exists():
        return
    last = TicketAgency.objects.filter(ticket=ticket).order_by("-ended_at").first()
    if last is None:
        return
    together = TicketAgency.objects.filter(ticket=ticket, ended_at=last.ended_at)
    helpers = together.filter(part=AgencyPart.CO).values_list("agency_id", flat=True)
    hand_to(ticket, ticket.lead_agency_id, sorted(set(helpers)), at)


def _open(ticket: Ticket) -> OfTicketQuerySet[TicketAgency]:
    return TicketAgency.objects.filter(ticket=ticket, ended_at__isnull=True)
