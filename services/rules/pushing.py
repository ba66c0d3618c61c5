"""What a channel is told of its request, and how often it is tried. Values in, values out."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from services.choices.tickets import Outcome, TicketState
from wuhan_smes.errors import Fault, InputRefused

# Taken by another worker at the earliest then: longer than one message can take.
LEASE: Final = timedelta(minutes=2)
# After each failure; after the last one somebody has to look, and press 重发.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)


def again_at(attempts: int, at: datetime) -> datetime | None:
    """When to try after the `attempts`-th failure; None once it is given up."""
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def body_of(event: str, facts: Mapping[str, Any]) -> bytes:
    """The message: what the ticket said when it moved, with the words people read."""
    said = dict(facts)
    said["state_label"] = str(TicketState(said["state"]).label)
    said["outcome_label"] = str(Outcome(said["outcome"]).label) if said["outcome"] else ""
    return json.dumps({"type": event, "data": said}, ensure_ascii=False, sort_keys=True).encode()


def require_address(address: str, *, is_on: bool) -> None:
    """Nothing is pushed to nowhere."""
    if is_on and not address:
        raise InputRefused(Fault("address", "required", "启用回推须填写对方接收地址"))
