"""The working calendar on screen. Every change goes through the calendar's actions."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.admin import access_of
from wuhan_smes.worktime.actions import calendar as calendar_actions
from wuhan_smes.worktime.api import DAYS, YEARS
from wuhan_smes.worktime.choices import DayKind
from wuhan_smes.worktime.models import CalendarYear, WorkdayException


@admin.register(CalendarYear)
class CalendarYearAdmin(ExportedAdmin):
    """Which years the State Council has settled."""

    view_capability = Capability.REFERENCE_VIEW
    exports = YEARS
    list_display = ["year", "state", "document"]
    list_filter = ["state"]
    ordering = ["-year"]


@admin.register(WorkdayException)
class WorkdayExceptionAdmin(ExportedAdmin):
    """Holidays and make-up workdays; one row is one day."""

    view_capability = Capability.REFERENCE_VIEW
    edit_capability = Capability.CALENDAR_EDIT
    may_add = True
    exports = DAYS
    list_display = ["date", "kind", "name", "provisional", "source"]
    list_filter = ["kind", "provisional"]
    search_fields = ["name"]
    ordering = ["-date"]
    date_hierarchy = "date"
    fields = ["date", "kind", "name", "source"]
    actions = ["clear_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """A day that is there keeps its date."""
        return [*super().get_readonly_fields(request, obj), *(["date"] if obj else [])]

    def save_model(
        self, request: HttpRequest, obj: WorkdayException, form: Any, change: bool
    ) -> None:
        calendar_actions.set_day(
            obj.date,
            access=access_of(request),
            at=timezone.now(),
            kind=DayKind(obj.kind),
            name=obj.name,
            source=obj.source,
        )
        obj.pk = WorkdayException.objects.get(date=obj.date).pk

    @admin.action(description="所选日期恢复为按周历执行", permissions=["change"])
    def clear_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        access, now = access_of(request), timezone.now()
        self.run_each(
            request,
            queryset,
            lambda day: calendar_actions.set_day(
                cast("WorkdayException", day).date, access=access, at=now, kind=None
            ),
        )
