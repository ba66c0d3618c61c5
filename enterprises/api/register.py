"""The doors of the register, for wuhan_smes/urls.py."""

from enterprises.api.enterprises import EnterpriseViewSet
from enterprises.api.identity import DuplicateViewSet, MergeViewSet
from enterprises.api.indicators import ROUTES as INDICATORS
from enterprises.api.moves import MoveRequestViewSet
from enterprises.api.parts import ContactViewSet, OwnershipViewSet
from enterprises.api.places import PlaceViewSet
from enterprises.api.standing import ROUTES as STANDING

ROUTES = (
    ("enterprises", EnterpriseViewSet),
    ("merges", MergeViewSet),
    ("duplicates", DuplicateViewSet),
    ("move-requests", MoveRequestViewSet),
    ("contacts", ContactViewSet),
    ("ownership-links", OwnershipViewSet),
    ("places", PlaceViewSet),
    *STANDING,
    *INDICATORS,
)
