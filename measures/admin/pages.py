"""Documents, measures and clauses on screen: to read; they change with the document."""

from typing import cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from enterprises.models import SourceFlag
from measures.models import Clause, Measure, PolicyDocument
from measures.querysets import MeasureQuerySet
from measures.reports import CLAUSES, DOCUMENTS, MEASURES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin

NOTHING = "—"


def flag_lines(codes: list[str]) -> SafeString | str:
    """The flags of a row with their words, one a line."""
    if not codes:
        return NOTHING
    found = SourceFlag.objects.filter(code__in=codes)
    ordered = sorted(found, key=lambda flag: int(flag.code[1:]))
    return format_html_join(
        "", "<p><strong>{}</strong> {}</p>", ((flag.code, flag.text) for flag in ordered)
    )


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = DOCUMENTS
    list_display = ["__str__", "number", "level", "kind", "status", "issued_on", "effective_from"]
    list_filter = ["level", "kind", "status"]
    search_fields = ["title", "number"]
    ordering = ["id"]
    exclude = ["flags", "version"]
    readonly_fields = ["flags_shown"]

    @admin.display(description="口径存疑")
    def flags_shown(self, document: PolicyDocument) -> SafeString | str:
        return flag_lines(document.flags)


@admin.register(Measure)
class MeasureAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = MEASURES
    list_display = ["no", "title", "theme", "lead_shown", "clause_count", "flags_short"]
    list_display_links = ["no", "title"]
    list_filter = ["theme"]
    search_fields = ["title", "summary"]
    ordering = ["document_id", "no"]
    fieldsets = [
        (None, {"fields": ["document", "no", "title", "theme", "summary", "note"]}),
        ("责任单位", {"fields": ["lead_shown", "helpers_shown"]}),
        ("条款", {"fields": ["clauses_shown"]}),
        ("口径存疑", {"fields": ["flags_shown"]}),
    ]
    readonly_fields = ["lead_shown", "helpers_shown", "clauses_shown", "flags_shown"]

    def get_queryset(self, request: HttpRequest) -> MeasureQuerySet:
        return cast("MeasureQuerySet", super().get_queryset(request)).for_detail()

    @admin.display(description="牵头单位")
    def lead_shown(self, measure: Measure) -> str:
        return "、".join(duty.written for duty in measure.leads) or NOTHING

    @admin.display(description="配合单位")
    def helpers_shown(self, measure: Measure) -> str:
        return "、".join(dict.fromkeys(duty.written for duty in measure.helpers)) or NOTHING

    @admin.display(description="条款数", ordering="clause_count")
    def clause_count(self, measure: Measure) -> int:
        return len(measure.ordered_clauses)

    @admin.display(description="存疑")
    def flags_short(self, measure: Measure) -> str:
        return "、".join(measure.flags) or NOTHING

    @admin.display(description="口径存疑")
    def flags_shown(self, measure: Measure) -> SafeString | str:
        return flag_lines(measure.flags)

    @admin.display(description="条款")
    def clauses_shown(self, measure: Measure) -> SafeString:
        rows = (
            (
                c.code,
                c.get_kind_display(),
                c.title,
                c.amount_text or c.value_text or c.basis or NOTHING,
            )
            for c in measure.ordered_clauses
        )
        return format_html(
            "<table><thead><tr><th>条款</th><th>类别</th><th>内容</th><th>金额或数值</th></tr>"
            "</thead><tbody>{}</tbody></table>",
            format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows),
        )


@admin.register(Clause)
class ClauseAdmin(ExportedAdmin):
    view_capability = Capability.MEASURE_VIEW
    exports = CLAUSES
    list_display = ["code", "measure", "kind", "title", "amount_shown", "value_shown", "due_on"]
    list_filter = ["effect", "kind", "amount_status"]
    list_select_related = ["measure"]
    search_fields = ["code", "title"]
    ordering = ["measure_id", "display_order"]
    exclude = ["flags", "version", "triggers", "details", "display_order"]
    readonly_fields = ["flags_shown"]

    @admin.display(description="金额")
    def amount_shown(self, clause: Clause) -> str:
        return clause.amount_text or NOTHING

    @admin.display(description="数值")
    def value_shown(self, clause: Clause) -> str:
        return clause.value_text or NOTHING

    @admin.display(description="口径存疑")
    def flags_shown(self, clause: Clause) -> SafeString | str:
        return flag_lines(clause.flags)
