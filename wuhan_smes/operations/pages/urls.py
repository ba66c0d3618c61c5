"""Addresses of the pages that look across every domain."""

from django.urls import path

from wuhan_smes.operations.pages.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
]
