from django.urls import path

from measures.api.entitlements import (
    EnterpriseEntitlementViewSet,
    EntitlementViewSet,
    PayeeViewSet,
)
from measures.api.past_payments import PastPaymentViewSet
from measures.api.programmes import MatterViewSet, ProgrammeViewSet
from measures.api.views import MeasureViewSet

ROUTES = (
    ("measures", MeasureViewSet),
    ("past-payments", PastPaymentViewSet),
    ("matters", MatterViewSet),
    ("programmes", ProgrammeViewSet),
    ("payees", PayeeViewSet),
    ("entitlements", EntitlementViewSet),
)
# What hangs on an address of another app.
PARTS = [
    path(
        "enterprises/<int:enterprise_id>/entitlements/",
        EnterpriseEntitlementViewSet.as_view({"get": "list"}),
        name="enterprise-entitlements",
    ),
]

__all__ = ["PARTS", "ROUTES", "MeasureViewSet", "PastPaymentViewSet"]
