"""A specialist with a telephone: no signal at the enterprise, signal again at the bus stop."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from services.models import Ticket, Visit, VisitPhoto
from tests.browser.conftest import PLAIN, Visitor
from tests.factories.accounts import PASSWORD, make_station, make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.visits import make_visit
from tests.services.visits import pictures
from wuhan_smes.accounts.models import User
from wuhan_smes.scope import bootstrap_scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, OTHER = "示例长江光电有限公司", "示例江岸智能有限公司"
# What a camera would show and a browser read in it.
LICENCE = """read => {
    const film = () => document.createElement('canvas').captureStream();
    navigator.mediaDevices.getUserMedia = async () => film();
    HTMLMediaElement.prototype.play = async () => {};
    window.BarcodeDetector = class { async detect() { return [{rawValue: read}]; } };
}"""


class Round:
    """A specialist, his station, and two enterprises in his care."""

    def __init__(self) -> None:
        self.unit = make_unit("jiangan")
        self.station = make_profile(make_station(self.unit, name="示例街道服务站")).station
        self.user = make_user("specialist", station=self.station, display_name="示例专员")
        self.specialist = make_specialist(self.station, user=self.user)
        self.enterprise = make_enterprise(unit=self.unit, name=NAME)
        self.other = make_enterprise(unit=self.unit, name=OTHER)
        for enterprise in (self.enterprise, self.other):
            make_assignment(enterprise, self.specialist, cadence_days=30)
        make_contact(self.enterprise, name="张三", post="总经理", is_primary=True)
        at = timezone.now() - timedelta(days=45)
        make_visit(
            self.enterprise,
            self.station,
            visited_at=at,
            summary="缺少订单，已介绍对接会",
            place="二号厂房",
            received_name="张三",
        )


def arrive(person: Visitor, user: User) -> Page:
    """Sign in, open the page, and wait until the telephone keeps it."""
    person.sign_in(user.username, PASSWORD)
    person.open("/visits/new/")
    person.page.evaluate("() => navigator.serviceWorker.ready")
    person.page.wait_for_function("() => document.querySelectorAll('.pick').length > 0")
    return person.page


def write(page: Page, **words: str) -> None:
    """One visit as a thumb writes it down."""
    page.get_by_role("button", name=NAME).click()
    page.get_by_role("button", name="日常走访").click()
    page.get_by_label("走访情况").fill(words.get("summary", "生产正常，旺季缺少焊工"))


def visits() -> list[Visit]:
    with bootstrap_scope():
        return list(Visit.objects.filter(recorded_by_id__isnull=False).order_by("pk"))


def test_written_without_signal_it_is_there_once_with_photo_and_ticket(
    visitor_here: Callable[..., Visitor], tmp_path: Path
) -> None:
    city, person = Round(), visitor_here(390)
    page = arrive(person, city.user)
    photo = tmp_path / "door.jpg"
    photo.write_bytes(pictures.jpeg(exif=pictures.exif()))

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#signal")).to_contain_text("离线")
    write(page)
    expect(page.locator("#card")).to_contain_text("缺少订单，已介绍对接会")
    page.get_by_label("问题").first.fill("缺少焊工 15 名")
    page.locator("[name=photos]").set_input_files(photo)
    expect(page.locator("#photos li")).to_have_count(1)
    page.evaluate("() => window.scrollTo(0, 0)")
    person.shot("visit-offline")
    assert person.faults() == []
    page.get_by_role("button", name="保存走访").click()
    expect(page.locator("#outbox")).to_contain_text(NAME)
    person.shot("visit-outbox")
    page.reload()
    expect(page.locator("#outbox")).to_contain_text(NAME)
    assert visits() == []

    page.context.set_offline(False)
    expect(page.locator("#signal")).to_contain_text("已发送 1 条", timeout=15_000)
    page.reload()
    page.wait_for_load_state("networkidle")

    (visit,) = visits()
    with bootstrap_scope():
        ticket = Ticket.objects.get(visit=visit)
        kept = VisitPhoto.objects.get(visit=visit)
    assert (visit.station, visit.place, visit.received_name) == (city.station, "二号厂房", "张三")
    assert (ticket.title, ticket.station) == ("缺少焊工 15 名", city.station)
    assert kept.taken_at is not None
    expect(page.locator("#outbox")).to_be_hidden()


def test_a_draft_outlives_the_page_and_a_refusal_is_shown_until_it_is_settled(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390)
    make_visit(city.enterprise, city.station, visited_at=timezone.now() - timedelta(minutes=5))
    page = arrive(person, city.user)

    write(page, summary="送达政策材料")
    expect(page.locator("#kept")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.get_by_label("走访情况")).to_have_value("送达政策材料")
    page.get_by_role("button", name="保存走访").click()
    expect(page.locator("#outbox .wrong")).to_contain_text("再次走访请填写理由")
    person.shot("visit-refused")
    page.get_by_role("button", name="填写理由").click()
    page.get_by_label("当日再访理由").fill("上午漏带材料")
    page.get_by_role("button", name="保存走访").click()

    expect(page.locator("#signal")).to_contain_text("已发送 1 条", timeout=15_000)
    assert [visit.again_reason for visit in visits()] == ["上午漏带材料"]


def test_an_enterprise_is_picked_from_nearby_or_by_the_code_on_its_licence(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390)
    for it, latitude in ((city.enterprise, "30.62"), (city.other, "30.59")):
        at = timezone.now() - timedelta(days=60)
        place = {"latitude": latitude, "longitude": "114.3", "location_source": "device"}
        make_visit(it, city.station, visited_at=at, **place)
    page = arrive(person, city.user)
    page.context.grant_permissions(["geolocation"])
    order = []
    for latitude in (30.5905, 30.6205):
        page.context.set_geolocation({"latitude": latitude, "longitude": 114.3})
        page.get_by_role("button", name="附近").click()
        expect(page.locator(".pick").first).to_contain_text("约 60 米")
        order.append(page.locator(".pick strong").first.inner_text())
    person.shot("visit-nearby")
    assert person.faults() == []

    code = city.other.uscc
    page.evaluate(LICENCE, f"https://licence.test/?t={'AB12CD34' * 4}&uniscid={code}")
    page.get_by_role("button", name="扫执照").click()

    expect(page.locator("#chosen-name")).to_have_text(OTHER)
    assert order == [OTHER, NAME]
    assert page.locator("[name=latitude]").input_value() == ""  # choosing notes no place


def test_over_plain_http_nothing_written_is_lost_and_the_page_says_what_it_cannot(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390)
    person.site = person.site.replace("localhost", PLAIN)
    person.sign_in(city.user.username, PASSWORD)
    person.open("/visits/new/")
    page = person.page
    assert not page.evaluate("() => window.isSecureContext")
    expect(page.locator("#signal")).to_contain_text("不能离线打开本页、定位和扫码；这些需要 https")
    for button in ("附近", "扫执照"):
        page.get_by_role("button", name=button).click()
        expect(page.locator("#pick-hint")).to_contain_text("需要 https")
    write(page)
    expect(page.locator("#kept")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.get_by_label("走访情况")).to_have_value("生产正常，旺季缺少焊工")

    page.context.set_offline(True)
    page.get_by_role("button", name="保存走访").click()
    expect(page.locator("#outbox")).to_contain_text(NAME)
    page.context.set_offline(False)

    expect(page.locator("#signal")).to_contain_text("已发送 1 条", timeout=15_000)
    assert [visit.station for visit in visits()] == [city.station]


def test_a_number_that_was_sent_with_other_words_is_a_conflict_one_can_settle(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390)
    first = make_visit(
        city.enterprise,
        city.station,
        visited_at=timezone.now() - timedelta(days=1),
        client_uuid=(number := uuid4()),
        client_sha256="0" * 64,
        recorded_by_id=city.user.pk,
    )
    page = arrive(person, city.user)

    write(page, summary="另一次的情况")
    page.evaluate(
        "number => { document.getElementById('visit-form').elements.client_uuid.value = number; }",
        str(number),
    )
    page.get_by_role("button", name="保存走访").click()
    expect(page.locator("#outbox .wrong")).to_contain_text("内容与这次不同")
    link = page.get_by_role("link", name="打开已登记的走访")
    assert link.get_attribute("href") == f"/visits/{first.pk}/"
    person.shot("visit-conflict")
    page.get_by_role("button", name="作为另一次走访").click()
    expect(page.get_by_label("走访情况")).to_have_value("另一次的情况")
    page.get_by_role("button", name="保存走访").click()

    expect(page.locator("#signal")).to_contain_text("已发送 1 条", timeout=15_000)
    assert [visit.summary for visit in visits()][-1] == "另一次的情况"


def test_nobody_sends_what_another_person_wrote_down(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390)
    colleague = make_user("specialist", station=city.station)
    page = arrive(person, city.user)
    page.context.set_offline(True)
    write(page)
    page.get_by_role("button", name="保存走访").click()
    expect(page.locator("#outbox")).to_contain_text(NAME)
    page.context.clear_cookies()
    page.context.set_offline(False)

    person.sign_in(colleague.username, PASSWORD)
    person.open("/visits/new/")

    expect(page.locator("#signal")).to_contain_text("请其本人登录后发送")
    assert visits() == []


def test_the_pages_of_visits_fit_the_screen_and_keep_nobody_out(
    visitor_here: Callable[..., Visitor], settings: Any
) -> None:
    city, person = Round(), visitor_here()
    at = timezone.now() - timedelta(hours=2)
    visit = make_visit(
        city.enterprise,
        city.station,
        visited_at=at,
        recorded_at=at,
        specialist=city.specialist,
        received_name="张三",
        received_phone="13800001234",
        staff=120,
        client_uuid=uuid4(),
    )
    person.sign_in(city.user.username, PASSWORD)

    for path, name in (
        ("/", "home-specialist"),
        ("/visits/", "visits"),
        (f"/visits/{visit.pk}/", "visit"),
        ("/visits/month/", "visits-month-own"),
        ("/visits/new/", "visit-new"),
    ):
        person.open(path)
        assert (path, person.faults(name=name)) == (path, [])
    assert (person.complaints, person.went_outside()) == ([], [])


def test_without_script_the_form_is_sent_in_the_plain_way(
    visitor_here: Callable[..., Visitor],
) -> None:
    city, person = Round(), visitor_here(390, scripts=False)
    person.page.goto(f"{person.site}/sign-in/")
    person.page.get_by_label("用户名").fill(city.user.username)
    person.page.get_by_label("密码").fill(PASSWORD)
    person.follow(person.page.get_by_role("button", name="登录"))
    page = person.page
    page.goto(f"{person.site}/visits/new/?enterprise={city.enterprise.pk}")

    page.get_by_role("checkbox", name="日常走访").check()
    page.get_by_label("走访情况").fill("生产正常")
    person.follow(page.get_by_role("button", name="保存走访"))

    assert page.url.endswith(f"/visits/{visits()[0].pk}/")
