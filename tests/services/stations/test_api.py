"""Stations, people, care and events over HTTP, end to end as a district does it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Specialist
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_event, make_profile, make_specialist
from wuhan_smes.accounts.models import Jurisdiction

pytestmark = pytest.mark.django_db
JSON = "application/json"
API = "/api/v1"


@pytest.fixture
def here() -> Jurisdiction:
    return make_unit()


@pytest.fixture
def signed_in(here: Jurisdiction) -> Callable[..., Client]:
    def sign_in(role: str, **where: object) -> Client:
        client = Client()
        client.force_login(make_user(role, **(where or {"unit": here})))  # type: ignore[arg-type]
        return client

    return sign_in


def post(client: Client, path: str, body: dict[str, object], status: int = 201) -> Any:
    response = client.post(f"{API}/{path}", body, content_type=JSON)
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_a_station_opens_a_person_is_filed_and_takes_enterprises_over(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    clerk, lead = signed_in("district_staff"), signed_in("district_lead")
    station = post(
        clerk,
        "stations/",
        {
            "code": "zhifang-01",
            "name": "示例服务站",
            "jurisdiction": here.code,
            "kind": "street",
            "opened_on": "2025-01-01",
        },
    )
    person = post(
        clerk,
        "specialists/",
        {
            "station": "zhifang-01",
            "name": "王示例",
            "phone": "13900001234",
            "valid_from": "2025-01-01",
            "valid_to": "2027-12-31",
        },
    )
    approved = post(lead, f"specialists/{person['id']}/approve/", {}, 200)
    enterprises = [make_enterprise(unit=here).pk for _ in range(2)]
    care = post(
        clerk,
        "assignments/",
        {"specialist": person["id"], "enterprises": enterprises, "valid_from": "2026-01-01"},
    )
    counts = clerk.get(f"{API}/station-counts/?on=2026-01-01").json()

    assert (station["kind"], station["jurisdiction"]["code"]) == ("street", here.code)
    assert (person["state"], person["phone"], person["valid_to"]) == (
        "applied",
        "*******1234",
        "2027-12-31",
    )
    assert (approved["state"], approved["number"]) == (
        "approved",
        Specialist.objects.get(pk=person["id"]).number,
    )
    assert [row["specialist"]["id"] for row in care] == [person["id"]] * 2
    assert counts == [
        {
            "key": "all",
            "label": "合计",
            "stations": 1,
            "specialists": 1,
            "enterprises": 2,
            "per_station": 1.0,
        }
    ]


def test_a_number_is_shown_whole_only_by_the_reveal(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    person = make_specialist(make_profile(make_station(here)).station, phone="13900001234")
    clerk = signed_in("district_staff")

    listed = clerk.get(f"{API}/specialists/").content.decode()
    revealed = post(clerk, f"specialists/{person.pk}/reveal/", {"reason": "核实"}, 200)
    file = b"".join(clerk.get(f"{API}/specialists/export/?layout=csv").streaming_content).decode()

    assert revealed["phone"] == "13900001234"
    assert "13900001234" not in listed + file
    assert "*******1234" in file


def test_amending_asks_for_the_version_that_was_read(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    station = make_profile(make_station(here)).station
    clerk, path = signed_in("district_staff"), f"{API}/stations/{station.code}/"
    etag = clerk.get(path)["ETag"]

    without = clerk.patch(path, {"host": "甲"}, content_type=JSON)
    done = clerk.patch(path, {"host": "甲"}, content_type=JSON, headers={"if-match": etag})
    stale = clerk.patch(path, {"host": "乙"}, content_type=JSON, headers={"if-match": etag})

    assert (without.status_code, done.status_code, stale.status_code) == (428, 200, 412)
    assert done.json()["host"] == "甲"


def test_people_leave_and_enterprises_are_handed_over_by_list(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    station = make_profile(make_station(here)).station
    leaver, successor = make_specialist(station), make_specialist(station)
    care = make_assignment(specialist=leaver)
    lead = signed_in("district_lead")
    words = {"on": "2026-01-01", "reason": "离职"}

    refused = post(lead, f"specialists/{leaver.pk}/leave/", words, 409)
    moved = post(
        lead,
        "assignments/hand-over/",
        {"assignments": [care.pk], "specialist": successor.pk, **words},
    )
    left = post(lead, f"specialists/{leaver.pk}/leave/", words, 200)
    ended = post(lead, "assignments/end/", {"assignments": [moved[0]["id"]], **words}, 200)

    assert "包联企业 1 家" in refused["detail"]
    assert moved[0]["specialist"]["id"] == successor.pk
    assert (left["state"], left["valid_to"]) == ("ended", "2025-12-31")
    assert [row["id"] for row in ended] == [moved[0]["id"]]


def test_an_event_is_told_with_who_came(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    clerk = signed_in("district_staff")
    event = post(
        clerk,
        "service-events/",
        {
            "title": "惠企政策宣讲",
            "kind": "policy",
            "jurisdiction": here.code,
            "held_on": "2025-06-12",
        },
    )
    enterprise = make_enterprise(unit=here)
    came = post(
        clerk,
        f"service-events/{event['id']}/attendance/",
        {"came": [{"enterprise": enterprise.pk, "persons": 2}, {"name": "外地示例公司"}]},
    )
    post(clerk, f"service-events/{event['id']}/strike/", {"attendance": [came[1]["id"]]}, 200)

    listed = clerk.get(f"{API}/service-events/?held_from=2025-06-01&held=true").json()["results"]

    assert [(row["id"], row["enterprises"]) for row in listed] == [(event["id"], 1)]


def test_a_specialist_sees_the_people_of_his_own_station(
    signed_in: Callable[..., Client], here: Jurisdiction
) -> None:
    mine = make_profile(make_station(here)).station
    theirs = make_profile(make_station(here)).station
    colleague = make_specialist(mine)
    other = make_specialist(theirs)
    make_event(here, station=theirs)
    client = signed_in("specialist", station=mine)

    people = client.get(f"{API}/specialists/").json()["results"]
    stations = client.get(f"{API}/stations/").json()["results"]

    assert [row["id"] for row in people] == [colleague.pk]
    assert [row["code"] for row in stations] == [mine.code]
    assert client.get(f"{API}/specialists/{other.pk}/").status_code == 404
    assert client.get(f"{API}/service-events/").json()["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        "stations/?on=2025-07-25&kind=street&q=示例",
        "specialists/?on=2025-07-25&state=approved",
        "assignments/?on=2025-07-25&is_lead=true",
        "campaigns/?on=2025-07-25",
        "service-events/?campaign=service-month&held_to=2025-07-25",
        "station-counts/?by=street",
        "visit-cadences/",
    ],
)
def test_lists_take_their_filters(signed_in: Callable[..., Client], query: str) -> None:
    assert signed_in("district_staff").get(f"{API}/{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["stations/?nonsense=1", "specialists/?state=gone", "station-counts/?by=moon"]
)
def test_filters_nobody_knows_are_refused(signed_in: Callable[..., Client], query: str) -> None:
    assert signed_in("district_staff").get(f"{API}/{query}").status_code == 400
