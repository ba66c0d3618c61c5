"""How a table gets from a unit to the city. Values in, values out: no database, no clock."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from wuhan_smes.errors import TransitionRefused
from wuhan_smes.reporting.choices import HandInMove, HandInState

# What was accepted is handed in again only as a correction: a further version of what it was.
FLOW: Final[Mapping[tuple[HandInState, HandInMove], HandInState]] = MappingProxyType(
    {
        (HandInState.AWAITED, HandInMove.HAND_IN): HandInState.HANDED,
        (HandInState.RETURNED, HandInMove.HAND_IN): HandInState.HANDED,
        (HandInState.ACCEPTED, HandInMove.HAND_IN): HandInState.HANDED,
        (HandInState.HANDED, HandInMove.SEND_BACK): HandInState.RETURNED,
        (HandInState.HANDED, HandInMove.ACCEPT): HandInState.ACCEPTED,
    }
)


def next_state(state: str, move: HandInMove) -> HandInState:
    """Where `move` leads from `state`; refuses moves the flow does not have."""
    current = HandInState(state)
    try:
        return FLOW[current, move]
    except KeyError:
        raise TransitionRefused(f"“{current.label}”的报表不能{move.label}") from None
