"""Visits over HTTP: once by their number, with photos and tickets; counts, coverage, signs."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Prospect
from enterprises.queries.assessment import basis_for
from services.api.shown_visits import VisitSerializer
from services.models import Visit
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.visits import VISITED, make_photo, make_visit
from tests.services.visits import pictures
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
URL = "/api/v1/visits/"


class Desk:
    """A specialist at his telephone and the lead of his unit at a desk."""

    def __init__(self) -> None:
        self.unit = make_unit("jiangan")
        self.station = make_profile(make_station(self.unit)).station
        self.user = make_user("specialist", station=self.station)
        self.specialist = make_specialist(self.station, user=self.user)
        self.walker = signed_in(self.user)
        self.lead = signed_in(make_user("district_lead", unit=self.unit))
        self.stranger = signed_in(make_user("district_lead", unit=make_unit("hanyang")))
        self.enterprise = make_enterprise(unit=self.unit, name="示例长江光电公司")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Desk:
    return Desk()


def body(desk: Desk, **words: Any) -> dict[str, Any]:
    return {
        "client_uuid": str(uuid4()),
        "enterprise": desk.enterprise.pk,
        "visited_at": (timezone.now() - timedelta(minutes=30)).isoformat(),
        "mode": "place",
        "purposes": ["routine", "needs"],
        "summary": "生产正常",
        **words,
    }


def post(client: Client, path: str, words: dict[str, Any] | None = None) -> Any:
    return client.post(path, json.dumps(words or {}), "application/json")


def test_written_down_once_however_often_it_is_sent(desk: Desk) -> None:
    words = body(
        desk,
        facts={"staff": 120},
        location={"latitude": "30.591667", "longitude": "114.300000"},
        tickets=[{"title": "缺少焊工 15 名", "category": "labour"}],
    )

    made, again = post(desk.walker, URL, words), post(desk.walker, URL, words)

    assert (made.status_code, again.status_code) == (201, 200), made.content
    assert again.json()["id"] == made.json()["id"]
    shown = made.json()
    assert shown["station"] == {"code": desk.station.code, "name": desk.station.name}
    assert (shown["facts"]["staff"], shown["facts"]["revenue"]) == (120, None)
    assert [ticket["title"] for ticket in shown["tickets"]] == ["缺少焊工 15 名"]
    assert again.json()["tickets"] == shown["tickets"]
    assert made.headers["ETag"] == f'"{shown["id"]}-1"'


def test_the_same_number_with_other_words_says_so_and_names_the_visit_that_stands(
    desk: Desk,
) -> None:
    words = body(desk)
    made = post(desk.walker, URL, words).json()

    other = post(desk.walker, URL, {**words, "summary": "另写的话"})

    assert (other.status_code, other.json()["code"]) == (409, "visit_number_taken")
    assert other.json()["params"] == {"visit_id": made["id"]}


def test_a_ticket_that_cannot_be_raised_leaves_no_visit(desk: Desk) -> None:
    words = body(desk, tickets=[{"title": " ", "category": "labour"}])

    assert post(desk.walker, URL, words).status_code == 400
    with bootstrap_scope():
        assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        ({"purposes": ["fishing"]}, "/purposes/0"),
        ({"purposes": []}, "/purposes"),
        ({"summary": ""}, "/summary"),
        ({"visited_at": "2020-01-01T00:00:00Z"}, "/visited_at"),
        ({"facts": {"profit": 1}}, "/facts/profit"),
        ({"station": "nowhere"}, "/station"),
        ({"rank": "city_leader"}, "/rank"),
        ({"uscc": "91420100616400352X"}, "/enterprise"),
        ({"tickets": [{"title": "缺电", "category": "magic"}]}, "/tickets/0/category"),
    ],
)
def test_a_faulty_body_is_refused_by_field(desk: Desk, words: dict[str, Any], pointer: str) -> None:
    response = post(desk.walker, URL, body(desk, **words))

    assert response.status_code == 400, response.content
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


def test_the_second_visit_of_a_day_is_a_conflict_with_its_own_code(desk: Desk) -> None:
    post(desk.walker, URL, body(desk))

    second = post(desk.walker, URL, body(desk))
    reasoned = post(desk.walker, URL, body(desk, again_reason="送材料"))

    assert (second.status_code, second.json()["code"]) == (409, "visit_again_needs_reason")
    assert reasoned.status_code == 201


def test_put_right_by_version_declared_void_and_confirmed(desk: Desk) -> None:
    visit = post(desk.walker, URL, body(desk)).json()
    path = f"{URL}{visit['id']}/"
    amend = json.dumps({"summary": "订单下降", "facts": {"staff": 9}, "reason": "听错"})

    missing = desk.walker.patch(path, amend, "application/json")
    etag = {"If-Match": f'"{visit["id"]}-1"'}
    amended = desk.walker.patch(path, amend, "application/json", headers=etag)
    confirmed = post(desk.walker, f"{path}confirm/", {"how": "call", "by_name": "张三"})
    void = post(desk.walker, f"{path}void/", {"reason": "误登"})

    assert (missing.status_code, amended.status_code) == (428, 200)
    assert (amended.json()["summary"], amended.json()["facts"]["staff"]) == ("订单下降", 9)
    assert (confirmed.json()["confirmation"], void.json()["void_reason"]) == ("confirmed", "误登")


def test_a_photo_is_sent_once_and_fetched_without_what_the_camera_wrote(desk: Desk) -> None:
    visit = post(desk.walker, URL, body(desk)).json()
    uuid = str(uuid4())

    def send() -> Any:
        data = pictures.jpeg(exif=pictures.exif())
        photo = SimpleUploadedFile("IMG_1.jpg", data, "image/jpeg")
        words = {"client_uuid": uuid, "photo": photo}
        return desk.walker.post(f"{URL}{visit['id']}/photos/", words)

    made, again = send(), send()

    assert (made.status_code, again.status_code) == (201, 200), made.content
    assert made.json()["taken_at"].startswith("2026-03-03T10:05:06")
    path = f"/api/v1/visit-photos/{made.json()['id']}/"
    file = desk.lead.get(f"{path}file/")
    assert b"Exif" not in b"".join(file.streaming_content)
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert desk.stranger.get(f"{path}file/").status_code == 404
    assert (
        post(desk.walker, f"{path}remove/", {"reason": "模糊"}).json()["removed_reason"] == "模糊"
    )


def test_lists_show_ones_own_and_take_no_word_they_do_not_know(desk: Desk) -> None:
    seen = {"latitude": "30.59", "longitude": "114.3", "location_source": "device"}
    words = {"received_phone": "13800001234", "explained": [7], "next_due_on": "2026-09-01"}
    mine = make_visit(desk.enterprise, desk.station, specialist=desk.specialist, **seen, **words)
    make_visit(desk.enterprise)  # of another station of the unit
    make_visit()

    station, unit = desk.walker.get(URL).json(), desk.lead.get(URL).json()
    sieved = desk.lead.get(f"{URL}?station={desk.station.code}&visited_from=2026-03-01").json()

    assert [row["id"] for row in station["results"]] == [mine.pk]
    whole = desk.walker.get(f"{URL}{mine.pk}/").json()
    assert station["results"] == [{name: whole[name] for name in VisitSerializer.Meta.fields}]
    assert len(unit["results"]) == 2
    assert [row["id"] for row in sieved["results"]] == [mine.pk]
    assert desk.stranger.get(f"{URL}{mine.pk}/").status_code == 404
    assert desk.lead.get(f"{URL}?shoe=1").status_code == 400


@pytest.mark.parametrize("count", [1, 4])
def test_a_list_asks_the_same_number_of_queries_however_many_visits(
    desk: Desk, count: int, django_assert_max_num_queries: Any
) -> None:
    for day in range(count):
        make_visit(desk.enterprise, desk.station, visited_at=timezone.now() - timedelta(days=day))

    with django_assert_max_num_queries(12):
        response = desk.walker.get(URL)

    assert len(response.json()["results"]) == count


def test_numbers_are_masked_until_somebody_looks(desk: Desk) -> None:
    visit = post(desk.walker, URL, body(desk, received_phone="13800001234")).json()
    make_assignment(desk.enterprise, desk.specialist)
    contact = make_contact(desk.enterprise, phone="13900005678")

    assert visit["received_phone"] == "*******1234"
    revealed = post(desk.walker, f"{URL}{visit['id']}/reveal/", {"reason": "核实"})
    called = post(desk.walker, f"{URL}reveal-contact/", {"contact": contact.pk, "reason": "核实"})
    stranger = post(
        desk.stranger, f"{URL}reveal-contact/", {"contact": contact.pk, "reason": "核实"}
    )
    assert revealed.json() == {"phone": "13800001234"}
    assert called.json()["phone"] == "13900005678"
    assert stranger.status_code == 404


def test_counts_keep_leaders_and_stations_apart(desk: Desk) -> None:
    for _ in range(2):
        make_visit(desk.enterprise)
    make_visit(desk.enterprise, rank="department", station=None)
    make_visit(rank="city_leader", station=None)
    make_visit(desk.enterprise, voided_at=timezone.now(), void_reason="误登")
    words = "from=2026-03-01&to=2026-03-31"

    (row,) = desk.lead.get(f"/api/v1/visit-counts/?{words}").json()
    ranks = desk.lead.get(f"/api/v1/visit-counts/?{words}&by=rank").json()

    assert row == {
        "key": "all",
        "label": "合计",
        "visits": 3,
        "enterprises": 1,
        "leader_visits": 1,
        "leader_enterprises": 1,
        "station_visits": 2,
        "station_enterprises": 1,
    }
    assert [(one["label"], one["visits"]) for one in ranks] == [("市直部门", 1), ("服务站", 2)]
    backwards = desk.lead.get("/api/v1/visit-counts/?from=2026-03-02&to=2026-03-01")
    assert backwards.status_code == 400


@pytest.mark.parametrize("by", ["jurisdiction", "station", "specialist"])
def test_coverage_is_counted_by_unit_station_and_specialist_units_in_their_order(
    desk: Desk, by: str
) -> None:
    first = make_unit("hongshan")
    make_assignment(make_enterprise(unit=first), cadence_days=30)
    for _ in range(2):
        make_assignment(make_enterprise(unit=desk.unit), desk.specialist, cadence_days=30)
    city = signed_in(make_user("bureau_staff"))

    rows = city.get(f"/api/v1/visit-coverage/?by={by}&on=2026-03-03").json()

    assert sorted(row["assigned"] for row in rows) == [1, 2]
    assert {row["overdue"] for row in rows} == {1, 2}
    if by == "jurisdiction":
        assert [row["key"] for row in rows] == ["jiangan", "hongshan"]


def test_coverage_says_what_is_due_and_what_is_late(desk: Desk) -> None:
    today = timezone.localdate()
    late = make_assignment(desk.enterprise, desk.specialist, cadence_days=30)
    soon = make_assignment(
        make_enterprise(unit=desk.unit), desk.specialist, since=today, cadence_days=5
    )
    make_assignment(make_enterprise(unit=desk.unit), desk.specialist, since=today, cadence_days=60)
    with bootstrap_scope():
        make_visit(desk.enterprise, desk.station, visited_at=timezone.now() - timedelta(days=40))

    (row,) = desk.walker.get("/api/v1/visit-coverage/?by=specialist").json()
    due = desk.walker.get("/api/v1/visit-due/").json()

    assert (row["assigned"], row["visited"], row["due"], row["overdue"]) == (3, 1, 1, 1)
    assert [(one["enterprise_id"], one["state"]) for one in due][:2] == [
        (late.enterprise_id, "overdue"),
        (soon.enterprise_id, "due"),
    ]
    assert desk.stranger.get("/api/v1/visit-coverage/").json() == []


def test_cards_carry_what_one_should_know_and_no_whole_number(desk: Desk) -> None:
    make_assignment(desk.enterprise, desk.specialist, cadence_days=30)
    make_contact(desk.enterprise, phone="13900005678", is_primary=True)
    make_visit(desk.enterprise, desk.station, summary="缺少订单")
    place = {"latitude": "30.59", "longitude": "114.3", "location_source": "device"}
    before = VISITED - timedelta(days=40)
    make_visit(desk.enterprise, desk.station, visited_at=before, **place)

    (card,) = desk.walker.get("/api/v1/visit-cards/").json()

    assert (card["name"], card["last"]["summary"]) == ("示例长江光电公司", "缺少订单")
    assert card["location"] == {"latitude": 30.59, "longitude": 114.3}  # the last one noted none
    assert card["contacts"][0]["phone"] == "*******5678"
    assert card["reasons"] != []


def test_a_card_names_what_is_lacking_for_the_nearest_title_without_figures(desk: Desk) -> None:
    make_assignment(desk.enterprise, desk.specialist)
    basis = basis_for(Tier.SRDI_SME, ApplicationKind.NEW, on=date(2026, 3, 3))
    criterion = basis.rules.criteria[0]
    with bootstrap_scope():
        for tier, lacking in ((Tier.SRDI_SME, [criterion.code]), (Tier.LITTLE_GIANT, ["X", "Y"])):
            Prospect.objects.create(
                enterprise=desk.enterprise,
                jurisdiction=desk.unit,
                tier=tier,
                application_kind=ApplicationKind.NEW,
                judged_on=date(2026, 3, 3),
                rule_versions="x/1",
                verdict="unmet",
                lacking=lacking,
                open=["Z"],
                steps=len(lacking) + 1,
                sole="",
            )

    (card,) = desk.walker.get("/api/v1/visit-cards/").json()

    assert card["gap"] == (
        f"专精特新中小企业：不符合 1 项（{criterion.name}），待核实 1 项，2026-03-03 评估"
    )


def test_signs_of_visits_nobody_made(desk: Desk) -> None:
    other = make_enterprise(unit=desk.unit)
    text = "企业生产经营正常，订单稳定，用工充足，没有其他需要反映的困难问题。"
    at = timezone.now() - timedelta(days=3)
    first = make_visit(desk.enterprise, desk.station, visited_at=at, summary=text)
    words = {"latitude": "30.50", "longitude": "114.30", "location_source": "device"}
    second = make_visit(
        other, desk.station, visited_at=at + timedelta(minutes=9), summary=text, **words
    )
    far = {**words, "latitude": "30.90"}
    third = make_visit(
        make_enterprise(unit=desk.unit),
        desk.station,
        visited_at=at + timedelta(minutes=12),
        **far,
    )
    with bootstrap_scope():
        Visit.objects.update(specialist=desk.specialist, recorded_by_id=desk.user.pk)
    make_photo(first, sha256="a" * 64)
    make_photo(second, sha256="a" * 64)
    period = f"from={(at - timedelta(days=1)).date()}&to={timezone.localdate()}"

    signs = desk.lead.get(f"/api/v1/visit-signs/?{period}").json()

    found = {(one["kind"], one["visit_id"]) for one in signs}
    assert found == {
        ("photo", second.pk),
        ("text", first.pk),
        ("text", second.pk),
        ("travel", third.pk),
    }
    assert desk.walker.get(f"/api/v1/visit-signs/?{period}").status_code == 403
    assert desk.stranger.get(f"/api/v1/visit-signs/?{period}").json() == []
