"""Addresses of the pages that look across every domain."""

from django.urls import path

from wuhan_smes.operations.pages.assessment import AssessmentPage, KeepAssessment
from wuhan_smes.operations.pages.boards.leader import LeaderPage
from wuhan_smes.operations.pages.boards.page import BoardPage
from wuhan_smes.operations.pages.boards.parts import BoardPart
from wuhan_smes.operations.pages.boards.wall import WallPage
from wuhan_smes.operations.pages.deep import deep
from wuhan_smes.operations.pages.discrepancies import DiscrepanciesPage
from wuhan_smes.operations.pages.duplicates import (
    DismissPair,
    DuplicatesPage,
    FindDuplicates,
    PairLater,
    PairPage,
)
from wuhan_smes.operations.pages.enterprise import EnterprisePage
from wuhan_smes.operations.pages.enterprises import EnterprisesPage
from wuhan_smes.operations.pages.exports import ExportPage, ExportsPage
from wuhan_smes.operations.pages.exports_ordered import ExportFile, OfferPage
from wuhan_smes.operations.pages.finding import FindPage
from wuhan_smes.operations.pages.former import FormerTitlesPage
from wuhan_smes.operations.pages.home import Home
from wuhan_smes.operations.pages.merges import MergePage, UndoMerge
from wuhan_smes.operations.pages.metrics import metrics
from wuhan_smes.operations.pages.people import PersonPage
from wuhan_smes.operations.pages.prospects import (
    DiscoveredPage,
    LoadPage,
    ProspectsPage,
    ReviewsPage,
    WorkOut,
)
from wuhan_smes.operations.pages.radar import RadarPage
from wuhan_smes.operations.pages.reports.briefing import BriefingPage
from wuhan_smes.operations.pages.reports.catalogue import ReportPage, ReportsPage
from wuhan_smes.operations.pages.reports.figure import ChangePage, FigurePage
from wuhan_smes.operations.pages.reports.forms import DropForm, FilledForm, FormsPage
from wuhan_smes.operations.pages.reports.handing import (
    HandInAct,
    HandInPage,
    HandInsPage,
    MakeForPeriod,
    OpenPeriodPage,
    PacketFile,
    PeriodPage,
)
from wuhan_smes.operations.pages.reports.run import CorrectRun, RunFile, RunPage, SealRun
from wuhan_smes.operations.pages.reports.verifying import VerifyPage
from wuhan_smes.operations.pages.rule_changes import RuleChangesPage
from wuhan_smes.operations.pages.soundness import LookAgain, SoundnessPage
from wuhan_smes.operations.pages.titles import TitlesPage
from wuhan_smes.operations.pages.trail import TrailPage
from wuhan_smes.operations.pages.units import UnitsPage
from wuhan_smes.operations.pages.views import DropView, NewViewPage, ViewPage, ViewsPage

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("metrics", metrics, name="metrics"),
    path("deepz", deep, name="deepz"),
    path("find/", FindPage.as_view(), name="find"),
    path("board/", BoardPage.as_view(), name="board"),
    path("board/wall/", WallPage.as_view(), name="board-wall"),
    path("board/today/", LeaderPage.as_view(), name="leader"),
    path("board/parts/<slug:board_part>/", BoardPart.as_view(), name="board-part"),
    path("enterprises/", EnterprisesPage.as_view(), name="enterprises"),
    path("enterprises/<int:pk>/", EnterprisePage.as_view(), name="enterprise"),
    path("enterprises/<int:pk>/merge/", MergePage.as_view(), name="merge"),
    path(
        "enterprises/<int:pk>/assessment/", AssessmentPage.as_view(), name="enterprise-assessment"
    ),
    path("enterprises/<int:pk>/assessment/keep/", KeepAssessment.as_view(), name="keep-assessment"),
    path("prospects/", ProspectsPage.as_view(), name="prospects"),
    path("prospects/discovered/", DiscoveredPage.as_view(), name="prospects-discovered"),
    path("prospects/reviews/", ReviewsPage.as_view(), name="prospects-reviews"),
    path("prospects/load/", LoadPage.as_view(), name="prospects-load"),
    path("prospects/work-out/", WorkOut.as_view(), name="work-out-prospects"),
    path("rule-changes/", RuleChangesPage.as_view(), name="rule-changes"),
    path("merges/<int:pk>/undo/", UndoMerge.as_view(), name="undo-merge"),
    path("duplicates/", DuplicatesPage.as_view(), name="duplicates"),
    path("duplicates/find/", FindDuplicates.as_view(), name="find-duplicates"),
    path("duplicates/<int:pk>/", PairPage.as_view(), name="pair"),
    path("duplicates/<int:pk>/dismiss/", DismissPair.as_view(), name="dismiss-pair"),
    path("duplicates/<int:pk>/later/", PairLater.as_view(), name="pair-later"),
    path("former-titles/", FormerTitlesPage.as_view(), name="former-titles"),
    path("titles/", TitlesPage.as_view(), name="titles"),
    path("radar/", RadarPage.as_view(), name="radar"),
    path("discrepancies/", DiscrepanciesPage.as_view(), name="discrepancies"),
    path("units/", UnitsPage.as_view(), name="managing-units"),
    path("trail/", TrailPage.as_view(), name="trail"),
    path("personal-requests/", PersonPage.as_view(), name="personal-requests"),
    path("soundness/", SoundnessPage.as_view(), name="soundness"),
    path("soundness/look/", LookAgain.as_view(), name="look-again"),
    path("views/", ViewsPage.as_view(), name="views"),
    path("views/new/", NewViewPage.as_view(), name="new-view"),
    path("views/<int:pk>/", ViewPage.as_view(), name="view"),
    path("views/<int:pk>/drop/", DropView.as_view(), name="drop-view"),
    path("exports/", ExportsPage.as_view(), name="exports"),
    path("exports/new/", OfferPage.as_view(), name="offer-export"),
    path("exports/<int:pk>/file/", ExportFile.as_view(), name="export-file"),
    path("exports/<slug:name>/", ExportPage.as_view(), name="export"),
    path("reports/", ReportsPage.as_view(), name="reports"),
    path("reports/briefing/", BriefingPage.as_view(), name="briefing"),
    path("reports/forms/", FormsPage.as_view(), name="sheet-forms"),
    path("reports/forms/<int:pk>/file/", FilledForm.as_view(), name="filled-form"),
    path("reports/forms/<int:pk>/drop/", DropForm.as_view(), name="drop-form"),
    path("reports/verify/", VerifyPage.as_view(), name="verify-report"),
    path("reports/runs/<int:pk>/", RunPage.as_view(), name="report-run"),
    path("reports/runs/<int:pk>/file/", RunFile.as_view(), name="report-run-file"),
    path("reports/runs/<int:pk>/seal/", SealRun.as_view(), name="seal-report-run"),
    path("reports/runs/<int:pk>/correct/", CorrectRun.as_view(), name="correct-report-run"),
    path("reports/hand-ins/", HandInsPage.as_view(), name="hand-ins"),
    path("reports/hand-ins/<int:pk>/", HandInPage.as_view(), name="hand-in"),
    path("reports/hand-ins/<int:pk>/make/", MakeForPeriod.as_view(), name="make-for-period"),
    path("reports/hand-ins/<int:pk>/packet/", PacketFile.as_view(), name="hand-in-packet"),
    path(
        "reports/hand-ins/<int:pk>/send/",
        HandInAct.as_view(),
        {"move": "hand-in"},
        name="send-hand-in",
    ),
    path(
        "reports/hand-ins/<int:pk>/accept/",
        HandInAct.as_view(),
        {"move": "accept"},
        name="accept-hand-in",
    ),
    path(
        "reports/hand-ins/<int:pk>/return/",
        HandInAct.as_view(),
        {"move": "send-back"},
        name="return-hand-in",
    ),
    path("reports/periods/<int:pk>/", PeriodPage.as_view(), name="report-period"),
    path("reports/<slug:name>/figure/", FigurePage.as_view(), name="figure"),
    path("reports/<slug:name>/figure/change/", ChangePage.as_view(), name="figure-change"),
    path("reports/<slug:name>/open-period/", OpenPeriodPage.as_view(), name="open-period"),
    path("reports/<slug:name>/", ReportPage.as_view(), name="report"),
]
