"""服务站、专员、包联、活动: four lists in reach, each with its file."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.db.models import Count, Q
from django.utils import timezone

from services.choices.stations import EventKind, StationKind
from services.models import Assignment, ServiceEvent, Specialist
from services.pages.stations.forms import ListSieve, pick_people
from services.queries.cards import filing_of
from services.queries.stations import SERVICE_MONTH, Cut, station_counts, stations_on
from services.reports.station_lists import ASSIGNMENTS, EVENTS, SPECIALISTS, STATIONS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb

NEWEST: Final = {"-id": ("-id",)}


class NetworkPage(ExportedPage):
    """What the four lists share."""

    capability = Capability.STATION_VIEW
    orderings: ClassVar[Mapping[str, Any]] = NEWEST
    keeps: ClassVar[tuple[str, ...]]
    kinds: ClassVar[Any] = ()

    def crumbs(self) -> list[Crumb]:
        return [Crumb("服务站", "/stations/"), Crumb(self.title)]

    def sieve(self) -> ListSieve:
        return ListSieve(self.request.GET, reach=self.reach, keeps=self.keeps, kinds=self.kinds)

    def cut(self, rows: Any, sieve: ListSieve) -> Any:
        """By unit and station, or nothing while the address is wrong."""
        if sieve.errors:
            return rows.none()
        if unit := sieve.chosen("jurisdiction"):
            rows = rows.filter(jurisdiction__code=unit)
        if station := sieve.chosen("station"):
            rows = rows.filter(station__code=station)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        may = {
            "may_edit": self.access.holds(Capability.STATION_EDIT),
            "may_approve": self.access.holds(Capability.SPECIALIST_APPROVE),
            "may_assign": self.access.holds(Capability.ASSIGNMENT_EDIT),
        }
        return super().get_context_data(form=sieve, page=page, **may, **kwargs)


class StationsPage(NetworkPage):
    """Stations open on a day, and the counts of that day."""

    title = "服务站"
    template_name = "stations/stations.html"
    url_name = "stations"
    exports = STATIONS
    orderings = {"code": ("code", "id")}
    keeps = ("q", "jurisdiction", "kind", "on")
    kinds = StationKind.choices

    def crumbs(self) -> list[Crumb]:
        return []

    def rows(self, sieve: ListSieve) -> Any:
        day = sieve.day or timezone.localdate()
        rows = stations_on(day).within(self.reach).select_related("jurisdiction", "profile__street")
        serving = Q(specialists__state__in=("approved", "ended")) & Q(
            specialists__during__contains=day
        )
        rows = self.cut(rows, sieve).annotate(
            people=Count("specialists", filter=serving, distinct=True)
        )
        if kind := sieve.chosen("kind"):
            rows = rows.filter(profile__kind=kind)
        if words := sieve.chosen("q"):
            rows = rows.filter(name__contains=words)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.sieve().day or timezone.localdate()
        (total,) = station_counts(self.reach, on=day)
        units = station_counts(self.reach, on=day, by=Cut.JURISDICTION)
        return super().get_context_data(
            on=day,
            total=total,
            units=units if len(units) > 1 else [],
            waiting=Specialist.objects.within(self.reach).waiting().count(),
            **kwargs,
        )


class SpecialistsPage(NetworkPage):
    """The filings, the latest first; those that wait are approved here, several at once."""

    title = "服务专员"
    template_name = "stations/specialists.html"
    url_name = "specialists"
    exports = SPECIALISTS
    keeps = ("q", "jurisdiction", "station", "state", "on")

    def rows(self, sieve: ListSieve) -> Any:
        rows = self.cut(Specialist.objects.within(self.reach).for_list(), sieve)
        if state := sieve.chosen("state"):
            rows = rows.filter(state=state)
        if sieve.day:
            rows = rows.in_force(on=sieve.day)
        if words := sieve.chosen("q"):
            rows = rows.filter(name__contains=words)
        return rows


class AssignmentsPage(NetworkPage):
    """Which enterprise is in whose care; several are handed over at once."""

    title = "包联企业"
    template_name = "stations/assignments.html"
    url_name = "assignments"
    exports = ASSIGNMENTS
    keeps = ("q", "jurisdiction", "station", "whose", "on")

    def rows(self, sieve: ListSieve) -> Any:
        day = sieve.day or timezone.localdate()
        rows = self.cut(Assignment.objects.within(self.reach).holding(on=day).for_list(), sieve)
        if words := sieve.chosen("q"):
            rows = rows.filter(Q(enterprise__name__contains=words) | Q(specialist__name=words))
        if sieve.chosen("whose"):
            mine = filing_of(self.access, on=day)  # or those of his station, as on the first page
            rows = rows.filter(
                Q(specialist=mine) if mine else Q(station_id__in=self.reach.station_ids)
            )
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        units = {row.jurisdiction_id for row in context["page"].rows}
        people = pick_people(self.reach, units.pop()) if len(units) == 1 else []
        return {**context, "people": people, "today": timezone.localdate()}


class EventsPage(NetworkPage):
    """Events, the latest first."""

    title = "服务活动"
    template_name = "stations/events.html"
    url_name = "events"
    exports = EVENTS
    orderings = {"-held_on": ("-held_on", "-id")}
    keeps = ("q", "jurisdiction", "station", "kind", "counted", "on")
    kinds = EventKind.choices

    def rows(self, sieve: ListSieve) -> Any:
        rows = ServiceEvent.objects.within(self.reach).for_list()
        rows = self.cut(rows, sieve).annotate(enterprises=Count("attendances"))
        if sieve.day:
            rows = rows.held().filter(held_on__lte=sieve.day)
        if sieve.chosen("counted"):
            rows = rows.held().filter(campaign__code=SERVICE_MONTH)
        if kind := sieve.chosen("kind"):
            rows = rows.filter(kind=kind)
        if words := sieve.chosen("q"):
            rows = rows.filter(title__contains=words)
        return rows
