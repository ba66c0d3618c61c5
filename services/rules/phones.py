"""Numbers people are reached by, as screens show them."""

from typing import Final

SHOWN: Final = 4


def masked(phone: str) -> str:
    """The last four digits, enough to recognise a number one already knows."""
    if len(phone) > SHOWN:
        return f"*******{phone[-SHOWN:]}"
    return "****" if phone else ""
