"""Stations open, are corrected and close; nobody is left standing in a closed one."""

from datetime import date

import pytest

from services.actions import stations
from services.choices.stations import FilingState, StationKind
from services.models import Assignment, Specialist
from services.queries.stations import stations_on
from tests.factories.accounts import make_station
from tests.factories.enterprises import make_place
from tests.factories.stations import make_assignment, make_profile
from tests.services.stations.conftest import NOON, TODAY, Quarter, entries
from wuhan_smes.errors import ActionRefused, InputRefused
from wuhan_smes.scope import bootstrap_scope, scoped


@pytest.mark.covers("services.stations.open_station", "works")
def test_a_station_opens_with_its_kind_and_street_and_leaves_an_entry(quarter: Quarter) -> None:
    street = make_place(unit=quarter.here)

    with scoped(quarter.clerk):
        made = stations.open_station(
            access=quarter.clerk,
            at=NOON,
            code="guandong-01",
            name=" 关东街道服务站 ",
            jurisdiction_id=quarter.here.pk,
            kind=StationKind.STREET,
            opened_on=TODAY,
            street_id=street.pk,
        )

    assert (made.station.name, made.street_id, str(made)) == (
        "关东街道服务站",
        street.pk,
        "关东街道服务站",
    )
    entry = entries("station.open").get()
    assert (entry.target_id, entry.jurisdiction_id) == (made.pk, quarter.here.pk)


@pytest.mark.covers("services.stations.open_station", "refused")
@pytest.mark.parametrize(
    "words",
    [{"name": " "}, {"opened_on": date(2026, 3, 4)}, {"street": "foreign"}],
)
def test_a_station_has_a_name_a_past_and_a_street_of_its_unit(
    quarter: Quarter, words: dict[str, object]
) -> None:
    given = {
        "code": "new",
        "name": "示例站",
        "jurisdiction_id": quarter.here.pk,
        "kind": StationKind.PARK,
        "opened_on": TODAY,
        **words,
    }
    if given.pop("street", None):
        given["street_id"] = make_place(unit=quarter.there).pk

    with scoped(quarter.clerk), pytest.raises(InputRefused):
        stations.open_station(access=quarter.clerk, at=NOON, **given)


@pytest.mark.covers("services.stations.amend", "works")
def test_amend_reaches_the_station_and_what_is_told_of_it(quarter: Quarter) -> None:
    values = {"name": "示例新站", "awards": ["市级优秀服务站", " "]}

    with scoped(quarter.clerk):
        profile = stations.amend(quarter.station.pk, access=quarter.clerk, at=NOON, values=values)

    quarter.station.refresh_from_db()
    assert (quarter.station.name, profile.awards, profile.version) == (
        "示例新站",
        ["市级优秀服务站"],
        2,
    )
    assert set(entries("station.amend").get().changes) == {"name", "awards"}


@pytest.mark.covers("services.stations.amend", "refused")
def test_a_station_keeps_its_code_and_is_not_amended_to_the_same(quarter: Quarter) -> None:
    for values in ({"code": "other"}, {"kind": StationKind.STREET}):
        with scoped(quarter.clerk), pytest.raises(ActionRefused):
            stations.amend(quarter.station.pk, access=quarter.clerk, at=NOON, values=values)


@pytest.mark.covers("services.stations.close", "refused")
@pytest.mark.parametrize("state", [FilingState.APPROVED, FilingState.APPLIED])
def test_a_station_with_people_is_not_closed_over_their_heads(quarter: Quarter, state: str) -> None:
    quarter.specialist(state=state)

    with scoped(quarter.clerk), pytest.raises(ActionRefused, match="本站还有"):
        stations.close(quarter.station.pk, access=quarter.clerk, at=NOON, on=TODAY, reason="合并")


@pytest.mark.covers("services.stations.close", "works")
def test_closing_moves_the_people_with_whom_they_look_after(quarter: Quarter) -> None:
    target = make_profile(make_station(quarter.here)).station
    specialist = quarter.specialist()
    care = make_assignment(quarter.enterprise(), specialist)

    with scoped(quarter.clerk):
        stations.close(
            quarter.station.pk,
            access=quarter.clerk,
            at=NOON,
            on=TODAY,
            reason="街道合并",
            to_station_id=target.pk,
        )

    with bootstrap_scope():
        moved = Specialist.objects.get(station=target)
        now = Assignment.objects.holding(on=TODAY).get(enterprise=care.enterprise)
    quarter.station.refresh_from_db()
    assert quarter.station.closed_on == TODAY
    assert (moved.number, moved.during.lower) == (specialist.number, TODAY)
    assert (now.specialist_id, now.station_id) == (moved.pk, target.pk)


@pytest.mark.covers("services.stations.take_back", "works", "refused")
def test_a_station_told_of_by_mistake_never_was(quarter: Quarter) -> None:
    wrong = make_profile(make_station(quarter.here, opened_on=TODAY)).station
    quarter.specialist()

    with scoped(quarter.clerk):
        stations.take_back(wrong.pk, access=quarter.clerk, at=NOON, reason="误设")
        with pytest.raises(ActionRefused, match="已有专员"):
            stations.take_back(quarter.station.pk, access=quarter.clerk, at=NOON, reason="误设")
        assert not stations_on(TODAY).filter(pk=wrong.pk).exists()
