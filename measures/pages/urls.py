"""Addresses of the measures' pages."""

from django.urls import path

from measures.pages.assessing.returns import JudgeReturnPage, ReturnEvidencePage, ReturnPage
from measures.pages.assessing.rounds import NewIndexPage, RoundPage, RoundsPage
from measures.pages.by_list import ProgressByListPage, RecordsByListPage
from measures.pages.catalogue import MeasurePage, MeasuresPage
from measures.pages.documents import DocumentPage, DocumentsPage
from measures.pages.duties.lists import BreakdownPage, CommitmentsPage, DeskPage
from measures.pages.duties.one import CommitmentPage, EvidencePage, JudgePage, StartPage
from measures.pages.effect import EffectPage
from measures.pages.entitlements import ChasePage, EntitlementsPage, FindNow, LeftOutPage, Receive
from measures.pages.money.acts import ActOnMany, ActOnOne
from measures.pages.money.batch import BatchAnnex, DisbursementPage, PaperPage
from measures.pages.money.budget import BudgetPage
from measures.pages.money.desk import MoneyDesk
from measures.pages.money.line import AskAccount, LinePage
from measures.pages.money.line_desk import LineDesk
from measures.pages.money.lists import (
    BudgetsPage,
    ClawbacksPage,
    DisbursementsPage,
    DoubtsPage,
    PaymentsPage,
)
from measures.pages.money.overview import MoneyOverview
from measures.pages.money.payment import PaymentPage, RevealAccount
from measures.pages.money.unmapped import UnmappedPage
from measures.pages.naming import NamePage
from measures.pages.programme_acts import Amend, End, Propose, PutIntoForce
from measures.pages.programmes import (
    EditProgrammePage,
    NewProgrammePage,
    ProgrammePage,
    ProgrammesPage,
)
from measures.pages.proposals.comments import CommentPage, CommentsPage, NewCommentPage
from measures.pages.proposals.pages import (
    NewProposalPage,
    ProposalPage,
    ProposalsPage,
    ReplyPaper,
)
from measures.pages.records.lists import RecordKindsPage, RecordsPage
from measures.pages.records.one import NewRecordPage, RecordPage
from measures.pages.sandbox import CostLater, SandboxPage
from measures.pages.targets.pages import ClosersPage, TargetPage, TargetsPage

urlpatterns = [
    path("measures/", MeasuresPage.as_view(), name="measures"),
    path("measures/<int:pk>/", MeasurePage.as_view(), name="measure"),
    path("programmes/", ProgrammesPage.as_view(), name="programmes"),
    path("programmes/new/", NewProgrammePage.as_view(), name="new-programme"),
    path("programmes/left-out/", LeftOutPage.as_view(), name="left-out"),
    path("programmes/<int:pk>/", ProgrammePage.as_view(), name="programme"),
    path("programmes/<int:pk>/edit/", EditProgrammePage.as_view(), name="edit-programme"),
    path("programmes/<int:pk>/propose/", Propose.as_view(), name="propose-programme"),
    path("programmes/<int:pk>/approve/", PutIntoForce.as_view(), name="approve-programme"),
    path("programmes/<int:pk>/amend/", Amend.as_view(), name="amend-programme"),
    path("programmes/<int:pk>/end/", End.as_view(), name="end-programme"),
    path("programmes/<int:pk>/name/", NamePage.as_view(), name="name-payees"),
    path("programmes/<int:pk>/find/", FindNow.as_view(), name="find-programme"),
    path("entitlements/", EntitlementsPage.as_view(), name="entitlements"),
    path("entitlements/chase/", ChasePage.as_view(), name="chase"),
    path("entitlements/<int:pk>/receive/", Receive.as_view(), name="receive-evidence"),
    path("entitlements/desk/", LineDesk.as_view(), name="line-desk"),
    path("entitlements/unmapped/", UnmappedPage.as_view(), name="unmapped-payments"),
    path("entitlements/<int:pk>/", LinePage.as_view(), name="entitlement"),
    path("entitlements/<int:pk>/ask/", AskAccount.as_view(), name="ask-account"),
    path("documents/", DocumentsPage.as_view(), name="documents"),
    path("documents/<int:pk>/", DocumentPage.as_view(), name="document"),
    path("sandbox/", SandboxPage.as_view(), name="sandbox"),
    path("sandbox/later/", CostLater.as_view(), name="cost-later"),
    path("money/", MoneyDesk.as_view(), name="money-desk"),
    path("money/overview/", MoneyOverview.as_view(), name="money-overview"),
    path("money/payments/", PaymentsPage.as_view(), name="payments"),
    path("money/payments/<int:pk>/", PaymentPage.as_view(), name="payment"),
    path("money/payments/<int:pk>/account/", RevealAccount.as_view(), name="reveal-account"),
    path("money/batches/", DisbursementsPage.as_view(), name="disbursements"),
    path("money/batches/<int:pk>/", DisbursementPage.as_view(), name="disbursement"),
    path("money/batches/<int:pk>/annex/", BatchAnnex.as_view(), name="disbursement-annex"),
    path("money/papers/<int:pk>/<slug:paper>/", PaperPage.as_view(), name="disbursement-paper"),
    path("money/clawbacks/", ClawbacksPage.as_view(), name="clawbacks"),
    path("money/doubts/", DoubtsPage.as_view(), name="paid-doubts"),
    path("money/budgets/", BudgetsPage.as_view(), name="budgets"),
    path("money/book/", BudgetPage.as_view(), name="budget"),
    path("money/acts/<slug:act>/", ActOnMany.as_view(), name="act-on-many"),
    path("money/acts/<slug:act>/<int:pk>/", ActOnOne.as_view(), name="act-on-one"),
    path("commitments/", CommitmentsPage.as_view(), name="commitments"),
    path("commitments/breakdown/", BreakdownPage.as_view(), name="breakdown"),
    path("commitments/desk/", DeskPage.as_view(), name="duty-desk"),
    path("commitments/desk/list/", ProgressByListPage.as_view(), name="progress-by-list"),
    path("commitments/<int:pk>/", CommitmentPage.as_view(), name="commitment"),
    path("commitments/<int:pk>/start/", StartPage.as_view(), name="start-commitment"),
    path("progress/<int:pk>/judge/", JudgePage.as_view(), name="judge-progress"),
    path(
        "progress/<int:pk>/evidence/<int:evidence>/",
        EvidencePage.as_view(),
        name="progress-evidence",
    ),
    path("targets/", TargetsPage.as_view(), name="targets"),
    path("targets/<int:pk>/", TargetPage.as_view(), name="target"),
    path("targets/<int:pk>/closers/", ClosersPage.as_view(), name="target-closers"),
    path("district-assessment/", RoundsPage.as_view(), name="district-rounds"),
    path("district-assessment/index/new/", NewIndexPage.as_view(), name="new-district-index"),
    path("district-assessment/<int:pk>/", RoundPage.as_view(), name="district-round"),
    path("district-assessment/<int:pk>/unit/", ReturnPage.as_view(), name="district-return"),
    path(
        "district-returns/<int:pk>/judge/",
        JudgeReturnPage.as_view(),
        name="judge-district-return",
    ),
    path(
        "district-returns/<int:pk>/evidence/<int:return_evidence>/",
        ReturnEvidencePage.as_view(),
        name="district-evidence",
    ),
    path("proposals/", ProposalsPage.as_view(), name="proposals"),
    path("proposals/new/", NewProposalPage.as_view(), name="new-proposal"),
    path("proposals/<int:pk>/", ProposalPage.as_view(), name="proposal"),
    path("proposals/<int:pk>/paper/", ReplyPaper.as_view(), name="proposal-paper"),
    path("draft-comments/", CommentsPage.as_view(), name="draft-comments"),
    path("draft-comments/new/", NewCommentPage.as_view(), name="new-draft-comment"),
    path("draft-comments/<int:pk>/", CommentPage.as_view(), name="draft-comment"),
    path("effect/", EffectPage.as_view(), name="effect"),
    path("records/", RecordKindsPage.as_view(), name="record-kinds"),
    path("records/<slug:record_kind>/", RecordsPage.as_view(), name="records"),
    path("records/<slug:record_kind>/new/", NewRecordPage.as_view(), name="new-record"),
    path("records/<slug:record_kind>/list/", RecordsByListPage.as_view(), name="records-by-list"),
    path("records/<slug:record_kind>/<int:pk>/", RecordPage.as_view(), name="record"),
]
