"""Addresses of the services' pages."""

from django.urls import path

from services.pages.notices import NoticesPage, UnreadCount
from services.pages.stats import StatsPage

urlpatterns = [
    path("tickets/stats/", StatsPage.as_view(), name="ticket-stats"),
    path("notices/", NoticesPage.as_view(), name="notices"),
    path("notices/unread/", UnreadCount.as_view(), name="notices-unread"),
]
