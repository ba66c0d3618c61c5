"""What follows when a title is taken away."""

from datetime import date
from typing import Final

from enterprises.choices import WithdrawalCause
from enterprises.rules.spans import months_later

BAR_MONTHS: Final = 36
# A decision against the holder, as opposed to an end by time, wish or change of the holder.
REVOKING: Final = frozenset(
    {WithdrawalCause.FALSIFICATION, WithdrawalCause.VIOLATION, WithdrawalCause.UNFIT}
)
BARRING: Final = frozenset({WithdrawalCause.FALSIFICATION, WithdrawalCause.VIOLATION})


def cascades(cause: str) -> bool:
    """数据造假：取消全部称号。"""
    return WithdrawalCause(cause) is WithdrawalCause.FALSIFICATION


def barred_until(cause: str, withdrawn_on: date) -> date | None:
    """The first day on which the holder may apply again; none if not barred."""
    if WithdrawalCause(cause) not in BARRING:
        return None
    return months_later(withdrawn_on, BAR_MONTHS)
