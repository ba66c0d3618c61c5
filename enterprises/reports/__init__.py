"""What the register hands out as files. Found by name when the product starts."""

from enterprises.reports.completeness import INDICATOR_COMPLETENESS
from enterprises.reports.cultivation_lists import CONVERSION
from enterprises.reports.flows import TIER_FLOWS
from enterprises.reports.monitoring import MONITORING_COMPLETENESS, MONITORING_TRENDS
from enterprises.reports.tiers import TIER_TABLE
from enterprises.reports.titles import TITLE_LIST
from wuhan_smes.reporting.catalogue import catalogue

__all__ = [
    "CONVERSION",
    "INDICATOR_COMPLETENESS",
    "MONITORING_COMPLETENESS",
    "MONITORING_TRENDS",
    "TIER_FLOWS",
    "TIER_TABLE",
    "TITLE_LIST",
]

catalogue.add(TIER_TABLE, TIER_FLOWS, TITLE_LIST, INDICATOR_COMPLETENESS, CONVERSION)
catalogue.add(MONITORING_COMPLETENESS, MONITORING_TRENDS)
