"""Figures of years and periods on screen; they change from lists, the API and by correction."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enterprises.admin.parts import FactAdmin
from enterprises.models import ANNUAL, PERIODIC, AnnualIndicators, PeriodIndicators
from enterprises.reports.indicator_lists import ANNUAL_INDICATORS, PERIOD_INDICATORS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin


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
        return ["enterprise", "kind", "basis", "term_shown", "source", "evidence", *PERIODIC]
