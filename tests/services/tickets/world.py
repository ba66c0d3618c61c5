"""A unit with a station, an agency, and the people who act on its tickets."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from services.models import Ticket
from tests.factories.accounts import make_access, make_agency, make_station, make_unit
from tests.factories.tickets import make_ticket
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation
from wuhan_smes.scope import bootstrap_scope

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass
class World:
    """`people` act inside the unit; their namesakes elsewhere have nothing to do with it."""

    unit: Jurisdiction = field(default_factory=make_unit)

    @cached_property
    def station(self) -> ServiceStation:
        return make_station(self.unit)

    @cached_property
    def agency(self) -> Agency:
        return make_agency()

    @cached_property
    def other_agency(self) -> Agency:
        return make_agency()

    @cached_property
    def desk(self) -> Access:
        return make_access("district_staff", unit=self.unit)

    @cached_property
    def second_desk(self) -> Access:
        return make_access("district_staff", unit=self.unit)

    @cached_property
    def lead(self) -> Access:
        return make_access("district_lead", unit=self.unit)

    @cached_property
    def city(self) -> Access:
        return make_access("bureau_lead")

    @cached_property
    def specialist(self) -> Access:
        return make_access("specialist", station=self.station)

    @cached_property
    def handler(self) -> Access:
        return make_access("handler", agency=self.agency)

    @cached_property
    def helper(self) -> Access:
        return make_access("handler", agency=self.other_agency)

    def ticket(self, state: str, **values: Any) -> Ticket:
        """A ticket of the unit, in the hands of its agency where it has one."""
        return make_ticket(state, unit=self.unit, **{"agency": self.agency, **values})

    def own_ticket(self, state: str, **values: Any) -> Ticket:
        """A ticket the station collected and handles itself."""
        return make_ticket(state, unit=self.unit, station=self.station, **values)

    def helper_of(self, ticket: Ticket) -> Access:
        """Somebody whose agency has seen the ticket but does not lead it."""
        with bootstrap_scope():
            Ticket.objects.filter(pk=ticket.pk).update(
                agency_ids=[*ticket.agency_ids, self.other_agency.pk]
            )
        return self.helper
