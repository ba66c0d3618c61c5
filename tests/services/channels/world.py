"""A channel that is told of results, and requests of its own."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from services.models import ChannelDelivery, ChannelSubscription, Ticket
from tests.factories.tickets import make_ticket
from wuhan_smes.scope import bootstrap_scope

ADDRESS: Final = "https://hanqitong.example.org/results"
NOW: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


def told(address: str = ADDRESS, *, channel: str = "hanqitong", is_on: bool = True) -> None:
    with bootstrap_scope():
        ChannelSubscription.objects.filter(channel=channel).update(address=address, is_on=is_on)


def request_of(
    state: str, *, channel: str = "hanqitong", no: str = "HQT1", **values: Any
) -> Ticket:
    return make_ticket(state, channel=channel, external_no=no, **values)


def waiting_message(no: str = "HQT1", **values: Any) -> ChannelDelivery:
    """A message whose time has come."""
    ticket = request_of("closed", no=no)
    with bootstrap_scope():
        return ChannelDelivery.objects.create(
            **{
                "message_id": UUID(int=ticket.pk),
                "channel": "hanqitong",
                "ticket": ticket,
                "external_no": no,
                "event": "ticket.closed",
                "facts": {"external_no": no, "state": "closed", "outcome": "solved"},
                "at": NOW,
                "next_at": NOW,
                **values,
            }
        )
