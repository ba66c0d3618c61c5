"""Whom results are pushed back to: kept by the city, off until somebody switches it on."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from services.choices.channels import PushState
from services.models import ChannelDelivery, ChannelSubscription
from services.rules.pushing import require_address
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, NotPermitted, StaleVersion
from wuhan_smes.outgoing.addresses import parsed
from wuhan_smes.outgoing.posting import secret_of


@transaction.atomic
def subscribe(
    channel: str,
    *,
    access: Access,
    at: datetime,
    address: str,
    is_on: bool,
    expected_version: int | None = None,
) -> ChannelSubscription:
    """Say where the results of a channel go, and whether they do. Raises DoesNotExist for what is
    no channel, StaleVersion if somebody changed it meanwhile.
    """
    row = _held(channel, access)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该渠道的设置已被他人修改，请刷新后重新提交")
    address = address.strip()
    require_address(address, is_on=is_on)
    if address:
        parsed(address)
    changes = {"address": [row.address, address], "is_on": [row.is_on, is_on]}
    row.address, row.is_on = address, is_on
    _keep(row, access, at)
    trail.record("channel.subscribe", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def renew_secret(channel: str, *, access: Access, at: datetime) -> tuple[ChannelSubscription, str]:
    """A fresh secret, told here and never again; what it replaces signs nothing more."""
    row = _held(channel, access)
    row.seed = uuid4()
    _keep(row, access, at)
    trail.record("channel.renew_secret", row, access=access, at=at, changes={"seed": row.seed})
    return row, signing_secret(row)


@transaction.atomic
def resend(delivery_id: int, *, access: Access, at: datetime) -> ChannelDelivery:
    """Send once more what was given up, or what the other side lost: the same message id, so that
    it can tell. Raises DoesNotExist out of reach.
    """
    _require_city(access)
    row = ChannelDelivery.objects.locked(delivery_id)
    if row.state == PushState.WAITING:
        raise ActionRefused("该消息正在等待发送，无需重发")
    changes = {"state": row.state, "attempts": row.attempts, "message_id": row.message_id}
    row.state, row.next_at, row.attempts = PushState.WAITING, at, 0
    row.save(update_fields=["state", "next_at", "attempts"])
    trail.record("channel.resend", row, access=access, at=at, changes=changes)
    return row


def signing_secret(row: ChannelSubscription) -> str:
    """What messages of this channel are signed with."""
    return secret_of(settings.SECRET_KEY, f"{row.channel} {row.seed}")


def _held(channel: str, access: Access) -> ChannelSubscription:
    _require_city(access)
    return ChannelSubscription.objects.locked(channel)


def _require_city(access: Access) -> None:
    if not access.reach(Capability.CHANNEL_EDIT).everywhere:
        raise NotPermitted("渠道对接由市级统一维护")


def _keep(row: ChannelSubscription, access: Access, at: datetime) -> None:
    row.changed_at, row.changed_by_name = at, access.actor_name
    row.version += 1
    row.save()
