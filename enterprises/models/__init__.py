from enterprises.models.assessment import Assessment, Prospect, ProspectRun
from enterprises.models.batch_work import BatchObjection, BatchUnit
from enterprises.models.complaint import Complaint
from enterprises.models.cultivation import Cultivation, CultivationStep, CultivationTask
from enterprises.models.duty import TitleDuty
from enterprises.models.enterprise import (
    Contact,
    Enterprise,
    MoveRequest,
    MoveState,
    OwnershipLink,
)
from enterprises.models.evidence import IndicatorEvidence
from enterprises.models.facts import (
    DatedFact,
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    JurisdictionStay,
    ScaleStatus,
    SizeYear,
)
from enterprises.models.figure import Qualifier, ReportedFigure, SourceFlag, TierTarget
from enterprises.models.former import FormerTitle
from enterprises.models.identity import DuplicatePair, Merge
from enterprises.models.indicators import (
    ANNUAL,
    PERIODIC,
    AnnualIndicators,
    Indicator,
    PeriodIndicators,
)
from enterprises.models.inspection import DrawnEnterprise, InspectionDraw
from enterprises.models.key_project import KeyMilestone, KeyProject, MilestonePaper
from enterprises.models.monitoring import JumpThreshold, MonitoringRound, PeriodReport
from enterprises.models.recognition import BatchCandidate, Recognition, RecognitionBatch
from enterprises.models.reference import (
    ChainMapping,
    Industry,
    IndustryChain,
    Place,
    SizeThreshold,
    TierDefinition,
)

__all__ = [
    "ANNUAL",
    "PERIODIC",
    "AnnualIndicators",
    "Assessment",
    "BatchCandidate",
    "BatchObjection",
    "BatchUnit",
    "ChainMapping",
    "Complaint",
    "Contact",
    "Cultivation",
    "CultivationStep",
    "CultivationTask",
    "DatedFact",
    "DrawnEnterprise",
    "DuplicatePair",
    "Enterprise",
    "EnterpriseChain",
    "EnterpriseName",
    "EnterprisePlace",
    "FormerTitle",
    "Indicator",
    "IndicatorEvidence",
    "Industry",
    "IndustryChain",
    "IndustryStay",
    "InspectionDraw",
    "JumpThreshold",
    "JurisdictionStay",
    "KeyMilestone",
    "KeyProject",
    "Merge",
    "MilestonePaper",
    "MonitoringRound",
    "MoveRequest",
    "MoveState",
    "OwnershipLink",
    "PeriodIndicators",
    "PeriodReport",
    "Place",
    "Prospect",
    "ProspectRun",
    "Qualifier",
    "Recognition",
    "RecognitionBatch",
    "ReportedFigure",
    "ScaleStatus",
    "SizeThreshold",
    "SizeYear",
    "SourceFlag",
    "TierDefinition",
    "TierTarget",
    "TitleDuty",
]
