"""A second factor on a telephone, from setting it up to giving it up, by the web's login."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.live import PASSWORD
from wuhan_smes.accounts import one_time

pytestmark = pytest.mark.browser


def test_somebody_sets_it_up_signs_in_with_it_and_gives_it_up(visitor):
    person = visitor(390)
    page = person.page

    def give_code(button: str, code: str) -> None:
        page.get_by_role("textbox", name="验证码").fill(code)
        person.follow(page.get_by_role("button", name=button))

    person.sign_in("auditor")
    person.open("/profile/second-factor/")
    person.follow(page.get_by_role("button", name="开始设置"))
    give_code("启用两步验证", "000000")
    assert page.get_by_text("验证码不正确").is_visible()
    assert page.locator("img[alt*=二维码]").is_visible()
    assert person.faults() == []

    secret = page.locator("main code").inner_text().replace(" ", "")
    give_code("启用两步验证", one_time.code_at(secret, datetime.now(UTC)))
    recovery = page.locator("main li code").all_inner_texts()
    assert len(recovery) == 10
    assert person.faults() == []

    page.context.clear_cookies()
    person.sign_in("auditor", PASSWORD)
    assert page.url.endswith("/sign-in/code/")
    assert person.faults() == []
    give_code("登录", recovery[0])
    assert page.url.endswith("/")

    person.open("/profile/second-factor/")
    assert page.get_by_text("9 个").is_visible()
    give_code("停用两步验证", one_time.code_at(secret, datetime.now(UTC) + timedelta(seconds=30)))
    assert page.get_by_text("两步验证已停用").is_visible()
    assert person.complaints == []
    assert person.went_outside() == []
