"""One event with who came, and what is done with it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from services.actions import events
from services.actions.events import Came
from services.models import EventAttendance, ServiceEvent
from services.pages.stations import forms as words_of
from services.pages.stations.acts import ActPage
from services.pages.stations.people import ticked
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage

LISTS = (Crumb("服务站", "/stations/"), Crumb("服务活动", "/stations/events/"))


class EventPage(ScopedPage):
    """An event: what it was, and the enterprises that came."""

    capability = Capability.STATION_VIEW
    title = "服务活动"
    template_name = "stations/event.html"
    model = ServiceEvent

    def crumbs(self) -> list[Crumb]:
        return [*LISTS, Crumb(self.event.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.STATION_VIEW)
        self.event = ServiceEvent.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        came = EventAttendance.objects.within(reach).filter(event=self.event).order_by("pk")
        edit = Capability.STATION_EDIT
        may = self.access.holds(edit) and self.access.reach(edit).covers(self.event.jurisdiction_id)
        context = super().get_context_data(
            event=self.event,
            came=list(came),
            may_edit=may and self.event.cancelled_at is None,
            attendance=words_of.AttendanceForm(),
            **kwargs,
        )
        return context | {"title": self.event.title}


class OfEvent(ActPage):
    """An act on the event of the address."""

    capability = Capability.STATION_EDIT
    model = ServiceEvent

    @property
    def event(self) -> ServiceEvent:
        rows = ServiceEvent.objects.within(self.access.reach(Capability.STATION_EDIT))
        return rows.get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        event = self.event
        return [*LISTS, Crumb(event.title, reverse("event", args=[event.pk])), Crumb(self.title)]

    def leads_to(self, done: Any) -> str:
        return reverse("event", args=[self.kwargs["pk"]])


class NewEvent(ActPage):
    """登记活动; the station of the address is offered first."""

    capability = Capability.STATION_EDIT
    title = "登记服务活动"
    submit = "登记"
    done = "活动已登记"

    def crumbs(self) -> list[Crumb]:
        return [*LISTS, Crumb(self.title)]

    def form(self, data: Any = None) -> forms.Form:
        reach = self.access.reach(Capability.STATION_EDIT)
        code = self.request.GET.get("station", "")
        initial: dict[str, Any] = {}
        if data is None and code:
            station = words_of.found_station(code, reach)
            initial = {"station_id": station.pk, "jurisdiction_id": station.jurisdiction_id}
        picks = {
            "jurisdiction_id": words_of.pick_units(reach),
            "station_id": words_of.pick_stations(reach),
            "campaign_id": words_of.pick_campaigns(),
        }
        return words_of.NewEventForm(data, picks=picks, initial=initial)

    def act(self, words: dict[str, Any]) -> Any:
        return events.create(**self.who, **words)

    def leads_to(self, done: ServiceEvent) -> str:
        return reverse("event", args=[done.pk])


class AmendEvent(OfEvent):
    title = "修改活动"
    submit = "保存"
    done = "活动已修改"

    def form(self, data: Any = None) -> forms.Form:
        event = self.event
        initial = {name: getattr(event, name) for name in events.AMENDABLE}
        initial["co_hosts"] = "、".join(event.co_hosts)
        picks = {"campaign_id": words_of.pick_campaigns()}
        return words_of.EventForm(data, picks=picks, initial=initial)

    def act(self, words: dict[str, Any]) -> Any:
        event = self.event
        changed = {name: value for name, value in words.items() if getattr(event, name) != value}
        return events.amend(event.pk, **self.who, values=changed)


class CancelEvent(OfEvent):
    title = "取消活动"
    submit = "取消活动"
    done = "活动已取消，不再计数"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.CancelForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        return events.cancel(self.event.pk, **self.who, **words)


class RecordAttendance(OfEvent):
    title = "登记参加企业"
    submit = "登记"
    done = "参加企业已登记"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.AttendanceForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        """Lines of the register by code or name; the others by the name that was written."""
        lines = [line.strip() for line in words["enterprises"].splitlines() if line.strip()]
        rows = Enterprise.objects.within(self.access.reach(Capability.STATION_EDIT))
        known: dict[str, int] = {}
        for field in ("name", "uscc"):
            matched = rows.filter(**{f"{field}__in": lines}).order_by("pk")
            known.update(matched.values_list(field, "pk"))
        came = [
            Came(known[line]) if line in known else Came(name=line) for line in dict.fromkeys(lines)
        ]
        return events.record_attendance(self.event.pk, came, **self.who)


class StrikeAttendance(ScopedPage):
    """Take the ticked enterprises off the list."""

    capability = Capability.STATION_EDIT
    title = "移出名单"
    http_method_names = ["post"]
    model = ServiceEvent

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        events.strike_attendance(pk, ticked(request), access=self.access, at=timezone.now())
        return redirect("event", pk)
