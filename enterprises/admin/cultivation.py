"""Cultivation on screen, to be read; it moves on its own page, and from the API."""

from django.contrib import admin

from enterprises.models import Cultivation, CultivationTask
from enterprises.reports.cultivation_lists import CULTIVATION_TASKS, CULTIVATIONS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Cultivation)
class CultivationAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = CULTIVATIONS
    list_display = ["enterprise", "tier", "stage", "stage_since", "owner_name", "target_batch"]
    list_select_related = ["enterprise", "target_batch"]
    list_filter = ["tier", "stage"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "enterprise",
        ("tier", "stage"),
        ("put_in_on", "stage_since"),
        ("owner_name", "target_batch"),
        "drop_cause",
    ]


@admin.register(CultivationTask)
class CultivationTaskAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = CULTIVATION_TASKS
    list_display = ["title", "cultivation", "due_on", "for_station", "outcome"]
    list_select_related = ["cultivation"]
    list_filter = ["for_station", "outcome"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "title",
        ("due_on", "for_station"),
        ("set_at", "set_by_name"),
        ("outcome", "ended_at", "ended_by_name"),
        "note",
    ]
