"""The book of exports on screen, for whoever reads the trail; nothing to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wuhan_smes.access import Capability
from wuhan_smes.reporting.book import EXPORTS
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Export)
class ExportAdmin(ExportedAdmin):
    """Every file that left the system: who, what, by which filter, how it ended."""

    view_capability = Capability.TRAIL_VIEW
    exports = EXPORTS
    list_display = ["number", "title", "layout", "actor", "ordered_at", "standing", "row_count"]
    list_display_links = ["number"]
    list_select_related = ["actor", "job"]
    list_filter = ["state", "layout", "jurisdiction"]
    search_fields = ["=list", "^title"]
    ordering = ["-id"]
    sortable_by = ()

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What the person reached then is for the machine; the file is the person's own."""
        return ["units", "stored", "job"]

    @admin.display(description="编号")
    def number(self, export: Export) -> str:
        return export.number

    @admin.display(description="状态")
    def standing(self, export: Export) -> str:
        return export.standing
