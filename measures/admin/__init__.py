from measures.admin.pages import ClauseAdmin, MeasureAdmin, PolicyDocumentAdmin
from measures.admin.payments import PastPaymentAdmin
from measures.admin.promises import EntitlementAdmin, MatterAdmin, PayeeAdmin, ProgrammeAdmin

__all__ = [
    "ClauseAdmin",
    "EntitlementAdmin",
    "MatterAdmin",
    "MeasureAdmin",
    "PastPaymentAdmin",
    "PayeeAdmin",
    "PolicyDocumentAdmin",
    "ProgrammeAdmin",
]
