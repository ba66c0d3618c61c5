"""The vocabularies of measures and money, one module for each subject."""

from measures.choices.catalogue import (
    AgencyRole,
    AmountStatus,
    ClauseEffect,
    ClauseKind,
    Comparison,
    DocumentKind,
    DocumentLevel,
    DocumentStatus,
    Subject,
    Theme,
)
from measures.choices.promises import (
    EntitlementReason,
    EntitlementState,
    EvidenceKind,
    Gate,
    Mode,
    OncePer,
    PayeeKind,
    ProgrammeState,
    Transition,
)

__all__ = [
    "AgencyRole",
    "AmountStatus",
    "ClauseEffect",
    "ClauseKind",
    "Comparison",
    "DocumentKind",
    "DocumentLevel",
    "DocumentStatus",
    "EntitlementReason",
    "EntitlementState",
    "EvidenceKind",
    "Gate",
    "Mode",
    "OncePer",
    "PayeeKind",
    "ProgrammeState",
    "Subject",
    "Theme",
    "Transition",
]
