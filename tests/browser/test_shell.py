"""The pages in a real browser: on a phone and at a desk, by keyboard, asking nobody outside."""

import re

import pytest

from tests.live import PASSWORD

pytestmark = pytest.mark.browser
OPEN = ("/sign-in/", "/no-such-page/")
INSIDE = (
    "/",
    "/board/?on=2025-07-25",
    "/board/?on=2025-07-25&basis=highest",
    "/board/today/",
    "/board/wall/",
    "/enterprises/",
    "/enterprises/?q=示例",
    "/titles/",
    "/radar/?days=180",
    "/discrepancies/",
    "/measures/",
    "/exports/",
    "/key-projects/",
    "/key-projects/new/",
    "/inspections/",
    "/cultivation/put-in/",
    "/monitoring/",
    "/rules/",
    "/tickets/channels/",
    "/tickets/recalculation/?limits_on=",
    "/service-index/",
    "/visits/past/",
    "/reports/",
    "/reports/tier-table/",
    "/reports/hand-ins/",
    "/reports/tier-table/open-period/",
    "/reports/verify/",
    "/profile/",
    "/profile/password/",
    "/profile/sessions/",
    "/profile/second-factor/",
    "/profile/second-factor/take-away/",
    "/confirm/",
    "/help/",
    "/help/words/",
    "/no-such-page/",
)
# Lists whose first row leads to a page of its own, looked at as well.
LEADING = ("/enterprises/?highest_tier=little_giant", "/cultivation/", "/inspections/")
SHEETS = re.compile(rb"/Type ?/Page\b")


def test_the_checks_below_do_see_a_bad_page(visitor):
    person = visitor(390)
    person.open("/sign-in/")

    person.page.set_content("<button></button><div style='width:2000px'>.</div>")

    assert person.overflow() > 0
    assert any(fault.startswith("button-name") for fault in person.barriers())


def test_every_page_fits_the_screen_shuts_nobody_out_and_asks_nobody_else(visitor):
    person, found = visitor(), {}

    def look(path: str) -> None:
        person.look(path)
        found[path] = person.faults()

    for path in OPEN:
        look(path)
    person.sign_in("bureau_lead")
    for path in INSIDE:
        look(path)
    for path in LEADING:
        look(path)
        look(person.page.locator("tbody a").first.get_attribute("href"))

    assert {path: fault for path, fault in found.items() if fault} == {}
    assert person.complaints == []
    assert person.went_outside() == []


def test_the_admin_runs_on_its_own_scripts_and_styles(visitor):
    person = visitor()
    person.sign_in("bureau_lead")

    status = person.open("/admin/")
    links = person.page.locator("#nav-sidebar a[href$='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    parts = [link.strip("/").split("/") for link in links]
    one_of_each = {part[1]: f"/{'/'.join(part)}/" for part in parts if len(part) > 2}
    for link in one_of_each.values():
        assert person.open(link, until="load") == 200

    assert status == 200
    assert len(one_of_each) > 5
    assert person.went_outside() == []
    assert person.complaints == []


def test_one_can_sign_in_and_reach_the_content_by_keyboard_alone(visitor):
    person = visitor()
    person.open("/sign-in/")

    person.page.keyboard.type("bureau")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type(PASSWORD)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"{person.site}/")
    person.page.keyboard.press("Tab")
    first = person.page.evaluate("document.activeElement.textContent")
    person.page.keyboard.press("Enter")

    assert first == "跳到正文"
    assert person.page.evaluate("document.activeElement.id") == "content"


def test_a_wrong_password_is_said_on_the_page_and_the_name_is_kept(visitor):
    person = visitor(390)

    person.sign_in("station", "not-the-password")

    assert person.page.get_by_role("alert").inner_text().startswith("用户名或密码不正确")
    assert person.page.get_by_label("用户名").input_value() == "station"


def test_the_phone_menu_opens_and_closes_by_keyboard(visitor):
    person = visitor(390)
    person.sign_in("bureau")
    menu = person.page.locator("details.phone-menu")
    link = menu.get_by_role("link", name="企业名录")

    menu.locator("> .menu-sheet").wait_for(state="hidden")
    menu.locator("> summary").focus()
    person.page.keyboard.press("Enter")
    folded = link.is_visible()
    menu.locator("summary", has_text="企业").focus()
    person.page.keyboard.press("Enter")
    opened = link.is_visible()
    faults = person.faults(390)
    person.page.keyboard.press("Escape")

    assert (folded, opened) == (False, True)
    assert faults == []
    assert menu.get_attribute("open") is None
    assert menu.locator("> summary").evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_navigation_is_one_line_whose_menus_open_by_keyboard_one_at_a_time(visitor, width):
    person = visitor(width)
    person.sign_in("bureau_lead")
    person.open("/batches/")
    bar = person.page.get_by_role("navigation", name="主导航", exact=True)
    heads, sheets = bar.locator("summary"), bar.locator(".menu-sheet")

    tops = bar.locator(".nav-inner > ul > li").evaluate_all(
        "all => new Set(all.map(one => one.offsetTop)).size"
    )
    here = bar.locator("summary[aria-current]").all_inner_texts()
    for number in range(heads.count()):
        heads.nth(number).focus()
        person.page.keyboard.press("Enter")
        sheets.nth(number).wait_for()
        assert [sheet.is_visible() for sheet in sheets.all()].count(True) == 1
        assert person.faults(width) == []
    person.page.keyboard.press("Escape")
    heads.first.press("Enter")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/board/")

    assert (tops, here) == (1, ["梯度"])
    assert bar.locator("a[aria-current=page]").all_text_contents() == ["看板"]


def test_signing_out_works_without_scripts(visitor):
    person = visitor(scripts=False)
    person.sign_in("bureau")

    person.page.locator(".user-menu summary").click()
    person.page.get_by_role("button", name="退出登录").click()
    person.page.wait_for_url(f"{person.site}/sign-in/")

    assert "您已安全退出" in person.page.content()


def test_a_number_of_the_board_opens_as_many_rows(visitor):
    person = visitor()
    person.sign_in("district_east_lake")
    person.open("/board/")

    number = person.page.locator(".step-2 .rung-shape a")
    shown = number.locator("strong").inner_text()
    number.click()
    person.page.wait_for_url("**/enterprises/**")

    assert person.page.locator(".pager strong").inner_text() == shown


def test_charts_are_drawn_with_scripts_and_are_tables_without(visitor):
    drawn, plain = visitor(), visitor(scripts=False)
    for person in (drawn, plain):
        person.sign_in("bureau")
        person.open("/board/")

    chart, table = "figure.chart .chart-canvas svg", "figure.chart .chart-rows table"
    drawn.page.locator(chart).first.wait_for()

    assert not drawn.page.locator(table).first.is_visible()
    assert plain.page.locator(table).first.is_visible()
    assert plain.page.locator(chart).count() == 0


MIDDLE_OF_FIRST_BAR = """canvas => {
    const chart = echarts.getInstanceByDom(canvas);
    const value = chart.getOption().series[0].data[0].value;
    const [x, y] = chart.convertToPixel({seriesIndex: 0}, [value / 2, 0]);
    return {x, y: y - 6};
}"""


def test_what_an_enterprise_lacks_is_printed_on_one_sheet(visitor):
    person = visitor()
    person.sign_in("bureau")
    person.open("/prospects/?tier=little_giant")
    near = person.page.get_by_role("link", name="逐条看").first.get_attribute("href")
    person.open("/enterprises/?status=active")
    unknown = person.page.locator("tbody th a").first.get_attribute("href")

    sheets = {}
    for path in (near, f"{unknown}assessment/?tier=little_giant"):
        person.open(path)
        assert person.page.get_by_role("button", name="打印走访单").is_visible()
        sheets[path] = len(SHEETS.findall(person.page.pdf(format="A4")))
    person.open("/board/")

    assert set(sheets.values()) == {1}, sheets
    assert len(SHEETS.findall(person.page.pdf(format="A4"))) > 1


def test_pressing_a_bar_opens_its_rows(visitor):
    person = visitor()
    person.sign_in("bureau")
    person.open("/board/?on=2025-07-25")
    canvas = person.page.locator("figure.chart[data-chart=units] .chart-canvas")
    canvas.scroll_into_view_if_needed()
    canvas.locator("svg").wait_for()
    person.page.wait_for_timeout(500)  # until the bars have grown

    canvas.click(position=canvas.evaluate(MIDDLE_OF_FIRST_BAR))
    person.page.wait_for_url("**/enterprises/?**")

    assert "tier=srdi_sme" in person.page.url
    assert "on=2025-07-25" in person.page.url
