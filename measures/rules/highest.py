"""就高从优不重复 (closing paragraph of the measures): of all standards for one matter the best is
paid once, net of whatever was paid for it before by anyone.

Values in, values out. The order in which programmes are looked at decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from measures.choices import EntitlementReason

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Option:
    """One programme that a payee may claim now. `standard` None is 未明确; of equal standards the
    lower `rank` is taken, then the lower code.
    """

    code: str
    standard: Decimal | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Payable:
    """What is left to pay, and why; None is 未明确."""

    amount: Decimal | None
    reason: EntitlementReason


@dataclass(frozen=True, slots=True)
class Settled:
    """One line: its payable, and the standards that were not taken."""

    option: Option
    payable: Payable
    others: tuple[Option, ...]


def payable(
    best: Decimal | None, *, paid: Decimal | None, approved: Decimal, recovered: Decimal
) -> Payable:
    """max(0, best − what was paid − lines already approved + what was taken back).

    Where it is not known what was paid before, nothing can be said of what is left.
    """
    if best is None:
        return Payable(None, EntitlementReason.AMOUNT_UNKNOWN)
    if paid is None:
        return Payable(None, EntitlementReason.PAID_UNKNOWN)
    net = max(NOTHING, paid + approved - recovered)
    if net == NOTHING:
        return Payable(best, EntitlementReason.BEST)
    left = max(NOTHING, best - net)
    return Payable(left, EntitlementReason.TOP_UP if left else EntitlementReason.PAID_BEFORE)


def settle(
    options: Iterable[Option], *, paid: Decimal | None, approved: Decimal, recovered: Decimal
) -> tuple[Settled, ...]:
    """A line for each option, in the order of their codes; at most one of them pays anything."""
    every = sorted(options, key=lambda option: option.code)
    best = min((one for one in every if one.standard is not None), key=_worth, default=None)
    alone = partial(payable, paid=paid, approved=approved, recovered=recovered)
    return tuple(
        Settled(
            one,
            _of(one, best, alone(one.standard)),
            tuple(other for other in every if other is not one),
        )
        for one in every
    )


def _of(option: Option, best: Option | None, alone: Payable) -> Payable:
    """A standard that is not the best pays nothing, whatever it would pay alone."""
    if option is best or alone.amount is None:
        return alone
    return Payable(NOTHING, EntitlementReason.HIGHER_ELSEWHERE)


def _worth(option: Option) -> tuple[Decimal, int, str]:
    return -(option.standard or NOTHING), option.rank, option.code
