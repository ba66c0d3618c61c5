"""Programmes, payees and lines on screen: to read; they change by the acts of their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from measures.models import Entitlement, Matter, Payee, Programme
from measures.reports import ENTITLEMENTS, MATTERS, PAYEES, PROGRAMMES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Matter)
class MatterAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = MATTERS
    list_display = ["title", "code", "once_per", "note"]
    list_filter = ["once_per"]
    search_fields = ["title", "code"]
    ordering = ["id"]
    exclude = ["version"]


@admin.register(Programme)
class ProgrammeAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = PROGRAMMES
    list_display = ["title", "edition", "matter", "level", "payee_kind", "state", "valid_from"]
    list_filter = ["state", "level", "mode", "payee_kind"]
    list_select_related = ["matter"]
    search_fields = ["title", "code"]
    ordering = ["-id"]
    exclude = ["version"]


class OfPayees(ExportedAdmin):
    """Lists behind both walls."""

    view_capability = Capability.PAYMENT_VIEW
    ordering = ["-id"]
    sortable_by = ()
    exclude = ["version"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.for_list()


@admin.register(Payee)
class PayeeAdmin(OfPayees):
    exports = PAYEES
    list_display = ["name", "kind", "identifier", "jurisdiction"]
    list_filter = ["kind"]


@admin.register(Entitlement)
class EntitlementAdmin(OfPayees):
    exports = ENTITLEMENTS
    list_display = ["payee", "programme", "period", "state", "reason", "gross", "payable"]
    list_filter = ["state", "reason"]
