"""Merges and pairs on screen: to be read; they are decided on the pages 重复核对 and 企业全景."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join

from enterprises.choices import DuplicateReason
from enterprises.models import DuplicatePair, Merge
from enterprises.reports.identity_lists import MERGES, PAIRS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Merge)
class MergeAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = MERGES
    list_display = ["gone_name", "into", "merged_at", "merged_by_name", "undone_at"]
    list_select_related = ["into"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        ("gone_name", "gone_uscc"),
        "into_shown",
        "reason",
        "settled_shown",
        ("merged_at", "merged_by_name"),
        ("undone_at", "undone_by_name"),
        "undo_reason",
    ]
    readonly_fields = ["into_shown", "settled_shown"]

    @admin.display(description="保留方")
    def into_shown(self, merge: Merge) -> str:
        return merge.into.name

    @admin.display(description="冲突与处理")
    def settled_shown(self, merge: Merge) -> str:
        told = [one for one in merge.settled if isinstance(one, dict)]
        lines = ((f"{one['label']}：{one['what']}——{one['settled']}",) for one in told)
        return format_html_join("", "<div>{}</div>", lines) or "—"


@admin.register(DuplicatePair)
class DuplicatePairAdmin(ExportedAdmin):
    view_capability = Capability.REGISTER_VIEW
    exports = PAIRS
    list_display = ["a", "b", "reasons_shown", "score", "state", "decided_at"]
    list_select_related = ["a", "b"]
    list_filter = ["state"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        ("a_shown", "b_shown"),
        "reasons_shown",
        ("score", "state"),
        "found_at",
        ("decided_at", "decided_by_name"),
        "note",
    ]
    readonly_fields = ["a_shown", "b_shown", "reasons_shown"]

    @admin.display(description="企业甲")
    def a_shown(self, pair: Any) -> str:
        return str(pair.a)

    @admin.display(description="企业乙")
    def b_shown(self, pair: Any) -> str:
        return str(pair.b)

    @admin.display(description="理由")
    def reasons_shown(self, pair: Any) -> str:
        known = set(DuplicateReason.values)
        return "、".join(DuplicateReason(r).label for r in pair.reasons if r in known) or "—"
