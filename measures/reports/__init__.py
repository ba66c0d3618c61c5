"""Lists of measures and money as files, one module for each subject."""

from measures.reports.catalogue import CLAUSES, DOCUMENTS, MEASURES, PAST_PAYMENTS
from measures.reports.money_summary import ANNEX_TABLE, MONEY_TABLE
from measures.reports.promises import CHASED, ENTITLEMENTS, LEFT_OUT, MATTERS, PAYEES, PROGRAMMES
from measures.reports.targets import PLANS

__all__ = [
    "ANNEX_TABLE",
    "CHASED",
    "CLAUSES",
    "DOCUMENTS",
    "ENTITLEMENTS",
    "LEFT_OUT",
    "MATTERS",
    "MEASURES",
    "MONEY_TABLE",
    "PAST_PAYMENTS",
    "PAYEES",
    "PLANS",
    "PROGRAMMES",
]
