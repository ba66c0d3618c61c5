"""Stations and care taken out as a file and handed in again change nothing.

Specialists' own list does not come back: it shows the last digits of a telephone only.
"""

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given

from services.choices.stations import FilingState, StationKind
from tests.exchange.out_and_in import Drawn, brought_back, few_examples, lists_told
from tests.factories.accounts import make_station, make_user
from tests.factories.enterprises import make_enterprise, make_place
from tests.factories.stations import make_assignment, make_profile, make_specialist
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction

FIRST: Final = date(2025, 1, 1)


@pytest.fixture
def jiangxia(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    return Jurisdiction.objects.get(code="jiangxia")


@few_examples
@given(told=lists_told)
def test_stations_come_back_as_they_left(jiangxia: Jurisdiction, told: list[Drawn]) -> None:
    clerk = make_user("district_staff", unit=jiangxia)
    for a, b, yes in told:
        station = make_station(
            jiangxia,
            name=f"示例（{a}）号“服务站”",
            opened_on=FIRST - timedelta(days=40 * a),
            address="示例路 1 号, 2 楼" if yes else "",
        )
        make_profile(
            station,
            kind=StationKind.values[a % len(StationKind.values)],
            street=make_place("street", unit=jiangxia) if b % 2 else None,
            host="示例科技园（武汉）有限公司" if b > 2 else "",
            phone=f"027-8765{b}{a:03d}" if yes else "",
        )

    rows = brought_back("stations", "stations", clerk, access_for(clerk))

    assert len(rows) >= len(told)


@few_examples
@given(told=lists_told)
def test_care_comes_back_as_it_left(jiangxia: Jurisdiction, told: list[Drawn]) -> None:
    """Today's, what has ended, who helps beside the one who leads, and who is no longer filed."""
    clerk = make_user("district_staff", unit=jiangxia)
    station = make_profile(make_station(jiangxia, opened_on=FIRST)).station
    one, other = (make_specialist(station, name="王示例") for _ in range(2))
    gone = make_specialist(station, name="李示例", state=FilingState.ENDED, until=date(2025, 6, 1))
    expected = 0
    for a, b, yes in told:
        enterprise, day = make_enterprise(unit=jiangxia), FIRST + timedelta(days=a)
        ended = day + timedelta(days=60)
        before = (one, other, gone)[b % 3] if yes else None
        if before is not None:
            make_assignment(enterprise, before, since=day, until=ended)
        make_assignment(enterprise, one, since=ended, cadence_days=30 * b or None)
        if a % 2:
            make_assignment(enterprise, other, since=ended, is_lead=False)
        expected += 1 + yes + a % 2

    rows = brought_back("assignments", "assignments", clerk, access_for(clerk))

    assert len(rows) >= expected
