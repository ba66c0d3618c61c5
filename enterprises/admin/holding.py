"""Recommending units, objections, duties, complaints and projects on screen, to be read."""

from typing import Any

from django.contrib import admin

from enterprises.models import (
    BatchObjection,
    BatchUnit,
    Complaint,
    KeyMilestone,
    KeyProject,
    TitleDuty,
)
from enterprises.reports.batch_lists import BATCH_UNITS, OBJECTIONS
from enterprises.reports.holding_lists import COMPLAINTS, DUTIES, KEY_MILESTONES, KEY_PROJECTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


class ReadScreen(ExportedAdmin):
    """Newest first, unsorted otherwise; what is done is done on pages."""

    ordering = ["-id"]
    sortable_by = ()


@admin.register(BatchUnit)
class BatchUnitAdmin(ReadScreen):
    view_capability = Capability.REGISTER_VIEW
    exports = BATCH_UNITS
    list_display = ["batch", "jurisdiction", "quota", "submitted_at", "submitted_by_name"]
    list_select_related = ["batch", "jurisdiction"]
    fields = ["batch", "jurisdiction", "quota", ("submitted_at", "submitted_by_name")]


@admin.register(BatchObjection)
class BatchObjectionAdmin(ReadScreen):
    view_capability = Capability.COMPLAINT_VIEW
    exports = OBJECTIONS
    list_display = ["candidate", "jurisdiction", "raised_on", "masked", "outcome", "settled_on"]
    list_select_related = ["candidate", "jurisdiction"]
    list_filter = ["outcome"]
    fields = [
        ("candidate", "jurisdiction"),
        ("raised_on", "masked"),
        "text",
        ("outcome", "settled_on"),
        "settlement",
        "recorded_by_name",
    ]
    readonly_fields = ["masked"]

    @admin.display(description="异议人")
    def masked(self, row: Any) -> str:
        return str(row.masked_raiser)


@admin.register(TitleDuty)
class TitleDutyAdmin(ReadScreen):
    view_capability = Capability.REGISTER_VIEW
    exports = DUTIES
    list_display = ["enterprise", "jurisdiction", "tier", "kind", "due_on", "done_on", "lost_on"]
    list_select_related = ["enterprise", "jurisdiction"]
    list_filter = ["kind", "tier"]
    fields = [
        ("enterprise", "jurisdiction"),
        ("tier", "series"),
        ("kind", "cause"),
        ("counted_from", "due_on"),
        "reminded_on",
        ("done_on", "done_by_name"),
        ("lost_on", "excused_on"),
        "ended_on",
        "note",
    ]


@admin.register(Complaint)
class ComplaintAdmin(ReadScreen):
    view_capability = Capability.COMPLAINT_VIEW
    exports = COMPLAINTS
    list_display = ["number", "enterprise", "jurisdiction", "received_on", "outcome"]
    list_select_related = ["enterprise", "jurisdiction"]
    list_filter = ["outcome"]
    fields = [
        "number",
        ("enterprise", "jurisdiction"),
        ("received_on", "masked"),
        "text",
        ("outcome", "concluded_on"),
        "conclusion",
        ("recorded_by_name", "concluded_by_name"),
    ]
    readonly_fields = ["masked"]

    @admin.display(description="举报人")
    def masked(self, row: Any) -> str:
        return f"{row.masked_complainant}（{row.masked_phone}）"


@admin.register(KeyProject)
class KeyProjectAdmin(ReadScreen):
    view_capability = Capability.REGISTER_VIEW
    exports = KEY_PROJECTS
    list_display = ["title", "enterprise", "jurisdiction", "year", "planned", "state"]
    list_select_related = ["enterprise", "jurisdiction"]
    list_filter = ["state"]
    fields = [
        "title",
        ("enterprise", "jurisdiction"),
        ("year", "document_no"),
        ("starts_on", "ends_on"),
        ("planned", "invested"),
        ("state", "evaluated_on"),
        "evaluation",
    ]


@admin.register(KeyMilestone)
class KeyMilestoneAdmin(ReadScreen):
    view_capability = Capability.REGISTER_VIEW
    exports = KEY_MILESTONES
    list_display = ["project", "ordinal", "title", "due_on", "reached_on"]
    list_select_related = ["project"]
    fields = [
        ("project", "ordinal"),
        "title",
        ("due_on", "reached_on"),
        "evidence",
        "recorded_by_name",
    ]
