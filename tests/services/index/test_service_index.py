"""The index of stations and districts: three shares with their rows; of nothing comes nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import pytest

from services.actions.service_formulas import set_formula
from services.choices.stats import StatsCut
from services.models import ServiceFormula, Survey
from services.queries.service_index import Period, service_index
from services.reports import SERVICE_INDEX
from services.rules.service_index import Share, Weights, index
from tests.factories.accounts import make_access, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.tickets import RECEIVED, make_ticket
from tests.factories.visits import make_visit
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

MARCH: Final = Period(date(2026, 3, 1), date(2026, 3, 31))
NONE: Final = Share(0, Decimal(0))
WEIGHTS: Final = Weights(40, 30, 30)
AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
NEXT: Final = {
    "service": 50,
    "satisfaction": 50,
    "coverage": 0,
    "source": "工作方案",
    "effective_from": date(2026, 4, 1),
}


@pytest.fixture
def unit(db: None) -> Jurisdiction:
    return make_unit()


@pytest.fixture
def station(unit: Jurisdiction) -> ServiceStation:
    """Two closings of which one was solved, one call-back, one of two enterprises visited."""
    found = make_profile(make_station(unit)).station
    solved = make_ticket("closed", unit=unit, station=found)
    make_ticket("closed", unit=unit, station=found, outcome="explained")
    specialist = make_specialist(found)
    seen, unseen = make_enterprise(unit=unit), make_enterprise(unit=unit)
    make_assignment(seen, specialist)
    make_assignment(unseen, specialist)
    make_visit(seen, station=found, specialist=specialist)
    with bootstrap_scope():
        Survey.objects.create(
            ticket=solved,
            reached=True,
            contacted=True,
            solved=True,
            satisfaction="fairly",
            at=RECEIVED,
            by_name="甲",
        )
    return found


def test_the_weighted_sum_of_three_shares_by_hand() -> None:
    shares = Share(4, Decimal(3)), Share(10, Decimal("8.8")), Share(2, Decimal(1))

    assert index(*shares, WEIGHTS) == Decimal("71.40")  # 30 + 26.4 + 15


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_an_index_with_an_unknown_share_is_unknown_and_not_small(missing: int) -> None:
    shares = [Share(1, Decimal(1))] * 3
    shares[missing] = NONE

    assert index(*shares, WEIGHTS) is None
    assert NONE.percent is None
    assert Share(5, Decimal(0)).percent == 0


def test_a_station_has_its_evidence(unit: Jurisdiction, station: ServiceStation) -> None:
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        (row,) = service_index(access, MARCH, StatsCut.STATION).rows
        (whole,) = service_index(access, MARCH, StatsCut.JURISDICTION).rows

    assert (row.key, row.rank, row.rank_before) == (station.code, 1, None)
    assert (row.service.of, row.service.part) == (2, 1)
    assert (row.satisfaction.of, row.satisfaction.percent) == (1, Decimal("90.00"))
    assert (row.coverage.of, row.coverage.part) == (2, 1)
    assert row.value == Decimal("62.00")  # 20 + 27 + 15
    assert (whole.key, whole.value) == (unit.code, row.value)


def test_a_station_without_call_backs_has_no_place(unit: Jurisdiction) -> None:
    station = make_profile(make_station(unit)).station
    make_ticket("closed", unit=unit, station=station)
    access = make_access("district_staff", unit=unit)

    with scoped(access):
        (row,) = service_index(access, MARCH, StatsCut.STATION).rows

    assert (row.value, row.rank, row.satisfaction.percent) == (None, None, None)


def test_each_number_opens_its_rows(
    client: Any, unit: Jurisdiction, station: ServiceStation
) -> None:
    client.force_login(make_user("district_staff", unit=unit))
    words = "first=2026-03-01&last=2026-03-31&by=station"

    page = client.get(f"/service-index/?{words}").content.decode()
    parts = {
        part: client.get(f"/service-index/{part}/?{words}&key={station.code}").context["total"]
        for part in ("service", "satisfaction", "coverage")
    }

    assert "62.00" in page
    assert parts == {"service": 2, "satisfaction": 1, "coverage": 2}
    assert client.get("/service-index/nothing/").status_code == 404


def test_another_unit_sees_none_of_it(
    client: Any, unit: Jurisdiction, station: ServiceStation
) -> None:
    client.force_login(make_user("district_staff", unit=make_unit()))

    rows = client.get("/api/v1/service-index/?from=2026-03-01&to=2026-03-31&by=station").json()
    page = client.get(f"/service-index/service/?by=station&key={station.code}&first=2026-03-01")

    assert rows == []
    assert page.context["total"] == 0


def test_the_api_and_the_file_say_the_same(
    client: Any, unit: Jurisdiction, station: ServiceStation
) -> None:
    access = make_access("district_staff", unit=unit)
    client.force_login(make_user("district_staff", unit=unit))

    (row,) = client.get("/api/v1/service-index/?from=2026-03-01&to=2026-03-31&by=station").json()
    with scoped(access):
        words = {"from": "2026-03-01", "to": "2026-03-31", "by": "station"}
        sheet = SERVICE_INDEX.build(access, words)  # type: ignore[union-attr]

    assert (row["value"], row["service"]["percent"], row["formula"]) == ("62.00", "50.00", 1)
    assert sheet.rows[0][-1] == "62.00"


@pytest.mark.covers("services.service_formulas.set_formula", "works", "refused", "reach")
@pytest.mark.covers("services.service_formulas.set_formula", "capability")
def test_weights_are_editions_of_which_each_day_takes_its_own(
    client: Any, unit: Jurisdiction, station: ServiceStation
) -> None:
    lead, clerk = make_access("bureau_lead"), make_access("district_lead", unit=unit)
    with scoped(lead):
        made = set_formula(access=lead, at=AT, **NEXT)
        for wrong, refusal in (
            ({"service": 51}, InputRefused),
            ({"service": 110, "coverage": -60}, InputRefused),
            ({"source": " "}, InputRefused),
            ({}, ActionRefused),
        ):
            with pytest.raises(refusal):
                set_formula(access=lead, at=AT, **{**NEXT, **wrong})
        days = (date(2000, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
        assert [ServiceFormula.objects.on(day).edition for day in days] == [1, 1, made.edition]
        assert AuditEvent.objects.filter(kind="service_formula.set").count() == 1
        (row,) = service_index(lead, MARCH, StatsCut.STATION).rows
        assert row.value == Decimal("62.00")
        later = Period(date(2026, 3, 1), date(2026, 4, 30))
        (row,) = service_index(lead, later, StatsCut.STATION).rows
        assert row.value == Decimal("70.00")  # 25 + 45
        april = Period(date(2026, 4, 1), date(2026, 4, 30))
        assert april.before == Period(date(2026, 3, 2), date(2026, 3, 31))
        (row,) = service_index(lead, april, StatsCut.STATION).rows
        assert (row.rank, row.rank_before) == (None, 1)
    half = Access(7, "区", {Capability.REFERENCE_EDIT: clerk.total_reach()})
    for who in (clerk, half, make_access("bureau_staff"), make_access("auditor")):
        with scoped(who), pytest.raises(NotPermitted):
            set_formula(access=who, at=AT, **NEXT)

    client.force_login(make_user("bureau_lead"))
    form = {**NEXT, "effective_from": "2026-05-01", "coverage": 10}
    assert "合计须为 100" in client.post("/service-index/", form).content.decode()
    assert client.post("/service-index/", {**form, "service": 40}).status_code == 302
    body = {**NEXT, "effective_from": "2026-06-01"}
    made = client.post("/api/v1/service-formulas/", body, content_type="application/json")
    assert (made.status_code, made.json()["edition"]) == (201, 4)
    assert len(client.get("/api/v1/service-formulas/").json()["results"]) == 4
    client.force_login(make_user("district_lead", unit=unit))
    assert client.post("/service-index/", form).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.service_formulas.set_formula", "race")
def test_of_two_who_set_the_weights_at_once_one_is_too_late() -> None:
    lead = make_access("bureau_lead")

    def act() -> object:
        return set_formula(access=lead, at=AT, **NEXT)

    assert race(act, act, as_first=lead, as_second=lead) == ("done", "refused")
