"""How many files may hang on a ticket."""

from typing import Final

from wuhan_smes.errors import Fault, InputRefused

MOST_AT_ONCE: Final = 10
MOST_A_TICKET: Final = 60


def require_room(on_step: int, on_ticket: int) -> None:
    """Refuses one more where a step or a ticket has as many as it may."""
    if on_step >= MOST_AT_ONCE:
        raise _full(f"每一步最多 {MOST_AT_ONCE} 个附件")
    if on_ticket >= MOST_A_TICKET:
        raise _full(f"每件工单最多 {MOST_A_TICKET} 个附件")


def _full(detail: str) -> InputRefused:
    return InputRefused(Fault("attachment", "too_many", detail))
