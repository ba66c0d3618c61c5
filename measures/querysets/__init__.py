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
    LineObjectionQuerySet,
    PayeeAccountQuerySet,
    PaymentQuerySet,
    PublicNoticeQuerySet,
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
    "LineObjectionQuerySet",
    "MatterQuerySet",
    "MatterSpellingQuerySet",
    "MeasureAgencyQuerySet",
    "MeasureQuerySet",
    "PastPaymentQuerySet",
    "PayeeAccountQuerySet",
    "PayeeQuerySet",
    "PaymentQuerySet",
    "PolicyDocumentQuerySet",
    "ProgrammeQuerySet",
    "ProgrammeRowQuerySet",
    "PublicNoticeQuerySet",
]
