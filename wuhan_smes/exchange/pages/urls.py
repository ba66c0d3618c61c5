"""Addresses of the pages about imports."""

from django.urls import path

from wuhan_smes.exchange.pages.acts import (
    ApplyPage,
    ChooseAct,
    LaterAct,
    MoveAct,
    RevertPage,
    SettleAct,
)
from wuhan_smes.exchange.pages.files import ErrorsFile, TemplateFile
from wuhan_smes.exchange.pages.imports import ImportsPage
from wuhan_smes.exchange.pages.mapping import ColumnsPage
from wuhan_smes.exchange.pages.one import ImportPage

urlpatterns = [
    path("imports/", ImportsPage.as_view(), name="imports"),
    path("imports/kinds/<slug:kind>/template.xlsx", TemplateFile.as_view(), name="import-template"),
    path("imports/<int:pk>/", ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/columns/", ColumnsPage.as_view(), name="import-columns"),
    path("imports/<int:pk>/choose/", ChooseAct.as_view(), name="import-choose"),
    path("imports/<int:pk>/later/", LaterAct.as_view(), name="import-later"),
    path("imports/<int:pk>/settle/", SettleAct.as_view(), name="import-settle"),
    path("imports/<int:pk>/apply/", ApplyPage.as_view(), name="import-apply"),
    path("imports/<int:pk>/revert/", RevertPage.as_view(), name="import-revert"),
    path("imports/<int:pk>/check/", MoveAct.as_view(), {"move": "check"}, name="import-check"),
    path("imports/<int:pk>/cancel/", MoveAct.as_view(), {"move": "cancel"}, name="import-cancel"),
    path("imports/<int:pk>/errors.xlsx", ErrorsFile.as_view(), name="import-errors"),
]
