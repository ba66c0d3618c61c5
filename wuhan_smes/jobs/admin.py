"""Background work on screen: to look at; it is changed on its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import JOBS
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.screens import ExportedAdmin


@admin.register(Job)
class JobAdmin(ExportedAdmin):
    view_capability = Capability.JOB_VIEW
    exports = JOBS
    list_display = ["id", "title", "actor", "state", "created_at", "started_at", "finished_at"]
    list_filter = ["state"]
    list_select_related = ["actor"]
    search_fields = ["title", "task"]
    ordering = ["-id"]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The lease is between workers."""
        return ["lease"]
