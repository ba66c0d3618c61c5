from measures.models.clause import Clause
from measures.models.document import PolicyDocument
from measures.models.measure import Measure, MeasureAgency
from measures.models.past_payment import IDENTITY, SAID, PastPayment

__all__ = [
    "IDENTITY",
    "SAID",
    "Clause",
    "Measure",
    "MeasureAgency",
    "PastPayment",
    "PolicyDocument",
]
