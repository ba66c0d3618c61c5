"""The limits of visits and the templates, kept by the city."""

from django.contrib import admin

from services.models import VisitLimits, VisitTemplate
from services.reports.visit_lists import LIMITS, TEMPLATES
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.reference_admin import ReferenceAdmin


@admin.register(VisitLimits)
class VisitLimitsAdmin(ExportedAdmin, ReferenceAdmin):
    """A new row begins on its day; what held before stays readable."""

    exports = LIMITS
    list_display = [
        "effective_from",
        "late_after_days",
        "backdating_days",
        "amend_days",
        "often_a_month",
        "photos",
    ]
    ordering = ["-effective_from"]
    natural_key = ("effective_from",)


@admin.register(VisitTemplate)
class VisitTemplateAdmin(ExportedAdmin, ReferenceAdmin):
    exports = TEMPLATES
    list_display = ["name", "mode", "display_order", "ended_on"]
    search_fields = ["code", "name"]
    ordering = ["display_order", "code"]
