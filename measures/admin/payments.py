"""Payments of the past on screen: to read, and to strike off what was told by mistake."""

from functools import partial

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action

from measures.actions import past_payments
from measures.models import PastPayment
from measures.querysets import PastPaymentQuerySet
from measures.reports import PAST_PAYMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActForm, ActingAdmin
from wuhan_smes.web.admin import access_of
from wuhan_smes.web.form_fields import words


class StrikeForm(ActForm):
    reason = words("理由", most=200)


STRIKE = Act("撤销兑付记录", StrikeForm, submit="确认撤销", done="已撤销，原记录留存")


@admin.register(PastPayment)
class PastPaymentAdmin(ExportedAdmin, ActingAdmin):
    exports = PAST_PAYMENTS
    view_capability = Capability.PAYMENT_VIEW
    list_display = ["enterprise", "programme", "amount", "year", "paid_on", "document_no", "source"]
    list_filter = ["level"]
    ordering = ["-id"]
    sortable_by = ()
    exclude = ["superseded_at"]
    actions_detail = ["strike"]

    def get_queryset(self, request: HttpRequest) -> PastPaymentQuerySet:
        rows = super().get_queryset(request)
        return rows.for_list()  # type: ignore[no-any-return,attr-defined] # reachable() keeps its kind

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.PAYMENT_EDIT)

    @action(description="撤销", permissions=["act"], icon="delete", url_path="strike")
    def strike(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.reached(request, object_id)
        do = partial(
            past_payments.strike_set, [row.pk], access=access_of(request), at=timezone.now()
        )
        return self.act(request, STRIKE, do)
