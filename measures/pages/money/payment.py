"""One payment: whose it is, from which budget, to which account, and who did what with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from measures.actions.flow import confirming
from measures.choices import PaymentState
from measures.models import LedgerEntry, Payment
from measures.pages.money.acts import MANY, ONE
from measures.pages.money.forms import ReasonForm
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW = Capability.PAYMENT_VIEW
S = PaymentState


class PaymentPage(ScopedPage):
    """付款：账号只显示后四位，查看完整账号须写明事由并留痕。"""

    capability = VIEW
    title = "付款"
    template_name = "money/payment.html"
    model = Payment

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Payment.objects.within(self.access.reach(VIEW)).for_list()
        row = rows.select_related("budget", "replaces").get(pk=self.kwargs["pk"])
        holds = self.access.holds
        releases = holds(Capability.PAYMENT_RELEASE)
        context = super().get_context_data(
            row=row,
            again=Payment.objects.filter(replaces=row).first(),
            entries=self._entries(row),
            approve=MANY["approve"] if self._approves(row) else None,
            release=MANY["release"] if releases and row.state == S.APPROVED else None,
            settle=MANY["settle"].form(initial={"on": timezone.localdate()})
            if releases and row.state == S.RELEASED
            else None,
            bounce=ONE["bounce"].form() if releases and row.state == S.RELEASED else None,
            may_reveal=row.account_id is not None and holds(Capability.ACCOUNT_REVEAL),
            back=reverse("payment", args=[row.pk]),
            **kwargs,
        )
        crumbs = [
            Crumb("资金", reverse("money-desk")),
            Crumb("付款", reverse("payments")),
            Crumb(row.order_no),
        ]
        return {**context, "title": f"付款 {row.order_no}", "crumbs": crumbs}

    def _approves(self, row: Payment) -> bool:
        mine = row.proposed_by_id == self.access.actor_id
        return (
            row.state == S.SUBMITTED and not mine and self.access.holds(Capability.PAYMENT_APPROVE)
        )

    def _entries(self, row: Payment) -> Any:
        if not self.access.holds(Capability.LEDGER_READ):
            return None
        reach = self.access.reach(Capability.LEDGER_READ)
        return LedgerEntry.objects.within(reach).filter(payment=row).order_by("-pk")


class RevealAccount(ScopedPage):
    """The page of the payment with the whole number, this once; the reason is in the trail."""

    capability = Capability.ACCOUNT_REVEAL
    title = "查看完整账号"
    http_method_names = ["post"]
    model = Payment

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = Payment.objects.within(self.access.reach(VIEW)).get(pk=pk)
        form, number = ReasonForm(request.POST), ""
        if not form.is_valid():
            messages.error(request, "请写明查看完整账号的事由")
        elif row.account_id is None:
            raise ActionRefused("该付款尚未确认收款账户")
        else:
            number = confirming.reveal(
                row.account_id,
                access=self.access,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        page = PaymentPage()
        page.setup(request, pk=pk)
        return page.render_to_response(page.get_context_data(account_number=number))
