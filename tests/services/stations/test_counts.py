"""The counts of any day, cut by unit, street and kind; and beside the reported figures."""

from datetime import UTC, date, datetime

from enterprises.queries.computed import Computed
from services.choices.stations import FilingState, StationKind
from services.models import StationProfile
from services.queries.stations import SERVICE_MONTH, Cut, StationCount, station_counts
from tests.factories.accounts import make_station
from tests.factories.enterprises import make_place
from tests.factories.stations import (
    make_assignment,
    make_campaign,
    make_event,
    make_profile,
    make_specialist,
)
from tests.services.stations.conftest import Quarter
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.scope import bootstrap_scope, scoped

DAY = date(2025, 7, 25)


def counted(access: Access, by: Cut | None = None, on: date = DAY) -> dict[str, StationCount]:
    with scoped(access):
        lines = station_counts(access.reach(Capability.STATION_VIEW), on=on, by=by)
    return {line.key: line for line in lines}


def test_a_day_counts_what_stood_and_served_that_day(quarter: Quarter) -> None:
    station = make_station(quarter.here, opened_on=DAY, closed_on=date(2025, 7, 26))
    make_profile(station)
    make_station(quarter.here, opened_on=date(2025, 7, 26))
    make_specialist(station, since=DAY)
    make_specialist(station, until=DAY)
    make_specialist(station, state=FilingState.APPLIED)
    left = make_specialist(station, state=FilingState.ENDED, until=date(2025, 7, 26))
    make_assignment(quarter.enterprise(), left, until=date(2025, 7, 26))

    found = {on: counted(quarter.clerk, on=date(2025, 7, on))["all"] for on in (24, 25, 26)}

    assert [(it.stations, it.specialists, it.enterprises) for it in found.values()] == [
        (1, 2, 1),
        (2, 2, 1),
        (2, 1, 0),
    ]
    assert found[25].per_station == 1.0


def test_the_counts_are_cut_by_unit_street_and_kind_with_zeros(quarter: Quarter) -> None:
    street = make_place(unit=quarter.here)
    empty = make_place(unit=quarter.here)
    with bootstrap_scope():
        StationProfile.objects.filter(pk=quarter.station.pk).update(street=street)
    make_profile(make_station(quarter.here), kind=StationKind.PARK)
    quarter.specialist()

    units = counted(quarter.clerk, Cut.JURISDICTION)
    streets = counted(quarter.clerk, Cut.STREET)
    kinds = counted(quarter.clerk, Cut.KIND)

    assert {key: line.stations for key, line in units.items()} == {quarter.here.code: 2}
    assert [(streets[key].stations, streets[key].specialists) for key in (street.code, "")] == [
        (1, 1),
        (1, 0),
    ]
    assert streets[empty.code].stations == 0
    assert {key: line.stations for key, line in kinds.items() if line.stations} == {
        "street": 1,
        "park": 1,
    }


def test_reported_figures_stand_beside_what_the_daily_work_counts(quarter: Quarter) -> None:
    with bootstrap_scope():
        counts = Computed(Reach(everywhere=True))
        before = {
            name: counts.value(name, DAY)
            for name in ("service_stations", "specialists", "service_month_events")
        }
    drive = make_campaign(quarter.here, code=SERVICE_MONTH)
    quarter.specialist()
    make_event(quarter.here, campaign=drive, held_on=DAY)
    make_event(quarter.here, campaign=drive, held_on=date(2025, 7, 26))
    make_event(
        quarter.here,
        campaign=drive,
        held_on=DAY,
        cancelled_at=datetime(2025, 7, 1, tzinfo=UTC),
        cancel_reason="天气",
    )

    with bootstrap_scope():
        after = {name: counts.value(name, DAY) for name in before}

    assert {name: after[name] - before[name] for name in before} == {
        "service_stations": 0,
        "specialists": 1,
        "service_month_events": 1,
    }
