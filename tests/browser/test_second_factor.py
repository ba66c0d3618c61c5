"""Setting up a second factor on a telephone."""

import pytest

pytestmark = pytest.mark.browser


def test_the_picture_fits_a_telephone_and_shuts_nobody_out(visitor):
    person = visitor(390)
    person.sign_in("auditor")
    person.open("/profile/second-factor/")

    person.page.get_by_role("button", name="开始设置").click()
    person.page.get_by_role("textbox", name="验证码").fill("000000")
    person.page.get_by_role("button", name="启用两步验证").click()

    assert person.page.get_by_text("验证码不正确").is_visible()
    assert person.page.locator("img[alt*=二维码]").is_visible()
    assert len(person.page.locator("main code").inner_text().split(" ")) == 8
    assert (person.overflow(), person.barriers()) == (0, [])
    assert person.complaints == []
    assert person.went_outside() == []
