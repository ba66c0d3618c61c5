"""The doors of accounts, for wuhan_smes/urls.py."""

from wuhan_smes.accounts.api.confirming import ConfirmingViewSet
from wuhan_smes.accounts.api.keys import TokenViewSet
from wuhan_smes.accounts.api.people import MeViewSet, UserViewSet
from wuhan_smes.accounts.api.rights import GrantViewSet
from wuhan_smes.accounts.api.sessions import SessionViewSet
from wuhan_smes.accounts.api.units import ROUTES as UNITS

ROUTES = (
    *UNITS,
    ("me", MeViewSet),
    ("users", UserViewSet),
    ("grants", GrantViewSet),
    ("tokens", TokenViewSet),
    ("sessions", SessionViewSet),
    ("auth", ConfirmingViewSet),
)
