"""Commitments on screen: to read; they are started on their pages and change with the document."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from measures.choices import AgencyRole
from measures.models import Commitment
from measures.queries.duties import units_of
from measures.reports.duties import COMMITMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Commitment)
class CommitmentAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = COMMITMENTS
    list_display = ["__str__", "leads_shown", "rhythm", "due_on", "starts_on", "gaps"]
    list_filter = ["rhythm"]
    search_fields = ["clause__code", "clause__title"]
    ordering = ["clause__measure_id", "clause__display_order"]
    exclude = ["version"]
    readonly_fields = ["leads_shown", "helpers_shown"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.for_list()

    @admin.display(description="牵头单位")
    def leads_shown(self, row: Commitment) -> str:
        return _named(row, AgencyRole.LEAD)

    @admin.display(description="配合单位")
    def helpers_shown(self, row: Commitment) -> str:
        return _named(row, AgencyRole.CO)


def _named(row: Commitment, role: AgencyRole) -> str:
    return "、".join(it.agency.name for it in units_of(row, role)) or "—"
