from measures.models.clause import Clause
from measures.models.document import PolicyDocument
from measures.models.entitlement import Entitlement, EvidenceReceipt
from measures.models.measure import Measure, MeasureAgency
from measures.models.past_payment import IDENTITY, SAID, PastPayment
from measures.models.payee import Payee
from measures.models.programme import (
    Matter,
    MatterSpelling,
    Programme,
    ProgrammeEvidence,
    ProgrammeInstalment,
    ProgrammeShare,
)

__all__ = [
    "IDENTITY",
    "SAID",
    "Clause",
    "Entitlement",
    "EvidenceReceipt",
    "Matter",
    "MatterSpelling",
    "Measure",
    "MeasureAgency",
    "PastPayment",
    "Payee",
    "PolicyDocument",
    "Programme",
    "ProgrammeEvidence",
    "ProgrammeInstalment",
    "ProgrammeShare",
]
