"""Addresses of the measures' pages."""

from django.urls import path

from measures.pages.catalogue import MeasurePage, MeasuresPage
from measures.pages.entitlements import ChasePage, EntitlementsPage, FindNow, LeftOutPage, Receive
from measures.pages.programme_acts import Amend, End, Propose, PutIntoForce
from measures.pages.programmes import (
    EditProgrammePage,
    NewProgrammePage,
    ProgrammePage,
    ProgrammesPage,
)
from measures.pages.sandbox import SandboxPage

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
    path("programmes/<int:pk>/find/", FindNow.as_view(), name="find-programme"),
    path("entitlements/", EntitlementsPage.as_view(), name="entitlements"),
    path("entitlements/chase/", ChasePage.as_view(), name="chase"),
    path("entitlements/<int:pk>/receive/", Receive.as_view(), name="receive-evidence"),
    path("sandbox/", SandboxPage.as_view(), name="sandbox"),
]
