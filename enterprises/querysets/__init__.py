from enterprises.querysets.assessment import (
    AssessmentQuerySet,
    ProspectQuerySet,
    ProspectRunQuerySet,
)
from enterprises.querysets.cultivation import (
    CultivationQuerySet,
    CultivationStepQuerySet,
    CultivationTaskQuerySet,
)
from enterprises.querysets.enterprise import (
    EnterpriseQuerySet,
    FactQuerySet,
    MoveRequestQuerySet,
)
from enterprises.querysets.evidence import IndicatorEvidenceQuerySet, MilestonePaperQuerySet
from enterprises.querysets.former import FormerTitleQuerySet
from enterprises.querysets.holding import (
    BatchUnitQuerySet,
    ComplaintQuerySet,
    KeyMilestoneQuerySet,
    KeyProjectQuerySet,
    ObjectionQuerySet,
    TitleDutyQuerySet,
)
from enterprises.querysets.identity import DuplicatePairQuerySet, MergeQuerySet
from enterprises.querysets.inspection import DrawnEnterpriseQuerySet, InspectionDrawQuerySet
from enterprises.querysets.monitoring import (
    JumpThresholdQuerySet,
    MonitoringRoundQuerySet,
    PeriodReportQuerySet,
)
from enterprises.querysets.recognition import (
    BatchCandidateQuerySet,
    BatchQuerySet,
    RecognitionQuerySet,
)
from enterprises.querysets.reference import FigureQuerySet, SharedQuerySet, TargetQuerySet

__all__ = [
    "AssessmentQuerySet",
    "BatchCandidateQuerySet",
    "BatchQuerySet",
    "BatchUnitQuerySet",
    "ComplaintQuerySet",
    "CultivationQuerySet",
    "CultivationStepQuerySet",
    "CultivationTaskQuerySet",
    "DrawnEnterpriseQuerySet",
    "DuplicatePairQuerySet",
    "EnterpriseQuerySet",
    "FactQuerySet",
    "FigureQuerySet",
    "FormerTitleQuerySet",
    "IndicatorEvidenceQuerySet",
    "InspectionDrawQuerySet",
    "JumpThresholdQuerySet",
    "KeyMilestoneQuerySet",
    "KeyProjectQuerySet",
    "MergeQuerySet",
    "MilestonePaperQuerySet",
    "MonitoringRoundQuerySet",
    "MoveRequestQuerySet",
    "ObjectionQuerySet",
    "PeriodReportQuerySet",
    "ProspectQuerySet",
    "ProspectRunQuerySet",
    "RecognitionQuerySet",
    "SharedQuerySet",
    "TargetQuerySet",
    "TitleDutyQuerySet",
]
