"""Sending what channels are to be told: taken in one short transaction, settled in another, and
between the two nothing is held while somebody else's server makes up its mind.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from services.actions.channels import signing_secret
from services.choices.channels import PushState
from services.models import ChannelDelivery, ChannelSubscription
from services.rules.pushing import LEASE, again_at, body_of
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import NotPermitted
from wuhan_smes.outgoing.posting import Answer

AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Message:
    """One message, ready to be posted."""

    delivery_id: int
    channel: str
    address: str
    secret: str
    message_id: str
    body: bytes


@transaction.atomic
def take_due(*, access: Access, at: datetime, but: Collection[str] = ()) -> list[Message]:
    """Messages whose time has come, out of reach of every other worker for a while. Whoever dies
    meanwhile loses none: they are due again. Channels in `but` wait, and so do those switched off.
    """
    _require_system(access)
    open_to = {
        row.channel: row
        for row in ChannelSubscription.objects.filter(is_on=True).exclude(channel__in=but)
    }
    rows = ChannelDelivery.objects.due(at).filter(channel__in=open_to)
    taken = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:AT_ONCE])
    ChannelDelivery.objects.filter(pk__in=[row.pk for row in taken]).update(next_at=at + LEASE)
    return [
        Message(
            row.pk,
            row.channel,
            open_to[row.channel].address,
            signing_secret(open_to[row.channel]),
            str(row.message_id),
            body_of(row.event, row.facts),
        )
        for row in taken
    ]


@transaction.atomic
def settle(delivery_id: int, *, access: Access, at: datetime, answer: Answer) -> ChannelDelivery:
    """Keep what was answered: delivered, to be tried again later, or given up."""
    _require_system(access)
    row = ChannelDelivery.objects.locked(delivery_id)
    if row.state != PushState.WAITING:
        return row
    row.attempts += 1
    row.tried_at, row.status, row.answer = at, answer.status, answer.text
    row.next_at = None if answer.taken else again_at(row.attempts, at)
    if answer.taken:
        row.state = PushState.DELIVERED
    elif row.next_at is None:
        row.state = PushState.FAILED
    row.save(update_fields=["state", "attempts", "tried_at", "status", "answer", "next_at"])
    return row


def _require_system(access: Access) -> None:
    if not access.reach(Capability.CHANNEL_EDIT).everywhere:
        raise NotPermitted("回推由系统统一发送")
