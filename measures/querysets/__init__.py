"""Which rows, one module for each subject."""

from measures.querysets.catalogue import (
    ClauseQuerySet,
    MeasureAgencyQuerySet,
    MeasureQuerySet,
    PastPaymentQuerySet,
    PolicyDocumentQuerySet,
)
from measures.querysets.duties import (
    CommitmentQuerySet,
    CommitmentUnitQuerySet,
    ProgressEvidenceQuerySet,
    ProgressQuerySet,
    ProgressReminderQuerySet,
)
from measures.querysets.money import (
    BudgetQuerySet,
    ClawbackQuerySet,
    DisbursementBatchQuerySet,
    DisbursementPaperQuerySet,
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
from measures.querysets.records import RecordQuerySet

__all__ = [
    "BudgetQuerySet",
    "ClauseQuerySet",
    "ClawbackQuerySet",
    "CommitmentQuerySet",
    "CommitmentUnitQuerySet",
    "DisbursementBatchQuerySet",
    "DisbursementPaperQuerySet",
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
    "ProgressEvidenceQuerySet",
    "ProgressQuerySet",
    "ProgressReminderQuerySet",
    "PublicNoticeQuerySet",
    "RecordQuerySet",
]
