"""Addresses of the pages of the register and the gradient."""

from django.urls import path

from enterprises.pages.completeness import CompletenessPage
from enterprises.pages.indicators import IndicatorsPage

urlpatterns = [
    path("indicators/", CompletenessPage.as_view(), name="indicators"),
    path("enterprises/<int:pk>/indicators/", IndicatorsPage.as_view(), name="indicators-of"),
]
