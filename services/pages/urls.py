"""Addresses of the services' pages."""

from django.urls import path

from services.pages.notices import NoticesPage, UnreadCount

urlpatterns = [
    path("notices/", NoticesPage.as_view(), name="notices"),
    path("notices/unread/", UnreadCount.as_view(), name="notices-unread"),
]
