"""Stations, people, care, drives and events on screen: to be read; acts are on the page 服务站."""

from typing import Any

from django.contrib import admin

from services.models import (
    Assignment,
    Campaign,
    ServiceEvent,
    Specialist,
    StationProfile,
    VisitCadence,
)
from services.reports.station_lists import (
    ASSIGNMENTS,
    CADENCES,
    CAMPAIGNS,
    EVENTS,
    PROFILES,
    SPECIALISTS,
)
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin

VIEW = Capability.STATION_VIEW


@admin.register(StationProfile)
class StationProfileAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = PROFILES
    list_display = ["station", "kind", "street", "host", "phone", "version"]
    list_select_related = ["station", "street"]
    list_filter = ["kind"]
    ordering = ["pk"]
    sortable_by = ()


@admin.register(Specialist)
class SpecialistAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = SPECIALISTS
    list_display = ["number", "name", "phone_shown", "station", "state"]
    list_select_related = ["station"]
    list_filter = ["state"]
    search_fields = ["number", "name"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        ("number", "name"),
        ("phone_shown", "post"),
        ("station", "jurisdiction"),
        ("state", "during"),
        ("applied_by_name", "applied_at"),
        ("decided_by_name", "decided_at"),
        "decision_note",
        "end_reason",
    ]
    readonly_fields = ["phone_shown"]

    @admin.display(description="手机")
    def phone_shown(self, person: Any) -> str:
        return str(person.masked_phone)


@admin.register(Assignment)
class AssignmentAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = ASSIGNMENTS
    list_display = ["enterprise", "specialist", "station", "is_lead", "during", "end_reason"]
    list_select_related = ["enterprise", "specialist", "station"]
    list_filter = ["is_lead"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(Campaign)
class CampaignAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = CAMPAIGNS
    list_display = ["name", "code", "jurisdiction", "starts_on", "ends_on"]
    list_select_related = ["jurisdiction"]
    ordering = ["-id"]
    sortable_by = ()


@admin.register(ServiceEvent)
class ServiceEventAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = EVENTS
    list_display = ["title", "kind", "held_on", "jurisdiction", "station", "persons"]
    list_select_related = ["jurisdiction", "station"]
    list_filter = ["kind"]
    search_fields = ["title"]
    ordering = ["-held_on", "-id"]
    sortable_by = ()


@admin.register(VisitCadence)
class VisitCadenceAdmin(ExportedAdmin):
    view_capability = VIEW
    exports = CADENCES
    list_display = ["tier", "days", "effective_from", "effective_until", "source"]
    ordering = ["tier", "effective_from"]
    sortable_by = ()
