"""The frame in a real browser: on a phone and at a desk, by keyboard, asking nobody outside."""

import pytest

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = ("/sign-in/", "/no-such-page/")
INSIDE = (
    "/",
    "/enterprises/",
    "/titles/",
    "/radar/",
    "/profile/",
    "/profile/password/",
    "/help/",
    "/help/words/",
    "/no-such-page/",
)


def test_the_checks_below_do_see_a_bad_page(visitor):
    person = visitor(390)
    person.open("/sign-in/")

    person.page.set_content("<button></button><div style='width:2000px'>.</div>")

    assert person.overflow() > 0
    assert any(fault.startswith("button-name") for fault in person.barriers())


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_fits_the_screen_shuts_nobody_out_and_asks_nobody_else(visitor, width):
    unit = make_unit("jiangxia")
    enterprise = make_enterprise(unit=unit, name="武汉示例光谷精密智能制造技术研究科技股份有限公司")
    person, found = visitor(width), {}

    def look(path: str) -> None:
        person.open(path)
        found[path] = (person.overflow(), person.barriers())

    for path in OPEN:
        look(path)
    person.sign_in(make_user("bureau_lead"))
    for path in (*INSIDE, f"/enterprises/{enterprise.pk}/"):
        look(path)

    assert {path: fault for path, fault in found.items() if fault != (0, [])} == {}
    assert person.complaints == []
    assert person.went_outside() == []


def test_the_admin_runs_on_its_own_scripts_and_styles(visitor):
    person = visitor()
    person.sign_in(make_user("bureau_lead"))

    status = person.open("/admin/")

    assert status == 200
    assert person.went_outside() == []
    assert person.complaints == []


def test_one_can_sign_in_and_reach_the_content_by_keyboard_alone(visitor):
    user, person = make_user("bureau_staff"), visitor()
    person.open("/sign-in/")

    person.page.keyboard.type(user.username)
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("correct-horse-2026")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"{person.site}/")
    person.page.keyboard.press("Tab")
    first = person.page.evaluate("document.activeElement.textContent")
    person.page.keyboard.press("Enter")

    assert first == "跳到正文"
    assert person.page.evaluate("document.activeElement.id") == "content"


def test_a_wrong_password_is_said_on_the_page_and_the_name_is_kept(visitor):
    user, person = make_user(), visitor(390)

    person.sign_in(user, "not-the-password")

    assert person.page.get_by_role("alert").inner_text().startswith("用户名或密码不正确")
    assert person.page.get_by_label("用户名").input_value() == user.username


def test_the_phone_menu_opens_and_closes_by_keyboard(visitor):
    person = visitor(390)
    person.sign_in(make_user("bureau_staff"))
    menu = person.page.locator("details.phone-menu")

    menu.locator("summary").focus()
    person.page.keyboard.press("Enter")
    opened = person.page.get_by_role("link", name="企业", exact=True).first.is_visible()
    person.page.keyboard.press("Escape")

    assert opened
    assert menu.get_attribute("open") is None
    assert menu.locator("summary").evaluate("e => e === document.activeElement")


def test_signing_out_works_without_scripts(visitor):
    person = visitor(scripts=False)
    person.sign_in(make_user("bureau_staff"))

    person.page.locator(".user-menu summary").click()
    person.page.get_by_role("button", name="退出登录").click()
    person.page.wait_for_url(f"{person.site}/sign-in/")

    assert "您已安全退出" in person.page.content()
