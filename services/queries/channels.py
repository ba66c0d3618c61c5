"""Each channel: what came in by it, what of that is finished, and how telling it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from services.choices.channels import PushState
from services.models import ChannelDelivery, ChannelSubscription, Ticket
from services.queries.ticket_counts import problems_within_appeals
from services.rules.counted import ChannelRule, channel_rules
from wuhan_smes.access import Reach

LATELY: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel; counts are of requests of the last 30 days under a number of its own."""

    subscription: ChannelSubscription
    received: int
    closed: int
    waiting: int
    failed: int
    rule: ChannelRule


def channel_rows(reach: Reach, *, at: datetime) -> list[ChannelRow]:
    """Every channel from outside, in the order of the vocabulary. Counting what came lately reads
    the index of receipts; whatever ever came is a matter of the statistics.
    """
    subscriptions = ChannelSubscription.objects.within(reach).order_by("id")
    lately = Ticket.objects.within(reach).filter(received_at__gte=at - LATELY)
    told = lately.exclude(external_no="").order_by().values_list("channel")
    counted = told.annotate(n=Count("pk"), closed=Count("pk", filter=Q(closed_at__isnull=False)))
    tickets = {channel: (received, closed) for channel, received, closed in counted}
    unsettled = ChannelDelivery.objects.within(reach).exclude(state=PushState.DELIVERED)
    pushes = unsettled.order_by().values_list("channel", "state").annotate(n=Count("pk"))
    waiting = {(channel, state): n for channel, state, n in pushes}
    rules = {
        it.channel: it for it in channel_rules(problems_within_appeals=problems_within_appeals())
    }
    return [
        ChannelRow(
            row,
            *tickets.get(row.channel, (0, 0)),
            waiting.get((row.channel, PushState.WAITING), 0),
            waiting.get((row.channel, PushState.FAILED), 0),
            rules[row.channel],
        )
        for row in subscriptions
    ]
