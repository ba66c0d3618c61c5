"""Which rows, one module for each subject."""

from measures.querysets.catalogue import (
    ClauseQuerySet,
    MeasureAgencyQuerySet,
    MeasureQuerySet,
    PastPaymentQuerySet,
    PolicyDocumentQuerySet,
)
from measures.querysets.money import (
    BudgetQuerySet,
    ClawbackQuerySet,
    DisbursementBatchQuerySet,
    EntitlementStepQuerySet,
    LedgerEntryQuerySet,
    NoticeQuerySet,
    ObjectionQuerySet,
    PayeeAccountQuerySet,
    PaymentQuerySet,
)
from measures.querysets.promises import (
    EntitlementQuerySet,
    EvidenceReceiptQuerySet,
    MatterQuerySet,
    MatterSpellingQuerySet,
    PayeeQuerySet,
    ProgrammeQuerySet,
    ProgrammeRowQuerySet,
)

__all__ = [
    "BudgetQuerySet",
    "ClauseQuerySet",
    "ClawbackQuerySet",
    "DisbursementBatchQuerySet",
    "EntitlementQuerySet",
    "EntitlementStepQuerySet",
    "EvidenceReceiptQuerySet",
    "LedgerEntryQuerySet",
    "MatterQuerySet",
    "MatterSpellingQuerySet",
    "MeasureAgencyQuerySet",
    "MeasureQuerySet",
    "NoticeQuerySet",
    "ObjectionQuerySet",
    "PastPaymentQuerySet",
    "PayeeAccountQuerySet",
    "PayeeQuerySet",
    "PaymentQuerySet",
    "PolicyDocumentQuerySet",
    "ProgrammeQuerySet",
    "ProgrammeRowQuerySet",
]
