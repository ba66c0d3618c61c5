"""Draws and drawn enterprises on screen, to be read."""

from django.contrib import admin

from enterprises.models import DrawnEnterprise, InspectionDraw
from enterprises.reports.inspection_lists import DRAWN, DRAWS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(InspectionDraw)
class DrawAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = DRAWS
    list_display = ["title", "tier", "on", "population", "count", "drawn_at"]
    list_filter = ["tier"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "title",
        ("tier", "on"),
        "seed",
        ("population", "fingerprint"),
        ("count", "each"),
        "inspectors",
        ("drawn_at", "drawn_by_name"),
    ]


@admin.register(DrawnEnterprise)
class DrawnAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = DRAWN
    list_display = ["enterprise", "draw", "jurisdiction", "inspectors", "result", "checked_on"]
    list_select_related = ["enterprise", "draw", "jurisdiction"]
    list_filter = ["result"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "enterprise",
        ("draw", "position"),
        ("code", "inspectors"),
        ("result", "checked_on"),
        "note",
        "recorded_by_name",
    ]
