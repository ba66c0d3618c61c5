"""Addresses of the pages of visits."""

from django.urls import path

from services.pages.papers import VisitPaper
from services.pages.visits.checks import ChecksPage
from services.pages.visits.desk import AmendVisit, PastVisit
from services.pages.visits.lists import VisitsPage
from services.pages.visits.month import MonthPage
from services.pages.visits.new import NewVisit
from services.pages.visits.offline import Manifest, Worker
from services.pages.visits.visit import (
    AddPhotos,
    ConfirmVisit,
    RemovePhoto,
    RevealPhone,
    VisitPage,
    VoidVisit,
)

urlpatterns = [
    path("visits/", VisitsPage.as_view(), name="visits"),
    path("visits/new/", NewVisit.as_view(), name="new-visit"),
    path("visits/past/", PastVisit.as_view(), name="past-visit"),
    path("visits/month/", MonthPage.as_view(), name="visits-month"),
    path("visits/checks/", ChecksPage.as_view(), name="visit-checks"),
    path("visits/worker.js", Worker.as_view(), name="visits-worker"),
    path("visits/app.webmanifest", Manifest.as_view(), name="visits-manifest"),
    path("visits/<int:pk>/", VisitPage.as_view(), name="visit"),
    path("visits/<int:pk>/amend/", AmendVisit.as_view(), name="amend-visit"),
    path("visits/<int:pk>/void/", VoidVisit.as_view(), name="void-visit"),
    path("visits/<int:pk>/confirm/", ConfirmVisit.as_view(), name="confirm-visit"),
    path("visits/<int:pk>/paper/", VisitPaper.as_view(), name="visit-paper"),
    path("visits/<int:pk>/photos/", AddPhotos.as_view(), name="add-visit-photos"),
    path("visits/<int:pk>/reveal/", RevealPhone.as_view(), name="reveal-visit-phone"),
    path("visits/photos/<int:pk>/remove/", RemovePhoto.as_view(), name="remove-visit-photo"),
]
