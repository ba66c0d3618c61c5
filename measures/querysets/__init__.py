"""Which rows, one module for each subject."""

from measures.querysets.catalogue import (
    ClauseQuerySet,
    MeasureAgencyQuerySet,
    MeasureQuerySet,
    PastPaymentQuerySet,
    PolicyDocumentQuerySet,
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
    "ClauseQuerySet",
    "EntitlementQuerySet",
    "EvidenceReceiptQuerySet",
    "MatterQuerySet",
    "MatterSpellingQuerySet",
    "MeasureAgencyQuerySet",
    "MeasureQuerySet",
    "PastPaymentQuerySet",
    "PayeeQuerySet",
    "PolicyDocumentQuerySet",
    "ProgrammeQuerySet",
    "ProgrammeRowQuerySet",
]
