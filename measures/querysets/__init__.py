"""Which rows, one module for each subject."""

from measures.querysets.assessing import (
    AssessmentRoundQuerySet,
    DistrictFigureQuerySet,
    DistrictIndexQuerySet,
    DistrictReturnQuerySet,
    IndexIndicatorQuerySet,
    ReturnEvidenceQuerySet,
)
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
    PaidDoubtQuerySet,
    PayeeAccountQuerySet,
    PaymentQuerySet,
    PublicNoticeQuerySet,
)
from measures.querysets.plans import TargetPlanQuerySet, TargetShareQuerySet
from measures.querysets.promises import (
    EntitlementQuerySet,
    EvidenceReceiptQuerySet,
    MatterQuerySet,
    MatterSpellingQuerySet,
    PayeeQuerySet,
    ProgrammeQuerySet,
    ProgrammeRowQuerySet,
)
from measures.querysets.proposals import DraftCommentQuerySet, ProposalQuerySet
from measures.querysets.records import RecordQuerySet, answered

__all__ = [
    "AssessmentRoundQuerySet",
    "BudgetQuerySet",
    "ClauseQuerySet",
    "ClawbackQuerySet",
    "CommitmentQuerySet",
    "CommitmentUnitQuerySet",
    "DisbursementBatchQuerySet",
    "DisbursementPaperQuerySet",
    "DistrictFigureQuerySet",
    "DistrictIndexQuerySet",
    "DistrictReturnQuerySet",
    "DraftCommentQuerySet",
    "EntitlementQuerySet",
    "EntitlementStepQuerySet",
    "EvidenceReceiptQuerySet",
    "IndexIndicatorQuerySet",
    "LedgerEntryQuerySet",
    "LineObjectionQuerySet",
    "MatterQuerySet",
    "MatterSpellingQuerySet",
    "MeasureAgencyQuerySet",
    "MeasureQuerySet",
    "PaidDoubtQuerySet",
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
    "ProposalQuerySet",
    "PublicNoticeQuerySet",
    "RecordQuerySet",
    "ReturnEvidenceQuerySet",
    "TargetPlanQuerySet",
    "TargetShareQuerySet",
    "answered",
]
