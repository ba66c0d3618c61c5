"""A district with its people: the keeper proposes, the lead approves, the clerk receives."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.audit.models import AuditEvent

OURS = ("user.", "grant.", "token.")
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
GOOD_PASSWORD = "plum-blossom-77"


@dataclass(frozen=True)
class Office:
    """People of one unit."""

    unit: Jurisdiction
    keeper: User
    lead: User
    clerk: User

    @property
    def keeping(self) -> Access:
        return access_for(self.keeper)

    @property
    def leading(self) -> Access:
        return access_for(self.lead)

    @property
    def working(self) -> Access:
        """The clerk, who may neither keep accounts nor approve."""
        return access_for(self.clerk)


def open_office() -> Office:
    unit = make_unit()
    return Office(
        unit,
        make_user("administrator", unit=unit),
        make_user("district_lead", unit=unit),
        make_user("district_staff", unit=unit),
    )


def trail() -> list[AuditEvent]:
    """What the test itself left in the trail, oldest first."""
    events = AuditEvent.objects.order_by("id")
    return [event for event in events if event.kind.startswith(OURS)]


def kinds() -> list[str]:
    return [event.kind for event in trail()]


@pytest.fixture
def office(db: None) -> Office:
    return open_office()


@pytest.fixture
def elsewhere(db: None) -> Office:
    """Another unit, so that something could leak."""
    return open_office()
