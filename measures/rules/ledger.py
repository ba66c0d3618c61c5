"""The book of a budget: which account each move takes money from, and to which it brings it.

Every entry is one amount with two sides, so that the book is in balance whatever is written into
it; a balance is the sum of what came less what went, and nothing else is kept. The database holds
the same table (migration of the walls) and refuses every other pair of accounts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from measures.choices import LedgerAccount, LedgerMove
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

A, M = LedgerAccount, LedgerMove
CENT: Final = Decimal("0.01")
MOST: Final = Decimal("99999999999999.99")


class Sides(NamedTuple):
    """To which account (debit) money comes, from which (credit) it goes."""

    debit: LedgerAccount
    credit: LedgerAccount


BOOK: Final[Mapping[LedgerMove, Sides]] = MappingProxyType(
    {
        M.ALLOT: Sides(A.AVAILABLE, A.SOURCE),
        M.CUT: Sides(A.SOURCE, A.AVAILABLE),
        M.RESERVE: Sides(A.RESERVED, A.AVAILABLE),
        M.VOID: Sides(A.AVAILABLE, A.RESERVED),
        M.POST: Sides(A.PAID, A.RESERVED),
        M.REVERSE: Sides(A.AVAILABLE, A.PAID),
        M.RECOVER: Sides(A.RECOVERED, A.PAID),
        M.INTEREST: Sides(A.RECOVERED, A.INTEREST),
        M.CLOSE: Sides(A.SURPLUS, A.AVAILABLE),
    }
)
# Moves of one payment; the others are of the budget as a whole.
OF_PAYMENTS: Final = frozenset({M.RESERVE, M.VOID, M.POST, M.REVERSE, M.RECOVER, M.INTEREST})


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry that is to be written."""

    budget_id: int
    move: LedgerMove
    amount: Decimal
    payment_id: int | None = None


class BudgetExceeded(ActionRefused):
    """There is less left than is asked for."""

    code = "budget_exceeded"


def committed_by(postings: Iterable[Posting]) -> dict[int, Decimal]:
    """By how much each budget is more (or less) committed after `postings`.

    What is committed is what is not available any more: of it alone the budget must have enough.
    """
    change: dict[int, Decimal] = {}
    for posting in postings:
        debit, credit = BOOK[posting.move]
        if A.SOURCE not in (debit, credit):
            sign = (credit is A.AVAILABLE) - (debit is A.AVAILABLE)
            change[posting.budget_id] = change.get(posting.budget_id, Decimal(0)) + (
                sign * posting.amount
            )
    return change


def balances(entries: Iterable[tuple[str, str, Decimal]]) -> dict[LedgerAccount, Decimal]:
    """What stands on each account after entries (debit, credit, amount)."""
    found = dict.fromkeys(LedgerAccount, Decimal(0))
    for debit, credit, amount in entries:
        found[LedgerAccount(debit)] += amount
        found[LedgerAccount(credit)] -= amount
    return found


def cents(amount: Decimal) -> Decimal:
    """To the cent, as money is rounded."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def parts(total: Decimal, percents: Iterable[Decimal]) -> list[Decimal]:
    """`total` split in proportion, to the cent: the parts add up to it exactly.

    What rounding leaves over goes to the parts that lost most by it, the earlier first.
    """
    wanted = list(percents)
    whole = sum(wanted, Decimal(0))
    if not whole:
        return []
    exact = [total * percent / whole for percent in wanted]
    found = [part.quantize(CENT, "ROUND_DOWN") for part in exact]
    left = int((total - sum(found, Decimal(0))) / CENT)
    by_loss = sorted(range(len(found)), key=lambda at: (found[at] - exact[at], at))
    for at in by_loss[:left]:
        found[at] += CENT
    return found


def interest(principal: Decimal, percent_a_year: Decimal, days: int) -> Decimal:
    """Simple interest by the day, a year of 365."""
    return cents(principal * percent_a_year * days / 100 / 365)


def require_amount(field: str, amount: Decimal) -> None:
    """Refuses nothing, less than nothing, parts of a cent and more than a book can hold."""
    if not 0 < amount <= MOST or amount != amount.quantize(CENT):
        raise InputRefused(Fault(field, "out_of_range", "金额应大于 0，最多两位小数"))


def require_left(title: str, *, left: Decimal, wanted: Decimal) -> None:
    if wanted > left:
        detail = f"“{title}”可用预算 {left:,.2f} 元，不足 {wanted:,.2f} 元"
        raise BudgetExceeded(detail, left=str(left), wanted=str(wanted))
