"""What the register hands out as files; the app adds them to the catalogue when Django is ready."""

from enterprises.reports.flows import TIER_FLOWS
from enterprises.reports.tiers import TIER_TABLE
from enterprises.reports.titles import TITLE_LIST

REPORTS = (TIER_TABLE, TIER_FLOWS, TITLE_LIST)
