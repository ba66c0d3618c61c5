"""What tickets are counted and called by, on screen."""

from django.contrib import admin

from services.models import TicketBasis, TicketLabel
from services.reports.ticket_words import BASES, LABELS
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.reference_admin import ReferenceAdmin


@admin.register(TicketLabel)
class TicketLabelAdmin(ExportedAdmin, ReferenceAdmin):
    exports = LABELS
    list_display = ["state", "label", "hint"]
    ordering = ["id"]
    natural_key = ("state",)


@admin.register(TicketBasis)
class TicketBasisAdmin(ExportedAdmin, ReferenceAdmin):
    exports = BASES
    list_display = ["code", "problems_within_appeals", "note"]
    ordering = ["id"]
    natural_key = ("code",)
