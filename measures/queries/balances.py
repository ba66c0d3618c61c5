"""What stands on each account of some budgets: sums of the book, kept nowhere else."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from measures.choices import LedgerAccount
from measures.models import LedgerEntry
from measures.rules.ledger import balances
from wuhan_smes.many_rows import among


def balances_of(budget_ids: Iterable[int]) -> dict[int, dict[LedgerAccount, Decimal]]:
    """Budget → account → what stands on it; a budget without entries has nothing anywhere."""
    wanted = set(budget_ids)
    rows = (
        LedgerEntry.objects.filter(among("budget_id", wanted))
        .order_by()
        .values_list("budget_id", "debit", "credit")
        .annotate(total=Sum("amount"))
    )
    entries: dict[int, list[tuple[str, str, Decimal]]] = {pk: [] for pk in wanted}
    for budget, debit, credit, total in rows:
        entries[budget].append((debit, credit, total))
    return {pk: balances(every) for pk, every in entries.items()}
