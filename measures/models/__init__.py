from measures.models.budget import Budget, LedgerEntry
from measures.models.clause import Clause
from measures.models.disbursement import DisbursementBatch, Objection, PublicNotice
from measures.models.document import PolicyDocument
from measures.models.entitlement import Entitlement, EvidenceReceipt
from measures.models.measure import Measure, MeasureAgency
from measures.models.past_payment import IDENTITY, SAID, PastPayment
from measures.models.payee import Payee
from measures.models.payment import PayeeAccount, Payment
from measures.models.programme import (
    Matter,
    MatterSpelling,
    Programme,
    ProgrammeEvidence,
    ProgrammeInstalment,
    ProgrammeShare,
)
from measures.models.steps import Clawback, EntitlementStep

__all__ = [
    "IDENTITY",
    "SAID",
    "Budget",
    "Clause",
    "Clawback",
    "DisbursementBatch",
    "Entitlement",
    "EntitlementStep",
    "EvidenceReceipt",
    "LedgerEntry",
    "Matter",
    "MatterSpelling",
    "Measure",
    "MeasureAgency",
    "Objection",
    "PastPayment",
    "Payee",
    "PayeeAccount",
    "Payment",
    "PolicyDocument",
    "Programme",
    "ProgrammeEvidence",
    "ProgrammeInstalment",
    "ProgrammeShare",
    "PublicNotice",
]
