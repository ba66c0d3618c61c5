"""Lists of measures and money as files, one module for each subject."""

from measures.reports.catalogue import CLAUSES, DOCUMENTS, MEASURES, PAST_PAYMENTS
from measures.reports.promises import CHASED, ENTITLEMENTS, LEFT_OUT, MATTERS, PAYEES, PROGRAMMES

__all__ = [
    "CHASED",
    "CLAUSES",
    "DOCUMENTS",
    "ENTITLEMENTS",
    "LEFT_OUT",
    "MATTERS",
    "MEASURES",
    "PAST_PAYMENTS",
    "PAYEES",
    "PROGRAMMES",
]
