"""Addresses of the measures' pages."""

from django.urls import path

from measures.pages.catalogue import MeasurePage, MeasuresPage

urlpatterns = [
    path("measures/", MeasuresPage.as_view(), name="measures"),
    path("measures/<int:pk>/", MeasurePage.as_view(), name="measure"),
]
