"""The pages of visits: written without script, read, declared void, counted by month, checked."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from measures.choices import EntitlementState as S
from services.models import Ticket, Visit, VisitPhoto
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.promises import make_entitlement
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_photo, make_visit
from tests.services.visits import pictures

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self) -> None:
        self.unit = make_unit("jiangan")
        self.station = make_profile(make_station(self.unit)).station
        self.user = make_user("specialist", station=self.station)
        self.specialist = make_specialist(self.station, user=self.user)
        self.enterprise = make_enterprise(unit=self.unit, name="示例长江光电公司")
        make_assignment(self.enterprise, self.specialist, cadence_days=30)
        self.walker, self.lead = signed_in(self.user), self.somebody("district_lead")

    def somebody(self, role: str) -> Client:
        return signed_in(make_user(role, unit=self.unit))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Desk:
    return Desk()


def written(desk: Desk, **words: Any) -> dict[str, Any]:
    return {
        "client_uuid": str(uuid4()),
        "enterprise": desk.enterprise.pk,
        "visited_at": f"{timezone.localtime() - timedelta(minutes=20):%Y-%m-%dT%H:%M}",
        "mode": "place",
        "purposes": ["routine", "needs"],
        "summary": "生产正常",
        **words,
    }


def test_without_script_a_visit_is_written_with_its_photo_and_its_problem(desk: Desk) -> None:
    photo = SimpleUploadedFile("a.jpg", pictures.jpeg(exif=pictures.exif()), "image/jpeg")
    problem = {
        "ticket-0-title": "缺少焊工",
        "ticket-0-category": "labour",
        "ticket-0-urgency": "normal",
    }

    answer = desk.walker.post("/visits/new/", written(desk, photos=photo, staff="32", **problem))

    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/visits/{visit.pk}/"
    assert (visit.station, visit.specialist, visit.staff) == (desk.station, desk.specialist, 32)
    assert VisitPhoto.objects.get().visit == visit
    assert Ticket.objects.get(visit=visit).title == "缺少焊工"


def test_the_button_pressed_twice_is_one_visit(desk: Desk) -> None:
    words = written(desk)

    desk.walker.post("/visits/new/", words)
    again = desk.walker.post("/visits/new/", words, follow=True)

    assert Visit.objects.count() == 1
    assert "没有重复登记" in again.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"summary": ""}, "请填写走访情况"),
        ({"enterprise": ""}, "请选择企业，或填写统一社会信用代码"),
        ({"enterprise": "", "uscc": "91420100616400352X"}, "没有这家企业"),
        ({"visited_at": "2020-01-01T10:00"}, "历史补录"),
        ({"photos": SimpleUploadedFile("a.svg", b"<svg/>")}, "只接受 JPEG"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    desk: Desk, words: dict[str, Any], said: str
) -> None:
    answer = desk.walker.post("/visits/new/", written(desk, place="二号厂房", **words))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "二号厂房" in page
    assert Visit.objects.count() == 0


def test_a_clerk_writes_down_who_came(desk: Desk) -> None:
    clerk = desk.somebody("district_staff")
    team = {"member-0-name": "甲", "member-0-unit": "区科经局", "member-0-rank": "district"}

    refused = clerk.post("/visits/new/", written(desk))
    clerk.post("/visits/new/", written(desk, **team))

    assert "请写明市领导、市直部门或区级的走访人员" in refused.content.decode()
    assert Visit.objects.get().rank == "district"


def test_the_page_names_an_enterprise_only_within_reach(desk: Desk) -> None:
    foreign = make_enterprise(name="示例别处公司")

    mine = desk.walker.get(f"/visits/new/?enterprise={desk.enterprise.pk}").content.decode()
    other = desk.walker.get(f"/visits/new/?enterprise={foreign.pk}").content.decode()

    assert "示例长江光电公司" in mine
    assert "示例别处公司" not in other


def test_the_page_of_a_visit_shows_all_of_it_and_masks_the_number(desk: Desk) -> None:
    visit = make_visit(
        desk.enterprise,
        desk.station,
        visited_at=timezone.now() - timedelta(hours=3),
        received_name="李四",
        received_phone="13800001234",
        staff=88,
    )
    make_photo(visit)

    page = desk.walker.get(f"/visits/{visit.pk}/").content.decode()
    revealed = desk.walker.post(f"/visits/{visit.pk}/reveal/", {"reason": "核实"}).content.decode()

    assert "*******1234" in page
    assert "13800001234" not in page
    assert "从业人员" in page
    assert "tel:13800001234" in revealed


def test_buttons_confirm_and_declare_void(desk: Desk) -> None:
    at = timezone.now() - timedelta(hours=3)
    visit = make_visit(desk.enterprise, desk.station, visited_at=at, recorded_at=at)

    desk.walker.post(f"/visits/{visit.pk}/confirm/", {"how": "call", "by_name": "张三"})
    void = desk.walker.post(f"/visits/{visit.pk}/void/", {"reason": "误登"}, follow=True)

    visit.refresh_from_db()
    assert (visit.confirmed_by, visit.void_reason) == ("张三", "误登")
    assert "已作废" in void.content.decode()


def test_photos_are_added_and_taken_off_on_the_page(desk: Desk) -> None:
    at = timezone.now() - timedelta(hours=3)
    visit = make_visit(desk.enterprise, desk.station, visited_at=at, recorded_at=at)
    files = [SimpleUploadedFile(f"{n}.jpg", pictures.jpeg(grey=n)) for n in (1, 2)]

    desk.walker.post(f"/visits/{visit.pk}/photos/", {"photos": files})
    first = visit.photos.order_by("pk")[0]
    desk.walker.post(f"/visits/photos/{first.pk}/remove/", {"reason": "模糊"})

    assert [photo.removed_reason for photo in visit.photos.order_by("pk")] == ["模糊", ""]


def test_the_list_shows_ones_own_and_goes_out_as_a_file(desk: Desk) -> None:
    make_visit(desk.enterprise, desk.station)
    make_visit(make_enterprise(unit=desk.unit, name="示例邻站公司"))

    mine = desk.walker.get("/visits/").content.decode()
    unit = desk.lead.get("/visits/?whose=stations").content.decode()
    leaders = desk.lead.get("/visits/?whose=leaders").content.decode()
    file = desk.walker.get("/visits/?layout=csv")

    assert ("示例长江光电公司" in mine, "示例邻站公司" in mine) == (True, False)
    assert ("示例邻站公司" in unit, "示例邻站公司" in leaders) == (True, False)
    csv = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "示例长江光电公司" in csv
    assert "示例邻站公司" not in csv


def test_the_month_is_told_in_numbers_and_in_words(desk: Desk) -> None:
    make_visit(desk.enterprise, desk.station)
    make_visit(desk.enterprise, rank="city_leader", station=None)
    own = {"recorded_by_id": desk.user.pk, "specialist": desk.specialist}
    make_visit(make_enterprise(unit=desk.unit), desk.station, **own)

    page = desk.lead.get("/visits/month/?month=2026-03&by=rank").content.decode()
    told = desk.walker.get("/visits/month/?month=2026-03").content.decode()

    assert "共走访企业 3 户次、2 户" in page
    assert "市领导" in page
    assert "2026年3月，本人走访企业 1 户次、1 户" in told
    assert "2026年3月，共走访企业 2 户次、2 户" in told
    assert f'<th scope="row">{desk.specialist.name}</th>' in told


def test_checks_are_for_who_checks(desk: Desk) -> None:
    assert desk.lead.get("/visits/checks/").status_code == 200
    assert desk.walker.get("/visits/checks/").status_code == 403


def test_the_worker_keeps_every_part_of_the_page(desk: Desk) -> None:
    worker = desk.walker.get("/visits/worker.js")
    page = desk.walker.get("/visits/new/").content.decode()
    manifest = desk.walker.get("/visits/app.webmanifest").json()

    text = worker.content.decode()
    parts = [part for part in page.split('"') if part.startswith("/static/")]
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert [part for part in parts if part not in text] == []
    assert (manifest["start_url"], manifest["scope"]) == ("/visits/new/", "/visits/")


def test_a_specialist_sees_on_the_first_page_where_to_go_today(desk: Desk) -> None:
    waiting, other = make_entitlement(desk.enterprise), make_enterprise(unit=desk.unit)
    make_entitlement(desk.enterprise, state=S.MISSING_EVIDENCE, missing=["licence"])
    make_assignment(other, make_specialist(desk.station))
    make_ticket(
        "closed",
        unit=desk.unit,
        station=desk.station,
        enterprise=desk.enterprise,
        answer="已对接",
        replied_at=timezone.now(),
    )

    page = desk.walker.get("/").content.decode()
    (card,) = desk.walker.get("/api/v1/visit-cards/").json()
    mine = desk.walker.get("/stations/assignments/?whose=mine").content.decode()

    assert "今天先去" in page
    assert "示例长江光电公司" in page
    assert "1 项支持只差材料" in page
    assert "1 项支持未到账" in page
    assert (card["answered"]["text"], card["papers"] != []) == ("已对接", True)
    assert card["unpaid"] == [f"{waiting.programme.title}（拟兑现）"]
    assert "/stations/assignments/?whose=mine" in page
    assert ("示例长江光电公司" in mine, other.name in mine) == (True, False)
    assert "今天先去" not in desk.lead.get("/").content.decode()


def test_the_portrait_of_an_enterprise_tells_of_its_visits(desk: Desk) -> None:
    make_visit(desk.enterprise, desk.station, summary="缺少订单")

    page = desk.lead.get(f"/enterprises/{desk.enterprise.pk}/").content.decode()

    assert "缺少订单" in page
