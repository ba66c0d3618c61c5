from enterprises.querysets.enterprise import (
    EnterpriseQuerySet,
    FactQuerySet,
    MoveRequestQuerySet,
)
from enterprises.querysets.recognition import (
    BatchCandidateQuerySet,
    BatchQuerySet,
    RecognitionQuerySet,
)
from enterprises.querysets.reference import FigureQuerySet, SharedQuerySet, TargetQuerySet

__all__ = [
    "BatchCandidateQuerySet",
    "BatchQuerySet",
    "EnterpriseQuerySet",
    "FactQuerySet",
    "FigureQuerySet",
    "MoveRequestQuerySet",
    "RecognitionQuerySet",
    "SharedQuerySet",
    "TargetQuerySet",
]
