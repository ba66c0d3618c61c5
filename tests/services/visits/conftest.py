"""A unit with a station and its specialist, a clerk, a lead, and the unit next door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet

from enterprises.models import Enterprise
from services.actions import visits
from services.actions.visit_words import Said
from services.choices.visits import Purpose, VisitMode
from services.models import Specialist
from tests.factories.accounts import make_access, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_profile, make_specialist
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import scoped

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
EARLIER = NOON - timedelta(hours=2)


@dataclass(frozen=True)
class Neighbourhood:
    """`walker` writes for the station of `here`; `clerk` and `lead` for the unit itself."""

    here: Jurisdiction
    there: Jurisdiction
    station: ServiceStation
    specialist: Specialist
    walker: Access
    clerk: Access
    lead: Access
    stranger: Access
    city: Access
    reader: Access

    def enterprise(self, **values: Any) -> Enterprise:
        return make_enterprise(unit=self.here, **values)

    def colleague(self) -> Access:
        """Another specialist of another station of the same unit."""
        station = make_profile(make_station(self.here)).station
        return make_access("specialist", station=station)


def build() -> Neighbourhood:
    here, there = make_unit(), make_unit()
    station = make_profile(make_station(here)).station
    user = make_user("specialist", station=station)
    other = make_profile(make_station(there)).station
    return Neighbourhood(
        here,
        there,
        station,
        make_specialist(station, user=user),
        access_for(user),
        make_access("district_staff", unit=here),
        make_access("district_lead", unit=here),
        make_access("specialist", station=other),
        make_access("bureau_staff"),
        make_access("auditor"),
    )


@pytest.fixture
def town(db: None) -> Neighbourhood:
    return build()


def said(**words: Any) -> Said:
    given = {
        "visited_at": EARLIER,
        "mode": VisitMode.PLACE,
        "purposes": [Purpose.ROUTINE],
        "summary": "生产正常，订单稳定",
    }
    return Said(**{**given, **words})


def log(
    access: Access,
    enterprise: Enterprise,
    *,
    uuid: UUID | None = None,
    at: datetime = NOON,
    words: Mapping[str, Any] | None = None,
    **more: Any,
) -> visits.Logged:
    with scoped(access):
        return visits.log(
            enterprise.pk,
            access=access,
            at=at,
            client_uuid=uuid or uuid4(),
            said=said(**(words or {})),
            **more,
        )


def entries() -> QuerySet[AuditEvent]:
    """What the trail says of visits, in order."""
    return AuditEvent.objects.filter(kind__regex=r"^(visit|contact)\.").order_by("id")
