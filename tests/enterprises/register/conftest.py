"""Two units side by side, each with its clerk, and the city above them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db.models import QuerySet

from enterprises.models import Enterprise
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit.models import AuditEvent

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
FREE_USCC = "91420100616400352X"
OTHER_FREE_USCC = "91100000100003962T"


@dataclass(frozen=True)
class Town:
    """`here` and `there` are units; each clerk edits his own; `city` edits everything."""

    here: Jurisdiction
    there: Jurisdiction
    clerk: Access
    other: Access
    city: Access
    reader: Access

    def enterprise(self, **values: object) -> Enterprise:
        return make_enterprise(unit=self.here, **values)  # type: ignore[arg-type] # as the builder's


def build_town() -> Town:
    here, there = make_unit(), make_unit()
    return Town(
        here,
        there,
        make_access("district_staff", unit=here),
        make_access("district_staff", unit=there),
        make_access("bureau_staff"),
        make_access("auditor"),
    )


def entries() -> QuerySet[AuditEvent]:
    """The register's entries in the trail, in order; loading the reference data left others."""
    areas = r"^(enterprise|contact|ownership|move_request)\."
    return AuditEvent.objects.filter(kind__regex=areas).order_by("id")


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
