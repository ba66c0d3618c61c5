from django.urls import path

from measures.api.documents import PolicyDocumentViewSet
from measures.api.entitlements import EnterpriseEntitlementViewSet, PayeeViewSet
from measures.api.money_batches import DisbursementViewSet, NoticeViewSet, PaymentObjectionViewSet
from measures.api.money_lines import LineViewSet
from measures.api.money_payments import (
    BudgetViewSet,
    ClawbackViewSet,
    LedgerViewSet,
    PaymentViewSet,
)
from measures.api.past_payments import PastPaymentViewSet
from measures.api.programmes import MatterViewSet, ProgrammeViewSet
from measures.api.sandbox import SandboxViewSet
from measures.api.views import MeasureViewSet

ROUTES = (
    ("measures", MeasureViewSet),
    ("past-payments", PastPaymentViewSet),
    ("policy-documents", PolicyDocumentViewSet),
    ("matters", MatterViewSet),
    ("programmes", ProgrammeViewSet),
    ("sandbox", SandboxViewSet),
    ("payees", PayeeViewSet),
    ("entitlements", LineViewSet),
    ("disbursements", DisbursementViewSet),
    ("notices", NoticeViewSet),
    ("payment-objections", PaymentObjectionViewSet),
    ("payments", PaymentViewSet),
    ("clawbacks", ClawbackViewSet),
    ("budgets", BudgetViewSet),
    ("ledger", LedgerViewSet),
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
