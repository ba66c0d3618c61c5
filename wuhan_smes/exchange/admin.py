"""Imports on screen: to look at; they are worked on on their own pages."""

from django.contrib import admin

from wuhan_smes.exchange.lists import HEADER_ALIASES, IMPORTS
from wuhan_smes.exchange.models import HeaderAlias, Import
from wuhan_smes.exchange.shown.imports import VIEW
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Import)
class ImportAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = IMPORTS
    list_display = [
        "number",
        "kind",
        "file_name",
        "jurisdiction",
        "actor_name",
        "state",
        "uploaded_at",
        "applied_at",
        "reverted_at",
    ]
    list_filter = ["state", "rank"]
    list_select_related = ["jurisdiction"]
    search_fields = ["file_name", "sha256"]
    ordering = ["-id"]
    exclude = ["job", "layout", "file"]

    @admin.display(description="编号")
    def number(self, row: Import) -> str:
        return row.number


@admin.register(HeaderAlias)
class HeaderAliasAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = HEADER_ALIASES
    list_display = ["alias", "field", "jurisdiction", "added_by_name", "added_at", "source"]
    list_select_related = ["jurisdiction"]
    search_fields = ["alias", "field"]
    ordering = ["field", "alias"]
