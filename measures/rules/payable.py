"""How much of a line is due now, and out of which level's money."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from measures.rules.ledger import parts
from wuhan_smes.errors import ActionRefused


def require_something_to_pay(payee: str, payable: Decimal | None) -> None:
    if payable is None:
        raise ActionRefused(f"“{payee}”的金额未明确，不能兑付")
    if not payable:
        raise ActionRefused(f"“{payee}”应兑付为 0，无需审核")


def instalment_of(payable: Decimal, percents: Sequence[Decimal], instalment: int) -> Decimal:
    """What one instalment is of the whole; without instalments all is paid at once."""
    if not percents:
        return payable if instalment == 1 else Decimal(0)
    if instalment > len(percents):
        return Decimal(0)
    return parts(payable, percents)[instalment - 1]


def by_level(amount: Decimal, shares: Mapping[str, Decimal], level: str) -> dict[str, Decimal]:
    """Which level pays how much of `amount`; without shares the programme's own pays all."""
    if not shares:
        return {level: amount}
    split = parts(amount, shares.values())
    return {name: part for name, part in zip(shares, split, strict=True) if part}
