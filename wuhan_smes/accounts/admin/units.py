"""Units and responsible agencies on screen; names and aliases can be corrected."""

from django.contrib import admin

from wuhan_smes.accounts.api.lists import AGENCIES, STATUTORY, UNITS
from wuhan_smes.accounts.models import Agency, Jurisdiction, StatutoryDistrict
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.reference_admin import ReferenceAdmin


@admin.register(Jurisdiction)
class JurisdictionAdmin(ExportedAdmin, ReferenceAdmin):
    exports = UNITS
    list_display = ["name", "short", "kind", "statutory_code", "aliases", "valid_from"]
    list_filter = ["kind"]
    search_fields = ["name", "short", "code"]
    ordering = ["display_order", "id"]
    natural_key = ("code", "kind", "parent")


@admin.register(Agency)
class AgencyAdmin(ExportedAdmin, ReferenceAdmin):
    exports = AGENCIES
    list_display = ["name", "kind", "jurisdiction", "aliases"]
    list_filter = ["kind"]
    list_select_related = ["jurisdiction"]
    search_fields = ["name", "code"]
    ordering = ["display_order", "id"]
    natural_key = ("code", "kind", "jurisdiction")


@admin.register(StatutoryDistrict)
class StatutoryDistrictAdmin(ExportedAdmin, ReferenceAdmin):
    exports = STATUTORY
    list_display = ["code", "name", "unit", "unit_is_hint", "from_year", "until_year", "successor"]
    list_select_related = ["unit", "successor"]
    search_fields = ["code", "name"]
    ordering = ["code"]
