"""One budget: what stands on each of its accounts, and every entry of its book."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from measures.choices import LedgerAccount
from measures.models import Budget, LedgerEntry
from measures.pages.money import forms
from measures.queries.balances import balances_of
from measures.reports.money_lists import LEDGER
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb

SHOWN = tuple(it for it in LedgerAccount if it is not LedgerAccount.SOURCE)


class LedgerSieve(forms.PlainForm):
    """The book of the budget the address names; nothing to choose."""


class BudgetPage(ExportedPage):
    """余额与台账；台账只增不改。"""

    capability = Capability.LEDGER_READ
    title = "预算"
    template_name = "money/budget.html"
    url_name = "budget"
    exports = LEDGER
    orderings = {"-id": ("-id",)}
    model = Budget

    def sieve(self) -> LedgerSieve:
        sieve = LedgerSieve({})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: LedgerSieve) -> Any:
        rows = LedgerEntry.objects.within(self.reach).for_list()
        return rows.filter(budget_id=self.budget_id)

    @property
    def budget_id(self) -> int:
        asked = self.request.GET.get("budget", "")
        return int(asked) if asked.isdecimal() and len(asked) < 19 else 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = Budget.objects.within(self.reach).for_list().get(pk=self.budget_id)
        page = listing(self.request, self.rows(self.sieve()), orderings=self.orderings)
        stands = balances_of([row.pk])[row.pk]
        edits = self.access.holds(Capability.BUDGET_EDIT) and row.closed_on is None
        context = super().get_context_data(
            budget=row,
            accounts=[(it.label, stands[it]) for it in SHOWN],
            left=row.total - row.committed,
            page=page,
            cut=forms.CutForm() if edits else None,
            close=forms.DayForm(initial={"on": timezone.localdate()}) if edits else None,
            back=self.request.get_full_path(),
            **kwargs,
        )
        crumbs = [
            Crumb("资金", reverse("money-desk")),
            Crumb("预算", reverse("budgets")),
            Crumb(row.programme.title),
        ]
        return {**context, "title": row.programme.title, "crumbs": crumbs}
