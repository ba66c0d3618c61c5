from measures.admin.duties import CommitmentAdmin
from measures.admin.money import (
    BudgetAdmin,
    ClawbackAdmin,
    DisbursementBatchAdmin,
    DisbursementPaperAdmin,
    EntitlementStepAdmin,
    LedgerEntryAdmin,
    ObjectionAdmin,
    PaidDoubtAdmin,
    PaymentAdmin,
    PublicNoticeAdmin,
)
from measures.admin.pages import ClauseAdmin, MeasureAdmin, PolicyDocumentAdmin
from measures.admin.payments import PastPaymentAdmin
from measures.admin.promises import EntitlementAdmin, MatterAdmin, PayeeAdmin, ProgrammeAdmin

__all__ = [
    "BudgetAdmin",
    "ClauseAdmin",
    "ClawbackAdmin",
    "CommitmentAdmin",
    "DisbursementBatchAdmin",
    "DisbursementPaperAdmin",
    "EntitlementAdmin",
    "EntitlementStepAdmin",
    "LedgerEntryAdmin",
    "MatterAdmin",
    "MeasureAdmin",
    "ObjectionAdmin",
    "PaidDoubtAdmin",
    "PastPaymentAdmin",
    "PayeeAdmin",
    "PaymentAdmin",
    "PolicyDocumentAdmin",
    "ProgrammeAdmin",
    "PublicNoticeAdmin",
]
