"""Every address of visits."""

from services.api.visit_cards import VisitCardViewSet
from services.api.visit_tables import (
    VisitCountViewSet,
    VisitCoverageViewSet,
    VisitDueViewSet,
    VisitSignViewSet,
)
from services.api.visits import VisitPhotoViewSet, VisitViewSet

ROUTES = (
    ("visits", VisitViewSet),
    ("visit-photos", VisitPhotoViewSet),
    ("visit-cards", VisitCardViewSet),
    ("visit-counts", VisitCountViewSet),
    ("visit-coverage", VisitCoverageViewSet),
    ("visit-due", VisitDueViewSet),
    ("visit-signs", VisitSignViewSet),
)
