"""What somebody may do with a ticket now, and to whom the product would hand it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rest_framework import serializers

from services.choices.tickets import TicketState
from services.models import Ticket
from services.queries.routing import proposal
from services.queries.ticket_offers import Offer
from services.rules.ticket_ways import Need
from wuhan_smes.web.serializers import UnitSerializer


class TicketProposalSerializer(serializers.Serializer):
    """The unit proposed to lead, null where nothing names one, and why."""

    agency = UnitSerializer(source="lead", allow_null=True)
    co_agencies = UnitSerializer(source="helpers", many=True)
    why = serializers.CharField()


class TicketOfferSerializer(serializers.Serializer):
    """One move the caller may make, or ask for; `proposal` where a unit must be chosen."""

    move = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # an answer may call a field so
    asking = serializers.BooleanField(help_text="只能提出申请，由负责人审批")
    to = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    proposal = TicketProposalSerializer(allow_null=True)


def offered(found: Iterable[Offer], ticket: Ticket, *, on: date) -> list[dict[str, Any]]:
    """The offers as they are shown; the proposal is looked up once, and only where it is asked."""
    rows = list(found)
    asks = any(Need.AGENCY in offer.way.needs for offer in rows)
    named = TicketProposalSerializer(proposal(ticket, on=on)).data if asks else None
    return [_offer(offer, ticket, named) for offer in rows]


def _offer(offer: Offer, ticket: Ticket, named: Any) -> dict[str, Any]:
    return {
        "move": offer.move.value,
        "label": offer.label,
        "asking": offer.asking,
        "to": offer.way.after(TicketState(ticket.state)).value,
        "needs": [need.value for need in offer.way.needs],
        "proposal": named if Need.AGENCY in offer.way.needs else None,
    }
