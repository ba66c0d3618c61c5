"""Writing into the book of budgets, never more than there is."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from measures.choices import LedgerMove
from measures.models import Budget, LedgerEntry, Payment
from measures.rules.ledger import BOOK, Posting, committed_by, require_left
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused

ROWS_AT_ONCE = 2_000


def book(postings: Iterable[Posting], access: Access, at: datetime, document_no: str = "") -> None:
    """Write entries and commit (or free) what they commit. Raises BudgetExceeded, and then nothing
    was written: one conditional update decides for each budget, in the order of their ids.
    """
    wanted = [posting for posting in postings if posting.amount]
    for budget_id, change in sorted(committed_by(wanted).items()):
        if change:
            _commit(budget_id, change)
    units = dict(
        Budget.objects.filter(pk__in={p.budget_id for p in wanted}).values_list(
            "pk", "jurisdiction_id"
        )
    )
    LedgerEntry.objects.bulk_create(
        (
            LedgerEntry(
                budget_id=posting.budget_id,
                jurisdiction_id=units[posting.budget_id],
                move=posting.move,
                debit=BOOK[posting.move].debit,
                credit=BOOK[posting.move].credit,
                amount=posting.amount,
                payment_id=posting.payment_id,
                document_no=document_no,
                at=at,
                by_name=access.actor_name,
            )
            for posting in wanted
        ),
        batch_size=ROWS_AT_ONCE,
    )


def of_payments(payments: Iterable[Payment], move: LedgerMove) -> list[Posting]:
    """The same move for each of some payments, in full."""
    return [Posting(row.budget_id, move, row.amount, row.pk) for row in payments]


def _commit(budget_id: int, change: Decimal) -> None:
    mine = Budget.objects.filter(pk=budget_id)
    enough = mine.filter(committed__lte=F("total") - change) if change > 0 else mine
    if enough.filter(closed_on__isnull=True).update(
        committed=F("committed") + change, version=F("version") + 1
    ):
        return
    budget = mine.select_related("programme").get()
    if budget.closed_on is not None:
        raise ActionRefused(f"“{budget.programme.title}”{budget.year} 年预算已结账")
    title = f"{budget.programme.title}（{budget.year} 年{budget.get_level_display()}级）"
    require_left(title, left=budget.total - budget.committed, wanted=change)
    raise ActionRefused("预算刚刚有变动，请重试")
