"""Subscriptions are the city's; a delivery is seen by who sees its ticket."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from services.choices.channels import PushState
from services.querysets.tickets import OfTicketQuerySet
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from services.models import ChannelDelivery, ChannelSubscription


class SubscriptionQuerySet(ScopedQuerySet["ChannelSubscription"]):
    """Belongs to no unit: only who reaches the whole city sees one."""

    def locked(self, channel: str) -> "ChannelSubscription":
        """The one of a channel, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(channel=channel)


class DeliveryQuerySet(OfTicketQuerySet["ChannelDelivery"]):
    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("ticket")

    def due(self, at: datetime) -> Self:
        """To be sent now, the oldest first, and in nobody's hands."""
        return self.filter(state=PushState.WAITING, next_at__lte=at).order_by("id")

    def locked(self, pk: int) -> "ChannelDelivery":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
