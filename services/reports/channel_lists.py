"""What was pushed back to channels, as a file."""

from typing import Final

from services.models import ChannelDelivery, ChannelSubscription
from wuhan_smes.access import Capability
from wuhan_smes.reporting.lists import ListExport, columns_of

SUBSCRIPTIONS: Final = ListExport(
    "channel-subscriptions",
    "渠道回推设置",
    columns_of(ChannelSubscription, "channel", "address", "is_on", "changed_at", "changed_by_name"),
    Capability.CHANNEL_EDIT,
)
DELIVERIES: Final = ListExport(
    "channel-deliveries",
    "渠道回推记录",
    columns_of(
        ChannelDelivery,
        "channel",
        "external_no",
        ("ticket__number", "工单编号"),
        ("ticket__title", "标题"),
        "event",
        "state",
        "at",
        "attempts",
        "tried_at",
        "status",
        "answer",
        "next_at",
    ),
    Capability.CHANNEL_EDIT,
)
