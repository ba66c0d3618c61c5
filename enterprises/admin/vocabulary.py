"""What enterprises are classified by, on screen."""

from datetime import date

from django.contrib import admin

from enterprises.models import (
    ChainMapping,
    Industry,
    IndustryChain,
    Place,
    SizeThreshold,
    SourceFlag,
    TierDefinition,
)
from enterprises.reports.city_lists import FLAGS
from enterprises.reports.vocabulary_lists import (
    CHAINS,
    INDUSTRIES,
    MAPPINGS,
    PLACES,
    THRESHOLDS,
    TIERS,
)
from enterprises.rules.spans import last_day
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.reference_admin import ReferenceAdmin


@admin.register(Industry)
class IndustryAdmin(ExportedAdmin, ReferenceAdmin):
    exports = INDUSTRIES
    list_display = ["code", "name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    natural_key = ("code", "level", "parent")
    autocomplete_fields = ["parent"]


@admin.register(IndustryChain)
class IndustryChainAdmin(ExportedAdmin, ReferenceAdmin):
    exports = CHAINS
    list_display = ["name", "version", "group", "valid_from", "valid_to"]
    list_filter = ["version", "group"]
    search_fields = ["code", "name"]
    ordering = ["version", "id"]
    natural_key = ("code", "version", "parent")

    @admin.display(description="有效期止", ordering="valid_until")
    def valid_to(self, chain: IndustryChain) -> date | None:
        return last_day(chain.valid_until)


@admin.register(ChainMapping)
class ChainMappingAdmin(ExportedAdmin, ReferenceAdmin):
    exports = MAPPINGS
    list_display = ["earlier", "later", "note"]
    list_select_related = ["earlier", "later"]
    search_fields = ["earlier__name", "later__name"]
    ordering = ["earlier_id", "later_id"]
    natural_key = ("earlier", "later")


@admin.register(Place)
class PlaceAdmin(ExportedAdmin, ReferenceAdmin):
    """Streets come from the files; parks, buildings and clusters are entered here."""

    may_add = True
    exports = PLACES
    list_display = ["name", "kind", "jurisdiction", "township_code", "note"]
    list_filter = ["kind", "jurisdiction"]
    list_select_related = ["jurisdiction"]
    search_fields = ["name", "code"]
    ordering = ["jurisdiction_id", "kind", "code"]
    natural_key = ("code", "kind")


@admin.register(TierDefinition)
class TierDefinitionAdmin(ExportedAdmin, ReferenceAdmin):
    exports = TIERS
    list_display = ["name", "recogniser_level", "valid_months", "ladder_rank", "display_rank"]
    ordering = ["display_rank", "ladder_rank", "id"]
    natural_key = ("code", "display_rank")


@admin.register(SizeThreshold)
class SizeThresholdAdmin(ExportedAdmin, ReferenceAdmin):
    exports = THRESHOLDS
    list_display = ["code", "category", "staff_large", "revenue_large", "assets_large"]
    list_display_links = ["code", "category"]
    ordering = ["code"]


@admin.register(SourceFlag)
class SourceFlagAdmin(ExportedAdmin, ReferenceAdmin):
    exports = FLAGS
    list_display = ["code", "place", "text"]
    ordering = ["id"]
