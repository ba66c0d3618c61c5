"""What the register hands out as files. Found by name when the product starts."""

from enterprises.reports.batch_tables import BATCH_LIST, BATCH_TABLE
from enterprises.reports.chain_table import CHAIN_TABLE
from enterprises.reports.completeness import INDICATOR_COMPLETENESS
from enterprises.reports.cultivation_lists import CONVERSION
from enterprises.reports.expiry import EXPIRY_LEDGER, EXPIRY_TABLE
from enterprises.reports.flows import TIER_FLOWS
from enterprises.reports.monitoring import MONITORING_COMPLETENESS, MONITORING_TRENDS
from enterprises.reports.target_progress import TARGET_PROGRESS
from enterprises.reports.tiers import TIER_TABLE
from enterprises.reports.titles import TITLE_LIST
from wuhan_smes.reporting.catalogue import catalogue

__all__ = [
    "BATCH_LIST",
    "BATCH_TABLE",
    "CHAIN_TABLE",
    "CONVERSION",
    "EXPIRY_LEDGER",
    "EXPIRY_TABLE",
    "INDICATOR_COMPLETENESS",
    "MONITORING_COMPLETENESS",
    "MONITORING_TRENDS",
    "TARGET_PROGRESS",
    "TIER_FLOWS",
    "TIER_TABLE",
    "TITLE_LIST",
]

catalogue.add(TIER_TABLE, TIER_FLOWS, TITLE_LIST, EXPIRY_TABLE, TARGET_PROGRESS)
catalogue.add(EXPIRY_LEDGER, BATCH_LIST, BATCH_TABLE, CHAIN_TABLE)
catalogue.add(INDICATOR_COMPLETENESS, CONVERSION)
catalogue.add(MONITORING_COMPLETENESS, MONITORING_TRENDS)
