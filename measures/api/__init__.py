from django.urls import path
from rest_framework.parsers import MultiPartParser

from measures.api.assessing import DistrictIndexViewSet, DistrictReturnViewSet, RoundViewSet
from measures.api.documents import PolicyDocumentViewSet
from measures.api.duties import CommitmentViewSet, ProgressViewSet
from measures.api.duty_desk import DutyDeskViewSet
from measures.api.effect import EffectViewSet
from measures.api.entitlements import EnterpriseEntitlementViewSet, PayeeViewSet
from measures.api.money_batches import (
    DisbursementPaperViewSet,
    DisbursementViewSet,
    NoticeViewSet,
    PaymentObjectionViewSet,
)
from measures.api.money_lines import LineViewSet
from measures.api.money_payments import (
    BudgetViewSet,
    ClawbackViewSet,
    LedgerViewSet,
    PaidDoubtViewSet,
    PaymentViewSet,
)
from measures.api.past_payments import PastPaymentViewSet
from measures.api.programmes import MatterViewSet, ProgrammeViewSet
from measures.api.proposals import DraftCommentViewSet, ProposalViewSet
from measures.api.records import RecordCountViewSet, RecordKindViewSet, RecordViewSet
from measures.api.sandbox import SandboxViewSet
from measures.api.targets import TargetPlanViewSet, TargetProgressViewSet
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
    ("disbursement-papers", DisbursementPaperViewSet),
    ("notices", NoticeViewSet),
    ("payment-objections", PaymentObjectionViewSet),
    ("payments", PaymentViewSet),
    ("clawbacks", ClawbackViewSet),
    ("paid-doubts", PaidDoubtViewSet),
    ("budgets", BudgetViewSet),
    ("ledger", LedgerViewSet),
    ("commitments", CommitmentViewSet),
    ("progress", ProgressViewSet),
    ("duty-desk", DutyDeskViewSet),
    ("records", RecordKindViewSet),
    ("district-indexes", DistrictIndexViewSet),
    ("district-rounds", RoundViewSet),
    ("district-returns", DistrictReturnViewSet),
    ("proposals", ProposalViewSet),
    ("draft-comments", DraftCommentViewSet),
    ("effect", EffectViewSet),
    ("target-plans", TargetPlanViewSet),
    ("target-progress", TargetProgressViewSet),
)
# What hangs on an address of another app.
PARTS = [
    path(
        "enterprises/<int:enterprise_id>/entitlements/",
        EnterpriseEntitlementViewSet.as_view({"get": "list"}),
        name="enterprise-entitlements",
    ),
    path(
        "records/<slug:record_kind>/",
        RecordViewSet.as_view({"get": "list", "post": "create"}),
        name="record-list",
    ),
    path(
        "records/<slug:record_kind>/list/",
        RecordViewSet.as_view({"post": "hand_in"}, parser_classes=[MultiPartParser]),
        name="record-by-list",
    ),
    path(
        "records/<slug:record_kind>/counts/",
        RecordCountViewSet.as_view({"get": "list"}),
        name="record-counts",
    ),
    path(
        "records/<slug:record_kind>/<int:pk>/",
        RecordViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="record-detail",
    ),
    path(
        "records/<slug:record_kind>/<int:pk>/strike/",
        RecordViewSet.as_view({"post": "strike"}, detail=True),
        name="record-strike",
    ),
]

__all__ = ["PARTS", "ROUTES", "MeasureViewSet", "PastPaymentViewSet"]
