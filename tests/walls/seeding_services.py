"""Rows of everything stations do, for one unit."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from enterprises.models import Enterprise
from services.models import (
    ChannelDelivery,
    EventAttendance,
    Notice,
    NoticeWay,
    StudyMeeting,
    Supervision,
    Survey,
    TicketAgency,
    TicketEnterprise,
    TicketRequest,
    Visit,
)
from tests.factories.accounts import make_agency, make_station
from tests.factories.stations import (
    make_assignment,
    make_campaign,
    make_event,
    make_profile,
    make_specialist,
)
from tests.factories.tickets import make_attachment, make_ticket
from tests.factories.visits import make_member, make_photo, make_visit
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.rules import digest

NOW: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


def seed_services(unit: Jurisdiction, enterprise: Enterprise, user: User) -> None:
    """One row of every scoped table of the services, and the link of an enterprise."""
    _stations(unit, enterprise, user)
    visit = make_visit(enterprise)
    make_member(visit)
    make_photo(visit, owner_id=user.pk)
    _tickets(unit, visit, user)
    ActionLink.objects.create(
        purpose="seeded",
        object_id=unit.pk,
        jurisdiction=unit,
        number="一",
        title="确认",
        digest=digest(unit.code),
        issued_at=NOW,
        issued_by_name="甲",
        expires_at=NOW + timedelta(days=7),
    )


def _tickets(unit: Jurisdiction, visit: Visit, user: User) -> None:
    """A ticket of the unit, raised on a visit, with everything that hangs on one."""
    enterprise = visit.enterprise
    ticket = make_ticket(unit=unit, enterprise=enterprise, visit=visit)
    make_attachment(ticket, owner_id=user.pk)
    of: dict[str, Any] = {"ticket": ticket}
    TicketEnterprise.objects.create(
        **of, enterprise=enterprise, enterprise_name=enterprise.name, added_at=NOW
    )
    TicketAgency.objects.create(**of, agency=make_agency(unit), part="lead", handed_at=NOW)
    TicketRequest.objects.create(
        **of, move="extend", reason="复杂", asked_at=NOW, asked_by_name="甲"
    )
    Supervision.objects.create(
        **of, kind="remind", told_kind="unit", told_id=unit.pk, told_name="甲", at=NOW, by_name="乙"
    )
    StudyMeeting.objects.create(
        **of, held_on=NOW.date(), chair="甲", called_at=NOW, called_by_name="乙"
    )
    Notice.objects.create(
        user=user, kind="assigned", ticket=ticket, subject="诉求", day=NOW.date(), at=NOW
    )
    NoticeWay.objects.create(user=user, kind="webhook", answer="甲")
    ChannelDelivery.objects.create(
        **of,
        message_id=uuid4(),
        channel="letter",
        external_no="一",
        event="ticket.closed",
        facts={},
        at=NOW,
        next_at=NOW,
    )
    Survey.objects.create(**of, reached=False, note="无人接听", at=NOW, by_name="甲")


def _stations(unit: Jurisdiction, enterprise: Enterprise, user: User) -> None:
    """A station, one of its people, whom he looks after, and an event of theirs."""
    specialist = make_specialist(make_profile(make_station(unit)).station, user=user)
    make_assignment(enterprise, specialist)
    event = make_event(unit, station=specialist.station, campaign=make_campaign(unit))
    EventAttendance.objects.create(
        event=event, jurisdiction=unit, enterprise=enterprise, enterprise_name=enterprise.name
    )
