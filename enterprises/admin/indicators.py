"""Figures of years and periods on screen; they change from lists, the API and by correction."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enterprises.admin.parts import FactAdmin
from enterprises.models import (
    ANNUAL,
    PERIODIC,
    AnnualIndicators,
    JumpThreshold,
    MonitoringRound,
    PeriodIndicators,
    PeriodReport,
)
from enterprises.reports.indicator_lists import ANNUAL_INDICATORS, PERIOD_INDICATORS
from enterprises.reports.monitoring import JUMP_THRESHOLDS, REPORTS_CHASED, ROUNDS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.reference_admin import ReferenceAdmin


@admin.register(AnnualIndicators)
class AnnualIndicatorsAdmin(ExportedAdmin, FactAdmin):
    exports = ANNUAL_INDICATORS
    view_capability = Capability.INDICATOR_VIEW
    list_display = ["enterprise", "year", "revenue", "rd_expense", "employees", "source"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["enterprise", "year", "as_of", "source", "evidence", *ANNUAL]


@admin.register(PeriodIndicators)
class PeriodIndicatorsAdmin(ExportedAdmin, FactAdmin):
    exports = PERIOD_INDICATORS
    view_capability = Capability.INDICATOR_VIEW
    list_display = ["enterprise", "__str__", "basis", "revenue", "profit", "employees", "source"]
    list_filter = ["kind", "basis"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["enterprise", "kind", "basis", "term_shown", "source", "evidence", "explanation"]
        return [*fixed, *PERIODIC]


@admin.register(MonitoringRound)
class MonitoringRoundAdmin(ExportedAdmin):
    """Rounds are opened on the page of the monitoring, where their reports are."""

    exports = ROUNDS
    view_capability = Capability.INDICATOR_VIEW
    list_display = ["__str__", "due_on", "document", "opened_by_name"]
    list_filter = ["kind"]
    ordering = ["-first", "-id"]


@admin.register(PeriodReport)
class PeriodReportAdmin(ExportedAdmin):
    exports = REPORTS_CHASED
    view_capability = Capability.INDICATOR_VIEW
    list_display = ["enterprise", "round", "jurisdiction", "got_at", "reminded_at", "chased_at"]
    list_select_related = ["enterprise", "round", "jurisdiction"]
    ordering = ["-id"]


@admin.register(JumpThreshold)
class JumpThresholdAdmin(ExportedAdmin, ReferenceAdmin):
    exports = JUMP_THRESHOLDS
    list_display = ["code", "indicator", "against", "rise", "fall", "least"]
    list_filter = ["against"]
    search_fields = ["code", "indicator"]
    ordering = ["id"]
    natural_key = ("code", "indicator", "against")
