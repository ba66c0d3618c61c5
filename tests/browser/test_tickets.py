"""A problem goes from desk to desk in real browsers, each person signing in for his own part."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg
import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.conftest import Visitor
from tests.live import LiveSite

pytestmark = pytest.mark.browser
TITLE: Final = "车间屋顶漏水，雨天停产"
AGENCY: Final = "市科创局"
WAIT: Final = 20_000


@pytest.fixture
def signed_in(visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    def person(name: str, width: int = 1440, **options: bool) -> Visitor:
        someone = visitor(width, **options)
        someone.sign_in(name)
        return someone

    return person


def district_of(site: LiveSite) -> tuple[str, str]:
    """The unit of the demo station, and an enterprise of it."""
    everything = databases.url_for("TEST_ADMIN_DATABASE_URL", site.database)
    with psycopg.connect(everything) as admin:
        found = admin.execute(
            "SELECT j.code, e.name FROM accounts_user u"
            " JOIN accounts_servicestation s ON s.id = u.station_id"
            " JOIN accounts_jurisdiction j ON j.id = s.jurisdiction_id"
            " JOIN enterprises_enterprise e ON e.jurisdiction_id = j.id AND e.status = 'active'"
            " WHERE u.username = 'station' ORDER BY e.id LIMIT 1"
        ).fetchone()
    assert found is not None
    return found


def raised(person: Visitor, enterprise: str, title: str = TITLE) -> str:
    """Type the enterprise, choose it, say what it is; the address of the ticket."""
    person.open("/tickets/new/")
    person.page.get_by_label("企业", exact=True).press_sequentially(enterprise[:8], delay=20)
    person.page.locator("#candidates button", has_text=enterprise).first.click(timeout=WAIT)
    person.page.get_by_label("标题").fill(title)
    person.page.get_by_label("内容").fill("雨天漏水，影响生产，请帮助协调维修。")
    person.page.get_by_label("类别").select_option(label="用地用房")
    person.page.get_by_role("button", name="登记", exact=True).click()
    person.page.get_by_text("已登记").wait_for(timeout=WAIT)
    return person.page.url.removeprefix(person.site)


def press(person: Visitor, address: str, button: str, **words: str) -> None:
    """Open the form of a button, fill it and send it."""
    person.open(address)
    move = person.page.locator("details.move", has=person.page.locator("summary", has_text=button))
    move.first.locator("summary").first.click()
    form = move.first.locator("form")
    for label, said in words.items():
        field = form.get_by_label(label).first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=said)
        else:
            field.fill(said)
    form.get_by_role("button", name=f"确认{button}").click()
    person.page.locator(".note-bar.success").wait_for(timeout=WAIT)


def answered_on_paper(person: Visitor, address: str, scan: Path) -> None:
    """The station enters the call-back that the enterprise signed."""
    page = person.page
    person.open(address)
    person.follow(page.get_by_role("link", name="代企业填写并上传扫描件"))
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfaction", "satisfied")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.get_by_label("签字人姓名").fill("王经理")
    page.get_by_label("签字扫描件").set_input_files(scan)
    assert person.faults() == []
    page.get_by_role("button", name="代企业提交").click()
    page.locator(".note-bar.success").wait_for(timeout=WAIT)


def column_of(person: Visitor, title: str) -> str:
    """Under which heading of the board a ticket stands."""
    person.open("/tickets/board/")
    column = person.page.locator(".column", has_text=title)
    return str(column.locator("h2 > span").first.inner_text()).split("（")[0]


@pytest.mark.parametrize("width", [390, 1440])
def test_a_ticket_travels_from_the_station_to_its_strike_off(signed_in, live_site, width, tmp_path):
    """By desk and by telephone; there the enterprise signed its call-back on paper."""
    scan = tmp_path / "签字.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    unit, enterprise = district_of(live_site)
    title = f"{TITLE}（{width}）"
    station = signed_in("station", width)
    district = signed_in(f"district_{unit}", width)
    handler = signed_in("handler", width)
    seen = []

    address = raised(station, enterprise, title)
    seen.append(column_of(district, title))
    press(district, address, "受理", 说明="情况属实")
    press(district, address, "交办", 主办单位=AGENCY, 说明="请三日内联系企业")
    seen.append(column_of(district, title))
    press(handler, address, "签收")
    press(handler, address, "进展", 办理进展="已联系企业，约好周三上门")
    seen.append(column_of(handler, title))
    press(handler, address, "答复", 办理结果="已解决", 答复内容="已协调维修完毕")
    seen.append(column_of(district, title))
    press(district, address, "审核通过")
    answers = {"承办单位是否联系过企业": "是", "问题是否解决": "是", "是否满意": "满意"}
    if width == 390:
        answered_on_paper(station, address, scan)
    else:
        press(district, address, "回访", **answers)
    press(district, address, "销号")
    seen.append(column_of(station, title))

    assert seen == ["收集受理", "待签收", "承办", "待审核", "销号办结"]
    story = station.open(address) == 200 and station.page.locator(".steps").inner_text()
    for word in ("登记", "受理", "交办", "签收", "进展", "答复", "审核通过", "回访", "销号"):
        assert word in story
    for person in (station, district, handler):
        assert person.overflow() == 0
        assert person.complaints == []
        assert person.went_outside() == []


def test_each_page_of_the_desks_fits_the_screen_and_shuts_nobody_out(signed_in, live_site):
    unit, enterprise = district_of(live_site)
    lead, found = signed_in(f"district_lead_{unit}"), {}
    long = "关于进一步协调解决企业厂房租赁合同到期后续租及水电气热配套改造诉求的紧急请示"
    address = raised(lead, enterprise, long + "（附合同、方案和现场照片）")
    press(lead, address, "督办", 督办要求="请于三个工作日内联系企业，并报告进展")
    pages = {
        "desk": "/tickets/",
        "all": "/tickets/?whose=all",
        "none": "/tickets/?q=查无此事",
        "board": "/tickets/board/",
        "ticket": address,
        "form": f"{address}moves/triage/",
        "new": "/tickets/new/",
        "approvals": "/tickets/approvals/",
        "supervisions": "/tickets/supervisions/",
        "home": "/",
    }

    for name, path in pages.items():
        lead.open(path)
        found[name] = lead.faults(name=name if name == "supervisions" else "")

    assert {name: fault for name, fault in found.items() if fault} == {}
    assert lead.complaints == []


def test_the_desk_is_worked_by_keyboard(signed_in, live_site):
    unit, enterprise = district_of(live_site)
    person = signed_in(f"district_{unit}")
    address = raised(person, enterprise, "键盘办理的问题")
    keys = person.page.keyboard

    person.open("/tickets/?whose=mine")
    keys.press("?")
    person.page.get_by_role("dialog").wait_for()
    keys.press("Escape")
    person.page.get_by_role("dialog").wait_for(state="hidden")
    keys.press("j")
    person.page.locator("[data-row].at").wait_for()
    keys.press("Enter")
    person.page.wait_for_url(f"**{address}")
    keys.press("a")
    expect(person.page.locator("#move-triage")).to_have_attribute("open", "")
    keys.press("Escape")
    assert person.complaints == []


def test_without_scripts_a_problem_is_raised_and_handed_on(signed_in, live_site):
    unit, enterprise = district_of(live_site)
    person = signed_in(f"district_{unit}", scripts=False)
    person.open("/tickets/new/")
    person.page.get_by_label("企业", exact=True).fill(enterprise)
    person.page.get_by_label("标题").fill("没有脚本也能办")
    person.page.get_by_label("内容").fill("请帮助协调。")
    person.page.get_by_label("类别").select_option(label="用地用房")
    person.follow(person.page.get_by_role("button", name="登记", exact=True))
    address = person.page.url.removeprefix(person.site)

    press(person, address, "受理")
    press(person, address, "交办", 主办单位=AGENCY)

    assert AGENCY in person.page.locator("#ball").inner_text()


def test_many_are_taken_on_at_once_and_each_result_is_named(signed_in, live_site):
    unit, enterprise = district_of(live_site)
    person = signed_in(f"district_{unit}")
    for title in ("批量之一", "批量之二"):
        raised(person, enterprise, title)

    person.open("/tickets/?whose=ours&pile=accept&q=批量之")
    person.page.get_by_label("全选本页").check()
    assert person.page.locator("[data-chosen]").inner_text() == "2"
    person.page.get_by_label("操作").select_option(label="受理")
    person.follow(person.page.get_by_role("button", name="下一步"))
    person.follow(person.page.get_by_role("button", name="确认受理 2 件"))

    assert person.page.locator(".results .badge.good").count() == 2
