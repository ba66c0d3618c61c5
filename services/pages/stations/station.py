"""One station with its people, enterprises and events, and what is done with the station itself."""

from typing import Any

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from enterprises.rules.spans import day_after
from services.actions import assignments, specialists, stations
from services.actions.assignments import Wanted
from services.models import Assignment, ServiceEvent, Specialist
from services.pages.stations import forms as words_of
from services.pages.stations.acts import ActPage
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.pages import Crumb, ScopedPage

SHOWN = 30  # enterprises and events on the page itself; the lists have them all


class StationPage(ScopedPage):
    """A station: who serves, whom they look after, what they arranged."""

    capability = Capability.STATION_VIEW
    title = "服务站"
    template_name = "stations/station.html"
    model = ServiceStation

    def crumbs(self) -> list[Crumb]:
        return [Crumb("服务站", reverse("stations")), Crumb(self.station.name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.STATION_VIEW)
        self.station = words_of.found_station(self.kwargs["code"], reach)
        today = timezone.localdate()
        people = Specialist.objects.within(reach).filter(station=self.station).order_by("-pk")
        care = Assignment.objects.within(reach).holding(on=today).filter(station=self.station)
        events = ServiceEvent.objects.within(reach).held().filter(station=self.station)
        held = dict(care.values_list("specialist").annotate(n=Count("pk")))
        serving = [person for person in people if person.state == "approved"]
        for person in serving:
            person.enterprises_held = held.get(person.pk, 0)  # type: ignore[attr-defined] # shown beside him
        return super().get_context_data(
            station=self.station,
            profile=getattr(self.station, "profile", None),
            serving=serving,
            waiting=[person for person in people if person.state == "applied"],
            former=[person for person in people if person.state == "ended"],
            care=care.for_list().order_by("-pk")[:SHOWN],
            care_count=care.count(),
            events=events.annotate(enterprises=Count("attendances")).order_by("-held_on")[:SHOWN],
            event_count=events.count(),
            today=today,
            may_edit=self._may(Capability.STATION_EDIT),
            may_approve=self._may(Capability.SPECIALIST_APPROVE),
            may_assign=self._may(Capability.ASSIGNMENT_EDIT),
            may_reveal=self._may(Capability.CONTACT_REVEAL),
            **kwargs,
        ) | {"title": self.station.name}

    def _may(self, capability: Capability) -> bool:
        if not self.access.holds(capability):
            return False
        return self.access.reach(capability).covers(self.station.jurisdiction_id)


class OfStation(ActPage):
    """An act on the station of the address."""

    capability = Capability.STATION_EDIT
    model = ServiceStation

    @property
    def station(self) -> ServiceStation:
        assert self.capability is not None  # noqa: S101 - every act names one
        return words_of.found_station(self.kwargs["code"], self.access.reach(self.capability))

    def crumbs(self) -> list[Crumb]:
        station = self.station
        return [
            Crumb("服务站", reverse("stations")),
            Crumb(station.name, reverse("station", args=[station.code])),
            Crumb(self.title),
        ]

    def leads_to(self, done: Any) -> str:
        return reverse("station", args=[self.kwargs["code"]])


class NewStation(ActPage):
    """设立服务站."""

    capability = Capability.STATION_EDIT
    title = "设立服务站"
    submit = "设立"
    done = "服务站已设立"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("服务站", reverse("stations")), Crumb(self.title)]

    def form(self, data: Any = None) -> forms.Form:
        reach = self.access.reach(Capability.STATION_EDIT)
        picks = {
            "jurisdiction_id": words_of.pick_units(reach),
            "street_id": words_of.pick_streets(None, reach),
        }
        return words_of.NewStationForm(data, picks=picks)

    def act(self, words: dict[str, Any]) -> Any:
        return stations.open_station(**self.who, **words)

    def leads_to(self, done: Any) -> str:
        return reverse("station", args=[done.station.code])


class AmendStation(OfStation):
    """修改服务站."""

    title = "修改服务站"
    submit = "保存"
    done = "服务站已修改"

    def form(self, data: Any = None) -> forms.Form:
        station = self.station
        profile = getattr(station, "profile", None)
        both = (station, profile)
        names = (*stations.AMENDABLE, "version")
        initial = {name: getattr(row, name) for row in both for name in names if hasattr(row, name)}
        initial["expected_version"] = initial.pop("version", 1)
        reach = self.access.reach(Capability.STATION_EDIT)
        picks = {"street_id": words_of.pick_streets(station.jurisdiction_id, reach)}
        return words_of.AmendStationForm(data, picks=picks, initial=initial)

    def act(self, words: dict[str, Any]) -> Any:
        expected = words.pop("expected_version")
        return stations.amend(self.station.pk, **self.who, values=words, expected_version=expected)


class CloseStation(OfStation):
    """撤销服务站."""

    title = "撤销服务站"
    submit = "撤销"
    done = "服务站已撤销"
    note = "站内专员连同包联企业转到所选的服务站；站内仍有人员而未选择的，不能撤销。"

    def form(self, data: Any = None) -> forms.Form:
        station, reach = self.station, self.access.reach(Capability.STATION_EDIT)
        others = words_of.pick_stations(reach, station.jurisdiction_id)
        picks = {"to_station_id": [one for one in others if one[0] != station.pk]}
        return words_of.CloseForm(data, picks=picks)

    def act(self, words: dict[str, Any]) -> Any:
        return stations.close(self.station.pk, **self.who, **words)


class ApplyHere(OfStation):
    """申请专员备案."""

    title = "申请专员备案"
    submit = "提出申请"
    done = "备案申请已提出，待区级负责人核准"
    note = "核准之前不计入在册专员；提出人不能核准自己的申请。"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.ApplyForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        station = self.station.pk
        return specialists.apply(
            **self.who, station_id=station, **{**words, "until": day_after(words["until"])}
        )


class AssignHere(OfStation):
    """安排包联企业."""

    capability = Capability.ASSIGNMENT_EDIT
    title = "安排包联企业"
    submit = "安排"
    done = "包联企业已安排"

    def form(self, data: Any = None) -> words_of.AssignForm:
        station = self.station
        reach = self.access.reach(Capability.ASSIGNMENT_EDIT)
        people = words_of.pick_people(reach, station.jurisdiction_id)[1:]
        here = set(Specialist.objects.filter(station=station).values_list("pk", flat=True))
        own = [one for one in people if one[0] in here]
        self.sent = words_of.AssignForm(data, picks={"specialist_id": own or people})
        return self.sent

    def act(self, words: dict[str, Any]) -> Any:
        specialist_id = words.pop("specialist_id")
        del words["enterprises"]
        found = self.sent.found(self.access.reach(Capability.ASSIGNMENT_EDIT))
        if self.sent.errors:
            raise InputRefused(Fault("", "unknown", "请更正企业名单后重新提交"))
        wanted = [Wanted(pk, specialist_id, **words) for pk in found]
        return assignments.assign_set(wanted, **self.who)
