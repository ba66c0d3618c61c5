from measures.models.clause import Clause
from measures.models.document import PolicyDocument
from measures.models.measure import Measure, MeasureAgency

__all__ = ["Clause", "Measure", "MeasureAgency", "PolicyDocument"]
