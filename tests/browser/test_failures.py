"""What breaks, what is missing and what is refused, as a person meets it on a screen."""

import pytest

from tests.factories.accounts import PASSWORD, make_unit, make_user
from wuhan_smes.operations.pages.boards.page import BoardPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MET = (
    ("/board/", 500, "系统暂时出错"),
    ("/no-such-page/", 404, "找不到这一页"),
    ("/enterprises/999999999/", 404, "找不到这一页"),
    ("/key-projects/new/", 403, "没有权限"),
)


def test_a_failure_is_said_in_chinese_and_shows_nothing_of_the_inside(visitor_here, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the-inside-of-the-house")

    monkeypatch.setattr(BoardPage, "get_context_data", broken)
    user, found = make_user("district_staff", unit=make_unit("jiangxia")), {}
    person = visitor_here()
    person.sign_in(user.username, PASSWORD)
    for path, status, words in MET:
        answered = person.open(path)
        page = person.page.content()
        inside = "the-inside" in page or "Traceback" in page
        seen = (answered, words in page, inside, person.faults())
        if seen != (status, True, False, []):
            found[path] = seen
    person.page.get_by_role("link", name="回到首页").click()
    person.page.wait_for_url("**/")

    assert found == {}
