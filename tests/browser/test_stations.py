"""A district files a specialist, gives him an enterprise and hands it over; the counts move."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from services.choices.stations import FilingState
from tests.browser.conftest import Visitor
from tests.factories.accounts import PASSWORD, make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_event, make_profile, make_specialist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "示例武汉长江新区先进制造与现代服务业融合发展综合服务中心第一工作站"


class Network:
    """A unit with a station: one serves and cares for an enterprise, one waits to be approved."""

    def __init__(self) -> None:
        self.unit = make_unit("jiangan")
        self.station = make_profile(make_station(self.unit, name="示例江岸街道服务站")).station
        make_profile(make_station(self.unit, name=LONG))
        self.serving = make_specialist(self.station, name="示例在册专员")
        self.waiting = make_specialist(
            self.station, name="示例新专员", state=FilingState.APPLIED, applied_by_id=0
        )
        self.enterprise = make_enterprise(unit=self.unit, name="示例长江光电有限公司")
        make_assignment(self.enterprise, self.serving)
        self.event = make_event(self.unit, title="示例政策宣讲会", station=self.station)
        self.lead = make_user("district_lead", unit=self.unit)


def counted(person: Visitor) -> list[str]:
    """The figures on top of the list of stations, as they are read."""
    person.open("/stations/")
    return person.page.locator(".stat .value").all_inner_texts()


def test_a_specialist_is_approved_takes_over_and_the_counts_move(
    visitor_here: Callable[..., Visitor],
) -> None:
    network, person = Network(), visitor_here()
    person.sign_in(network.lead.username, PASSWORD)
    page = person.page
    assert counted(person) == ["2个", "1名", "1家"]

    person.open(f"/stations/{network.station.code}/")
    page.get_by_role("link", name="核准").click()
    page.get_by_role("button", name="核准").click()
    expect(page.locator("main")).to_contain_text("在册 2 名")
    person.shot("station-approved")

    person.open("/stations/assignments/")
    page.get_by_label(f"选择{network.enterprise.name}").check()
    page.get_by_label("移交给").select_option(str(network.waiting.pk))
    page.get_by_label("原因").fill("轮岗")
    page.get_by_role("button", name="移交所选").click()
    expect(page.locator("main")).to_contain_text("已移交 1 家")
    expect(page.locator("tbody tr")).to_contain_text("示例新专员")
    assert counted(person) == ["2个", "2名", "1家"]

    page.get_by_role("link", name="示例江岸街道服务站").click()
    page.get_by_role("row", name="示例在册专员").get_by_role("link", name="离任").click()
    page.get_by_label("离任原因").fill("调回区局")
    page.get_by_role("button", name="办理离任").click()
    expect(page.locator("main")).to_contain_text("在册 1 名")
    assert counted(person) == ["2个", "1名", "1家"]
    assert (person.complaints, person.went_outside()) == ([], [])


def test_the_pages_of_stations_fit_the_screen_and_keep_nobody_out(
    visitor_here: Callable[..., Visitor],
) -> None:
    network, person = Network(), visitor_here()
    person.sign_in(network.lead.username, PASSWORD)
    code = network.station.code

    for path, name in (
        ("/stations/", "stations"),
        ("/stations/specialists/", "specialists"),
        ("/stations/assignments/", "assignments-few"),
        (f"/stations/{code}/", "station-small"),
        (f"/stations/specialists/{network.serving.pk}/leave/", "leave"),
        (f"/stations/events/{network.event.pk}/", "event"),
        ("/visits/past/", "visit-past"),
    ):
        assert person.open(path) == 200
        assert (path, person.faults(name=name)) == (path, [])
    assert (person.complaints, person.went_outside()) == ([], [])
