"""Stations with people, the enterprises they look after, drives and events."""

from datetime import UTC, date, datetime
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from enterprises.models import Enterprise
from services.choices.stations import EventKind, FilingState, StationKind
from services.models import Assignment, Campaign, ServiceEvent, Specialist, StationProfile
from tests.factories.accounts import make_station, make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.scope import bootstrap_scope

SINCE = date(2024, 1, 1)
RECORDED = datetime(2024, 1, 1, 1, tzinfo=UTC)
numbers = count(1)


def make_profile(station: ServiceStation | None = None, **values: object) -> StationProfile:
    """A station with what is told of it; open since 2024."""
    station = station or make_station(opened_on=SINCE)
    with bootstrap_scope():
        return StationProfile.objects.create(
            **{
                "station": station,
                "jurisdiction_id": station.jurisdiction_id,
                "kind": StationKind.STREET,
                **values,
            }
        )


def make_specialist(
    station: ServiceStation | None = None,
    *,
    state: str = FilingState.APPROVED,
    since: date = SINCE,
    until: date | None = None,
    **values: object,
) -> Specialist:
    """A person filed at a station, in force unless told otherwise."""
    n = next(numbers)
    station = station or make_profile().station
    decided = state != FilingState.APPLIED
    with bootstrap_scope():
        return Specialist.objects.create(
            **{
                "number": f"ZY2024-{n:06d}" if decided else "",
                "name": f"专员{n}",
                "phone": f"1990000{n:04d}",
                "station": station,
                "jurisdiction_id": station.jurisdiction_id,
                "state": state,
                "during": DateRange(since, until),
                "applied_by_name": "甲",
                "applied_at": RECORDED,
                "decided_by_name": "乙" if decided else "",
                "decided_at": RECORDED if decided else None,
                "decision_note": "材料不全" if state == FilingState.DECLINED else "",
                "end_reason": "离任" if state == FilingState.ENDED else "",
                **values,
            }
        )


def make_assignment(
    enterprise: Enterprise | None = None,
    specialist: Specialist | None = None,
    *,
    since: date = SINCE,
    until: date | None = None,
    **values: object,
) -> Assignment:
    """An enterprise in somebody's care; both of one unit unless given."""
    if specialist is None:
        unit = enterprise.jurisdiction if enterprise else make_unit()
        specialist = make_specialist(make_profile(make_station(unit)).station)
    enterprise = enterprise or make_enterprise(unit=specialist.jurisdiction)
    with bootstrap_scope():
        return Assignment.objects.create(
            **{
                "enterprise": enterprise,
                "jurisdiction_id": specialist.jurisdiction_id,
                "station_id": specialist.station_id,
                "specialist": specialist,
                "during": DateRange(since, until),
                "assigned_by_name": "甲",
                "assigned_at": RECORDED,
                **values,
            }
        )


def make_campaign(unit: Jurisdiction | None = None, **values: object) -> Campaign:
    n = next(numbers)
    with bootstrap_scope():
        return Campaign.objects.create(
            **{
                "code": f"campaign-{n}",
                "name": f"行动{n}",
                "jurisdiction": unit or make_unit(),
                "starts_on": SINCE,
                **values,
            }
        )


def make_event(unit: Jurisdiction | None = None, **values: object) -> ServiceEvent:
    n = next(numbers)
    with bootstrap_scope():
        return ServiceEvent.objects.create(
            **{
                "title": f"政策宣讲{n}",
                "kind": EventKind.POLICY,
                "jurisdiction": unit or make_unit(),
                "held_on": SINCE,
                **values,
            }
        )
