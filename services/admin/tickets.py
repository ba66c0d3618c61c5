"""Tickets on screen, to be read; what they are counted and called by.

A ticket moves on its page alone, by the buttons the state table gives: here stands where that is.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from services.models import Ticket, TicketBasis, TicketLabel
from services.reports.ticket_lists import LEDGER
from services.reports.ticket_words import BASES, LABELS
from wuhan_smes.access import Capability
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


@admin.register(Ticket)
class TicketAdmin(ExportedAdmin):
    view_capability = Capability.TICKET_VIEW
    exports = LEDGER
    list_display = ["number", "title", "enterprise_name", "state", "holder_name", "due_at"]
    list_filter = ["state", "category", "channel", "urgency"]
    search_fields = ["=number", "=external_no"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        ("number", "page"),
        ("title", "state"),
        "text",
        ("enterprise_name", "jurisdiction"),
        ("category", "urgency", "nature"),
        ("channel", "external_no", "received_at"),
        ("station", "collected_by_name"),
        ("holder_name", "held_since", "due_at"),
        ("lead_agency", "handled_by_name"),
        ("outcome", "closed_at"),
        "answer",
        ("contact_name", "phone_shown"),
        ("round", "grade", "returns", "historical"),
        "steps_told",
    ]
    readonly_fields = ["page", "phone_shown", "steps_told"]

    @admin.display(description="办理")
    def page(self, ticket: Ticket) -> str:
        return format_html('<a href="{}">在工单页办理</a>', reverse("ticket", args=[ticket.pk]))

    @admin.display(description="联系电话")
    def phone_shown(self, ticket: Ticket) -> str:
        return ticket.masked_phone

    @admin.display(description="办理过程")
    def steps_told(self, ticket: Ticket) -> str:
        told = (
            (localtime(it.at).strftime("%Y-%m-%d %H:%M"), it.get_move_display(), it.actor_name)
            for it in ticket.steps.order_by("ordinal")
        )
        return format_html_join("", "<div>{} {} {}</div>", told)
