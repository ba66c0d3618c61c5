"""Addresses of the pages about background work."""

from django.urls import path

from wuhan_smes.jobs.pages.jobs import JobMove, JobsPage

urlpatterns = [
    path("jobs/", JobsPage.as_view(), name="jobs"),
    path("jobs/<int:pk>/cancel/", JobMove.as_view(), {"move": "cancel"}, name="cancel-job"),
    path("jobs/<int:pk>/retry/", JobMove.as_view(), {"move": "retry"}, name="retry-job"),
]
