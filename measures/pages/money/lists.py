"""Lists of money: payments, batches, clawbacks, budgets."""

from typing import Any, Final

from django import forms as django_forms
from django.urls import reverse
from django.utils import timezone

from measures.choices import BatchState, ClawbackState, DoubtState, PaymentState
from measures.models import Budget, Clawback, DisbursementBatch, PaidDoubt, Payment
from measures.pages.money import forms
from measures.queries.balances import balances_of
from measures.reports.money_lists import BATCHES, BUDGETS, CLAWBACKS, DOUBTS, PAYMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb

ANY: Final = ("", "全部")
NEWEST: Final = {"-id": ("-id",)}


class StateSieve(django_forms.Form):
    """A word and a state."""

    q = django_forms.CharField(label="查找", required=False, max_length=60)
    state = django_forms.ChoiceField(label="状态", required=False)

    def __init__(self, words: Any, choices: Any) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        self.fields["state"].choices = [ANY, *choices]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    def cut(self, rows: Any, *, word: str) -> Any:
        if self.errors:
            return rows.none()
        chosen = self.cleaned_data
        if chosen["state"]:
            rows = rows.filter(state=chosen["state"])
        return rows.filter(**{word: chosen["q"]}) if chosen["q"] else rows


class MoneyList(ExportedPage):
    """One list of money in reach, the newest first."""

    capability = Capability.PAYMENT_VIEW
    orderings = NEWEST
    choices: Any = ()
    word = ""

    def crumbs(self) -> list[Crumb]:
        return [Crumb("资金", reverse("money-desk")), Crumb(self.title)]

    def sieve(self) -> StateSieve:
        return StateSieve(self.request.GET, self.choices)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(form=sieve, page=page, **kwargs)


class PaymentsPage(MoneyList):
    """付款：每笔来自一项预算，账号只显示后四位。"""

    title = "付款"
    template_name = "money/payments.html"
    url_name = "payments"
    exports = PAYMENTS
    choices = PaymentState.choices
    word = "entitlement__payee__name__contains"

    def rows(self, sieve: StateSieve) -> Any:
        rows = Payment.objects.within(self.reach).for_list()
        return sieve.cut(rows, word=self.word)


class DisbursementsPage(MoneyList):
    """拨付批次。"""

    title = "拨付批次"
    template_name = "money/batches.html"
    url_name = "disbursements"
    exports = BATCHES
    choices = BatchState.choices
    word = "title__contains"

    def rows(self, sieve: StateSieve) -> Any:
        rows = DisbursementBatch.objects.readable(self.reach).for_list()
        return sieve.cut(rows, word=self.word)


class ClawbacksPage(MoneyList):
    """追回：决定、限期、已收与未收。"""

    title = "追回"
    template_name = "money/clawbacks.html"
    url_name = "clawbacks"
    exports = CLAWBACKS
    choices = ClawbackState.choices
    word = "entitlement__payee__name__contains"

    def rows(self, sieve: StateSieve) -> Any:
        rows = Clawback.objects.within(self.reach).for_list()
        return sieve.cut(rows, word=self.word)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            today=timezone.localdate(),
            receive=forms.ReceiveForm() if self.access.holds(Capability.PAYMENT_RELEASE) else None,
            waives=self.access.holds(Capability.PAYMENT_APPROVE),
            back=self.request.get_full_path(),
            **kwargs,
        )


class DoubtsPage(MoneyList):
    """已付存疑：更正后不再符合条件或标准降低的已付事项，等待决定。"""

    title = "已付存疑"
    template_name = "money/doubts.html"
    url_name = "paid-doubts"
    exports = DOUBTS
    choices = DoubtState.choices
    word = "entitlement__payee__name__contains"

    def rows(self, sieve: StateSieve) -> Any:
        rows = PaidDoubt.objects.within(self.reach).for_list()
        return sieve.cut(rows, word=self.word)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            decides=self.access.holds(Capability.PAYMENT_APPROVE),
            back=self.request.get_full_path(),
            **kwargs,
        )


class BudgetSieve(django_forms.Form):
    """Filters of the list of budgets."""

    year = django_forms.IntegerField(label="年度", required=False, min_value=1990, max_value=2100)
    q = django_forms.CharField(label="项目", required=False, max_length=60)


class BudgetsPage(ExportedPage):
    """预算与余额：余额是台账分录之和。"""

    capability = Capability.LEDGER_READ
    title = "预算"
    template_name = "money/budgets.html"
    url_name = "budgets"
    exports = BUDGETS
    orderings = NEWEST

    def crumbs(self) -> list[Crumb]:
        return [Crumb("资金", reverse("money-desk")), Crumb(self.title)]

    def sieve(self) -> BudgetSieve:
        sieve = BudgetSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: BudgetSieve) -> Any:
        rows = Budget.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        chosen = sieve.cleaned_data
        if chosen["year"]:
            rows = rows.filter(year=chosen["year"])
        return rows.filter(programme__title__contains=chosen["q"]) if chosen["q"] else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        stands = balances_of(row.pk for row in page.rows)
        today = timezone.localdate()
        edits = self.access.holds(Capability.BUDGET_EDIT)
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, stands[row.pk]) for row in page.rows],
            allot=forms.AllotForm(initial={"year": today.year}) if edits else None,
            back=self.request.get_full_path(),
            **kwargs,
        )
