"""Programmes, payees and lines on screen: to read; they change by the acts of their pages."""

from typing import Any, Final, cast

from django.contrib import admin
from django.http import HttpRequest

from measures.admin.pages import NOTHING
from measures.models import Entitlement, Matter, Payee, Programme
from measures.queries.wording import amount_told, conditions_told, deferral_told
from measures.querysets import ProgrammeQuerySet
from measures.reports import ENTITLEMENTS, MATTERS, PAYEES, PROGRAMMES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin

PEOPLE: Final = ("proposed_by_name", "proposed_at", "approved_by_name", "approved_at")


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
    list_display = ["title", "edition", "matter", "level", "payee_kind", "amount_shown", "state"]
    list_filter = ["state", "level", "mode", "payee_kind"]
    list_select_related = ["matter"]
    search_fields = ["title", "code"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["title", "code", "edition", "state", "matter", "once_per", "note"]}),
        ("依据", {"fields": ["document", "basis", "clause", "level", "unit", "mode"]}),
        (
            "给谁",
            {"fields": ["payee_kind", "conditions_shown", "deferral_shown", "evidence_shown"]},
        ),
        ("多少", {"fields": ["amount_shown", "shares_shown", "instalments_shown"]}),
        ("何时", {"fields": ["valid_from", "valid_until", "replaces", "transition"]}),
        ("两人办理", {"fields": [*PEOPLE]}),
    ]
    readonly_fields = [
        "conditions_shown",
        "deferral_shown",
        "evidence_shown",
        "amount_shown",
        "shares_shown",
        "instalments_shown",
    ]

    def get_queryset(self, request: HttpRequest) -> ProgrammeQuerySet:
        return cast("ProgrammeQuerySet", super().get_queryset(request)).for_detail()

    @admin.display(description="金额标准")
    def amount_shown(self, row: Programme) -> str:
        return amount_told(row)

    @admin.display(description="享受条件")
    def conditions_shown(self, row: Programme) -> str:
        return "；".join(conditions_told(row)) or NOTHING

    @admin.display(description="次年条件")
    def deferral_shown(self, row: Programme) -> str:
        return deferral_told(row) or NOTHING

    @admin.display(description="材料")
    def evidence_shown(self, row: Programme) -> str:
        return "、".join(one.title for one in row.evidence.all()) or NOTHING

    @admin.display(description="资金分担")
    def shares_shown(self, row: Programme) -> str:
        parts = (f"{it.get_level_display()} {it.percent.normalize():f}%" for it in row.shares.all())
        return "、".join(parts) or "未明确"

    @admin.display(description="分期")
    def instalments_shown(self, row: Programme) -> str:
        parts = (
            f"第 {it.ordinal} 笔 {it.percent.normalize():f}%（{it.get_gate_display()}）"
            for it in row.instalments.all()
        )
        return "；".join(parts) or "一次拨付"


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
