"""The doors of the gradient's numbers, for wuhan_smes/urls.py."""

from typing import Final

from enterprises.api.assessments import ROUTES as ASSESSMENTS
from enterprises.api.counts import TierCountViewSet, TierFlowViewSet, TierTrendViewSet
from enterprises.api.figures import FigureViewSet
from enterprises.api.former import FormerTitleViewSet
from enterprises.api.prospects import ROUTES as PROSPECTS
from enterprises.api.radar import RadarViewSet
from enterprises.api.targets import TargetViewSet

ROUTES: Final = (
    ("tier-counts", TierCountViewSet),
    ("tier-flows", TierFlowViewSet),
    ("tier-trend", TierTrendViewSet),
    ("radar", RadarViewSet),
    ("former-titles", FormerTitleViewSet),
    ("targets", TargetViewSet),
    ("reported-figures", FigureViewSet),
    *ASSESSMENTS,
    *PROSPECTS,
)
