"""The pages of stations as a district clerk and his lead use them."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.choices.stations import FilingState
from services.models import Assignment, ServiceEvent, Specialist
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_event, make_profile, make_specialist
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Jurisdiction:
    return make_unit()


@pytest.fixture
def station(here: Jurisdiction) -> ServiceStation:
    return make_profile(make_station(here)).station


@pytest.fixture
def as_(here: Jurisdiction) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, unit=here))
        return client

    return sign_in


def test_a_clerk_opens_a_station_and_files_a_person_whom_the_lead_approves(
    as_: Callable[[str], Client], here: Jurisdiction
) -> None:
    clerk, lead = as_("district_staff"), as_("district_lead")
    clerk.post(
        "/stations/new/",
        {
            "code": "zhifang-01",
            "name": "示例服务站",
            "jurisdiction_id": here.pk,
            "kind": "street",
            "opened_on": "2025-01-01",
        },
    )
    clerk.post(
        "/stations/zhifang-01/apply/",
        {"name": "王示例", "phone": "13900001234", "since": "2025-01-01", "until": "2027-12-31"},
    )
    filing = Specialist.objects.get()

    page = clerk.get("/stations/zhifang-01/").content.decode()
    lead.post("/stations/specialists/approve/", {"row": [filing.pk]})

    filing.refresh_from_db()
    assert "待区级负责人核准" in page
    assert "13900001234" not in page
    assert (filing.state, filing.during.upper.isoformat()) == (FilingState.APPROVED, "2028-01-01")


def test_enterprises_are_given_by_code_or_name_and_what_is_unknown_is_named(
    as_: Callable[[str], Client], here: Jurisdiction, station: ServiceStation
) -> None:
    clerk, person = as_("district_staff"), make_specialist(station)
    one, two = make_enterprise(unit=here), make_enterprise(unit=here)
    words = {"specialist_id": person.pk, "since": "2026-01-01", "is_lead": "on"}
    path = f"/stations/{station.code}/assign/"

    wrong = clerk.post(path, {**words, "enterprises": f"{one.uscc}\n没有这家公司"})
    done = clerk.post(path, {**words, "enterprises": f"{one.uscc}\n{two.name}"})

    assert "没有找到：没有这家公司" in wrong.content.decode()
    assert (done.status_code, Assignment.objects.filter(specialist=person).count()) == (302, 2)


def test_ticked_enterprises_are_handed_over(
    as_: Callable[[str], Client], station: ServiceStation
) -> None:
    care = make_assignment(specialist=make_specialist(station))
    taker = make_specialist(station)

    clerk, path = as_("district_staff"), "/stations/assignments/hand-over/?q="
    words = {"row": [care.pk], "to_specialist_id": taker.pk, "on": "2026-01-01"}
    shown = clerk.get("/stations/assignments/").content.decode()
    wrong = clerk.post(path, {**words, "reason": " "})
    none = clerk.post(path, {**words, "row": [], "reason": "轮岗"})
    done = clerk.post(path, {**words, "reason": "轮岗"})

    assert taker.name in shown
    assert (wrong.status_code, none.status_code) == (400, 400)
    kept = wrong.content.decode()
    assert " checked" in kept
    assert f'<option value="{taker.pk}" selected>' in kept
    assert "没有办理，所选和所填都保留着" in kept
    assert "请先勾选" in none.content.decode()
    assert clerk.get(path).url == "/stations/assignments/?q="
    assert done.status_code == 302
    assert Assignment.objects.filter(specialist=taker).count() == 1


def test_who_holds_enterprises_leaves_only_with_somebody_to_follow(
    as_: Callable[[str], Client], station: ServiceStation
) -> None:
    lead, leaver, taker = as_("district_lead"), make_specialist(station), make_specialist(station)
    make_assignment(specialist=leaver)
    path = f"/stations/specialists/{leaver.pk}/leave/"
    words = {"on": "2026-01-01", "reason": "离职"}

    refused = lead.post(path, words)
    done = lead.post(path, {**words, "successor_id": taker.pk})

    assert "包联企业 1 家" in refused.content.decode()
    assert done.status_code == 302


def test_an_event_is_told_and_attended(
    as_: Callable[[str], Client], here: Jurisdiction, station: ServiceStation
) -> None:
    clerk, enterprise = as_("district_staff"), make_enterprise(unit=here)
    clerk.post(
        "/stations/events/new/",
        {
            "title": "惠企政策宣讲",
            "kind": "policy",
            "held_on": "2025-06-12",
            "jurisdiction_id": here.pk,
            "station_id": station.pk,
            "co_hosts": "示例银行、示例协会",
        },
    )
    event = ServiceEvent.objects.get()
    clerk.post(
        f"/stations/events/{event.pk}/attendance/",
        {"enterprises": f"{enterprise.name}\n外地示例公司"},
    )

    page = clerk.get(f"/stations/events/{event.pk}/").content.decode()

    assert event.co_hosts == ["示例银行", "示例协会"]
    assert enterprise.name in page
    assert page.count("名录外") == 1


def test_a_look_at_a_number_is_told_once_to_who_may(
    as_: Callable[[str], Client], station: ServiceStation
) -> None:
    person = make_specialist(station, phone="13900001234")

    page = (
        as_("district_staff")
        .post(f"/stations/specialists/{person.pk}/reveal/", {"reason": "核实"}, follow=True)
        .content.decode()
    )

    assert "13900001234（已留痕）" in page


@pytest.mark.parametrize(
    "path",
    [
        "/stations/",
        "/stations/?on=2025-07-25&kind=street",
        "/stations/specialists/?state=applied",
        "/stations/assignments/",
        "/stations/events/",
        "/stations/new/",
        "/stations/events/new/",
    ],
)
def test_every_list_says_what_to_do_when_it_is_empty(
    as_: Callable[[str], Client], path: str
) -> None:
    assert as_("district_staff").get(path).status_code == 200


def test_lists_and_pages_show_rows(as_: Callable[[str], Client], station: ServiceStation) -> None:
    person = make_specialist(station)
    make_assignment(specialist=person)
    event = make_event(station.jurisdiction, station=station)
    lead = as_("district_lead")

    pages = [
        lead.get(path)
        for path in (
            "/stations/",
            f"/stations/{station.code}/",
            f"/stations/{station.code}/amend/",
            f"/stations/{station.code}/close/",
            f"/stations/{station.code}/assign/",
            f"/stations/specialists/{person.pk}/move/",
            f"/stations/specialists/{person.pk}/renew/",
            f"/stations/events/{event.pk}/amend/",
            f"/stations/events/{event.pk}/cancel/",
        )
    ]

    assert {page.status_code for page in pages} == {200}
    assert person.name in pages[1].content.decode()


def test_another_units_station_is_not_there(as_: Callable[[str], Client]) -> None:
    elsewhere = make_profile(make_station(make_unit())).station
    person = make_specialist(elsewhere)
    clerk = as_("district_lead")

    answers = [
        clerk.get(f"/stations/{elsewhere.code}/").status_code,
        clerk.post(f"/stations/{elsewhere.code}/amend/", {"name": "甲"}).status_code,
        clerk.post(f"/stations/specialists/{person.pk}/leave/", {}).status_code,
    ]

    assert answers == [404, 404, 404]
