"""Two units side by side, each with a clerk, a lead and a station with people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db.models import QuerySet

from enterprises.models import Enterprise
from services.models import Specialist
from tests.factories.accounts import make_access, make_station, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import SINCE, make_profile, make_specialist
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.audit.models import AuditEvent

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)


@dataclass(frozen=True)
class Quarter:
    """`clerk` and `lead` serve `here`; `other` leads `there`; `city` leads the bureau."""

    here: Jurisdiction
    there: Jurisdiction
    station: ServiceStation
    clerk: Access
    lead: Access
    other: Access
    city: Access
    reader: Access

    def specialist(self, **values: object) -> Specialist:
        return make_specialist(self.station, **values)  # type: ignore[arg-type] # as the builder's

    def enterprise(self, **values: object) -> Enterprise:
        return make_enterprise(unit=self.here, **values)  # type: ignore[arg-type] # as the builder's


def build_quarter() -> Quarter:
    here, there = make_unit(), make_unit()
    return Quarter(
        here,
        there,
        make_profile(make_station(here, opened_on=SINCE)).station,
        make_access("district_staff", unit=here),
        make_access("district_lead", unit=here),
        make_access("district_lead", unit=there),
        make_access("bureau_lead"),
        make_access("auditor"),
    )


def entries(kind: str) -> QuerySet[AuditEvent]:
    """The trail of one kind of acts, in order."""
    return AuditEvent.objects.filter(kind=kind).order_by("id")


@pytest.fixture
def quarter(db: None) -> Quarter:
    return build_quarter()
