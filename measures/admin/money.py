"""Budgets, batches, payments, accounts, clawbacks and the book on screen: to read. The flow owns
their states; they change by the acts of the desks, nowhere else.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from measures.models import (
    Budget,
    Clawback,
    DisbursementBatch,
    DisbursementPaper,
    EntitlementStep,
    LedgerEntry,
    Objection,
    PaidDoubt,
    Payment,
    PublicNotice,
)
from measures.reports.money_lists import (
    BATCHES,
    BUDGETS,
    CLAWBACKS,
    DOUBTS,
    LEDGER,
    NOTICES,
    OBJECTIONS,
    PAPERS,
    PAYMENTS,
    STEPS,
)
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


class OfMoney(ExportedAdmin):
    """Lists behind both walls, the newest first."""

    view_capability = Capability.PAYMENT_VIEW
    ordering = ["-id"]
    sortable_by = ()
    exclude = ["version"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.for_list()


@admin.register(Budget)
class BudgetAdmin(OfMoney):
    view_capability = Capability.LEDGER_READ
    exports = BUDGETS
    list_display = ["programme", "year", "level", "jurisdiction", "total", "committed", "closed_on"]
    list_filter = ["level", "year"]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(OfMoney):
    view_capability = Capability.LEDGER_READ
    exports = LEDGER
    exclude = []
    list_display = ["budget", "move", "credit", "debit", "amount", "payment", "at", "by_name"]
    list_filter = ["move"]


@admin.register(DisbursementBatch)
class DisbursementBatchAdmin(OfMoney):
    exports = BATCHES
    list_display = ["number", "title", "jurisdiction", "year", "state", "lines", "total"]
    list_filter = ["state", "year"]


@admin.register(PublicNotice)
class PublicNoticeAdmin(OfMoney):
    exports = NOTICES
    exclude = []
    list_display = ["batch", "shown_from", "shown_to", "workdays", "provisional"]


@admin.register(DisbursementPaper)
class DisbursementPaperAdmin(OfMoney):
    """What went out, as it went out; the files are on the page of the batch."""

    exports = PAPERS
    exclude = []
    list_display = ["batch", "kind", "document_no", "day", "lines", "total", "digest"]
    list_filter = ["kind"]


@admin.register(Objection)
class ObjectionAdmin(OfMoney):
    exports = OBJECTIONS
    exclude = []
    list_display = ["entitlement", "raised_on", "by_whom", "ticket_no", "state"]
    list_filter = ["state"]


@admin.register(Payment)
class PaymentAdmin(OfMoney):
    """The account shows its last four digits; the whole number is asked for on its page."""

    exports = PAYMENTS
    exclude = ["version", "digest", "agreed_digest"]
    list_display = ["order_no", "entitlement", "batch", "level", "instalment", "amount", "state"]
    list_filter = ["state", "level"]
    search_fields = ["order_no"]


@admin.register(Clawback)
class ClawbackAdmin(OfMoney):
    exports = CLAWBACKS
    list_display = ["entitlement", "decision_no", "due_on", "principal", "received", "state"]
    list_filter = ["state"]


@admin.register(PaidDoubt)
class PaidDoubtAdmin(OfMoney):
    exports = DOUBTS
    list_display = ["entitlement", "reason", "judged_on", "owed", "principal", "state"]
    list_filter = ["state", "reason"]


@admin.register(EntitlementStep)
class EntitlementStepAdmin(OfMoney):
    exports = STEPS
    exclude = []
    list_display = [
        "entitlement",
        "ordinal",
        "move",
        "state_before",
        "state_after",
        "actor_name",
        "at",
    ]
    list_filter = ["move"]
