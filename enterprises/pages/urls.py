"""Addresses of the pages of the register and the gradient."""

from django.urls import path

from enterprises.pages.batch_acts import ActOnBatch, AllotPage
from enterprises.pages.batch_unit import UnitDeskPage
from enterprises.pages.batches import BatchesPage, BatchPage, OpenBatchPage
from enterprises.pages.complaints import ComplaintPage, ComplaintsPage, NewComplaintPage
from enterprises.pages.completeness import CompletenessPage
from enterprises.pages.cultivation import ConversionPage, CultivationPage, CultivationsPage
from enterprises.pages.cultivation_acts import (
    DoTask,
    EndTask,
    MoveOne,
    MoveSeveral,
    PlanOne,
    PutInPage,
    TaskOne,
    TaskSeveral,
)
from enterprises.pages.duties import DutiesPage, DutyActPage, FulfilPage, NoteChangePage
from enterprises.pages.evidence import AddEvidence, EvidenceFile, RemoveEvidence
from enterprises.pages.indicators import IndicatorsPage
from enterprises.pages.inspections import DrawPage, DrawsPage, Find, NewDraw
from enterprises.pages.key_projects import (
    AddMilestonePaper,
    BeginProject,
    EvaluateProject,
    MilestonePaperFile,
    ProjectPage,
    ProjectsPage,
    ReachMilestone,
    RemoveMilestonePaper,
)
from enterprises.pages.monitoring import MonitoringPage, MyReportsPage, ReportPage, SendLink
from enterprises.pages.monitoring_trends import TrendsPage

urlpatterns = [
    path("cultivation/", CultivationsPage.as_view(), name="cultivations"),
    path("cultivation/put-in/", PutInPage.as_view(), name="put-in"),
    path("cultivation/move/", MoveSeveral.as_view(), name="move-cultivations"),
    path("cultivation/tasks/", TaskSeveral.as_view(), name="task-cultivations"),
    path("cultivation/conversion/", ConversionPage.as_view(), name="cultivation-conversions"),
    path("cultivation/<int:pk>/", CultivationPage.as_view(), name="cultivation"),
    path("cultivation/<int:pk>/move/", MoveOne.as_view(), name="move-cultivation"),
    path("cultivation/<int:pk>/plan/", PlanOne.as_view(), name="plan-cultivation"),
    path("cultivation/<int:pk>/task/", TaskOne.as_view(), name="task-cultivation"),
    path("cultivation/tasks/<int:pk>/done/", DoTask.as_view(), name="do-cultivation-task"),
    path("cultivation/tasks/<int:pk>/end/", EndTask.as_view(), name="end-cultivation-task"),
    path("batches/", BatchesPage.as_view(), name="batches"),
    path("batches/open/", OpenBatchPage.as_view(), name="open-batch"),
    path("batches/<int:pk>/", BatchPage.as_view(), name="batch"),
    path("batches/<int:pk>/unit/", UnitDeskPage.as_view(), name="batch-unit"),
    path("batches/<int:pk>/quotas/", AllotPage.as_view(), name="allot-batch"),
    path("batches/<int:pk>/do/<slug:act>/", ActOnBatch.as_view(), name="act-on-batch"),
    path("duties/", DutiesPage.as_view(), name="duties"),
    path("duties/done/", FulfilPage.as_view(), name="fulfil-duties"),
    path("duties/changes/", NoteChangePage.as_view(), name="note-change"),
    path("duties/<int:pk>/", DutyActPage.as_view(), name="act-on-duty"),
    path("complaints/", ComplaintsPage.as_view(), name="complaints"),
    path("complaints/new/", NewComplaintPage.as_view(), name="new-complaint"),
    path("complaints/<int:pk>/", ComplaintPage.as_view(), name="complaint"),
    path("key-projects/", ProjectsPage.as_view(), name="key-projects"),
    path("key-projects/new/", BeginProject.as_view(), name="begin-key-project"),
    path("key-projects/<int:pk>/", ProjectPage.as_view(), name="key-project"),
    path("key-projects/<int:pk>/evaluate/", EvaluateProject.as_view(), name="evaluate-key-project"),
    path("key-milestones/<int:pk>/", ReachMilestone.as_view(), name="reach-milestone"),
    path("key-milestones/<int:pk>/paper/", AddMilestonePaper.as_view(), name="add-milestone-paper"),
    path("milestone-papers/<int:pk>/", MilestonePaperFile.as_view(), name="milestone-paper"),
    path(
        "milestone-papers/<int:pk>/remove/",
        RemoveMilestonePaper.as_view(),
        name="remove-milestone-paper",
    ),
    path("inspections/", DrawsPage.as_view(), name="inspections"),
    path("inspections/new/", NewDraw.as_view(), name="new-inspection"),
    path("inspections/<int:pk>/", DrawPage.as_view(), name="inspection"),
    path("inspections/drawn/<int:pk>/", Find.as_view(), name="find-inspection"),
    path("monitoring/", MonitoringPage.as_view(), name="monitoring"),
    path("monitoring/mine/", MyReportsPage.as_view(), name="my-reports"),
    path("monitoring/trends/", TrendsPage.as_view(), name="monitoring-trends"),
    path("monitoring/<int:pk>/", ReportPage.as_view(), name="period-report"),
    path("monitoring/<int:pk>/link/", SendLink.as_view(), name="send-report-link"),
    path("indicators/", CompletenessPage.as_view(), name="indicators"),
    path("enterprises/<int:pk>/evidence/", AddEvidence.as_view(), name="add-evidence"),
    path("indicators/evidence/<int:pk>/", EvidenceFile.as_view(), name="evidence-file"),
    path("indicators/evidence/<int:pk>/remove/", RemoveEvidence.as_view(), name="remove-evidence"),
    path("enterprises/<int:pk>/indicators/", IndicatorsPage.as_view(), name="indicators-of"),
]
