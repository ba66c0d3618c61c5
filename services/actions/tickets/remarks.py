"""批示: what a leader writes beside tickets he looks at becomes pressure on who has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from services.actions.tickets.pressing import supervise
from services.models import Ticket
from services.rules import ticket_refusals as rules
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused

MOST: Final = 100
LONGEST: Final = 300


@transaction.atomic
def remark(text: str, *, access: Access, at: datetime, seen: Mapping[int, int]) -> list[Ticket]:
    """Put a leader's words (批示) on every ticket of `seen`: each is pressed for with them (督办).

    `seen` are ids with the version the leader looked at. All or none: raises StaleVersion if one of
    them moved on meanwhile, DoesNotExist for one out of reach.
    """
    words = text.strip()
    rules.require_words("text", words, "请写明批示内容")
    if len(words) > LONGEST:
        raise InputRefused(Fault("text", "too_long", f"批示请不超过 {LONGEST} 字"))
    if not 0 < len(seen) <= MOST:
        raise InputRefused(Fault("tickets", "count", f"一次批示 1 至 {MOST} 件"))
    pressed = [
        supervise(pk, access=access, at=at, note=f"批示：{words}", expected_version=seen[pk])
        for pk in sorted(seen)  # always in one order, so that two leaders never wait for each other
    ]
    for ticket in pressed:
        facts = {"text": words, "told": ticket.holder_name}
        trail.record("ticket.remark", ticket, access=access, at=at, changes=facts)
    return pressed
