"""What may be demanded back, and what a receipt is set against."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from measures.rules.ledger import cents
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


def require_principal(wanted: Decimal, paid: Decimal) -> None:
    if not paid:
        raise ActionRefused("该事项没有已到账的款项，不能追回")
    if not 0 < wanted <= paid or wanted != cents(wanted):
        detail = f"追回本金应大于 0，不超过已到账的 {paid:,.2f} 元"
        raise InputRefused(Fault("principal", "out_of_range", detail))


def require_days(decided_on: date, due_on: date, barred_until: date | None) -> None:
    if due_on < decided_on:
        raise InputRefused(Fault("due_on", "too_early", "限期不能早于决定日期"))
    if barred_until is not None and barred_until <= decided_on:
        raise InputRefused(Fault("barred_until", "too_early", "暂停享受的截止日期应晚于决定日期"))


def require_receipt(
    principal: Decimal, interest: Decimal, principal_left: Decimal, interest_left: Decimal
) -> None:
    """Refuses nothing at all, and more than is still due of either."""
    for field, amount, left in (
        ("principal", principal, principal_left),
        ("interest", interest, interest_left),
    ):
        if not 0 <= amount <= left or amount != cents(amount):
            raise InputRefused(Fault(field, "out_of_range", f"应在 0 至 {left:,.2f} 元之间"))
    if not principal and not interest:
        raise InputRefused(Fault("principal", "required", "请填写收到的金额"))


def taken_from(left: Mapping[int, Decimal], amount: Decimal) -> list[tuple[int, Decimal]]:
    """From which payments how much comes back, in the order given."""
    found = []
    for pk, most in left.items():
        part = min(most, amount)
        if part:
            found.append((pk, part))
        amount -= part
    return found
