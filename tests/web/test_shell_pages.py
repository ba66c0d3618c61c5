"""The frame of every page, one's own account, and help."""

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import resolve, reverse

from tests.factories.accounts import PASSWORD, make_unit, make_user
from wuhan_smes import errors
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.roles import ROLES
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.web.navigation import SECTIONS, Menu, menus

NEW = "another-horse-2027"
pytestmark = pytest.mark.django_db


ENTRIES = [entry for section in SECTIONS for entry in section.entries]


def shown_to(role: str, path: str = "/help/words/") -> list[Menu]:
    return menus(access_for(make_user(role)), path)


def labels(role: str) -> list[str]:
    return [link.label for menu in shown_to(role) for link in menu.links]


def marked(path: str) -> list[tuple[str, str]]:
    return [
        (menu.label, link.label)
        for menu in shown_to("bureau_lead", path)
        for link in menu.links
        if link.here
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_of_the_navigation_leads_somewhere(entry):
    for name in (entry.url_name, *entry.also):
        assert reverse(name).startswith("/")


def test_the_navigation_shows_each_person_what_he_may_open():
    assert "导出" in labels("bureau_staff")
    assert "导出" not in labels("specialist")
    assert "看板" not in labels("handler")
    assert "措施" in labels("handler")


def test_nobody_is_shown_an_entry_whose_page_refuses_him():
    """The administration alone is shown to everybody: each finds there what is his."""
    for role in ROLES:
        access = access_for(make_user(role))
        for menu in menus(access, "/"):
            for link in menu.links:
                page = getattr(resolve(link.url).func, "view_class", None)
                wanted = getattr(page, "capability", None)
                assert wanted is None or access.holds(wanted), (role, link.label)


def test_the_bar_holds_few_words_and_a_section_of_one_page_is_no_menu():
    assert [menu.label for menu in shown_to("bureau_lead")] == [
        "首页",
        "梯度",
        "企业",
        "走访与诉求",
        "措施与资金",
        "报表与数据",
        "帮助",
    ]
    assert [menu.label for menu in shown_to("handler") if menu.only is None] == []


@pytest.mark.parametrize(
    ("path", "section", "label"),
    [
        ("/", "首页", "首页"),
        ("/help/words/", "帮助", "帮助"),
        ("/enterprises/12/", "企业", "企业名录"),
        ("/duties/", "梯度", "批次"),
        ("/money/payments/", "措施与资金", "资金"),
        ("/programmes/3/", "措施与资金", "兑现"),
    ],
)
def test_the_place_of_a_page_is_marked_once(path, section, label):
    assert marked(path) == [(section, label)]


def test_a_page_of_no_section_marks_none():
    assert marked("/profile/") == []


def test_the_frame_names_the_person_and_the_unit(client):
    user = make_user("district_staff", unit=make_unit(name="示范区"), display_name="示例甲")
    client.force_login(user)

    page = client.get("/help/").content.decode()

    assert "示例甲" in page
    assert "示范区" in page


def test_the_profile_says_in_words_what_one_may_do_and_where(client):
    client.force_login(make_user("district_lead", unit=make_unit(name="示范区")))

    page = client.get("/profile/").content.decode()

    assert "区级负责人" in page
    assert "示范区" in page
    assert "批准授权" in page


def test_the_profile_of_somebody_without_roles_says_whom_to_ask(client):
    client.force_login(make_user())

    assert "还没有任何角色" in client.get("/profile/").content.decode()


def change(client, **words: str):
    values = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    return client.post("/profile/password/", {**values, **words})


def test_a_new_password_ends_the_other_sessions_but_not_this_one(client):
    user = make_user("district_staff", unit=make_unit())
    other = type(client)()
    for each in (client, other):
        each.force_login(user)

    response = change(client)

    assert response["Location"] == "/profile/"
    assert check_password(NEW, User.objects.get(pk=user.pk).password)
    assert client.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302
    left = AuditEvent.objects.filter(actor_id=user.pk).order_by("id")
    assert [event.kind for event in left] == ["session.ended", "account.password_changed"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"old_password": "wrong"}, "当前密码不正确"),
        ({"new_password2": "something-else-1"}, "两次输入的新密码不一致"),
        ({"new_password1": "short1", "new_password2": "short1"}, "至少 12 个字符"),
        ({"new_password1": "1234567890", "new_password2": "1234567890"}, "数字"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "不能与当前密码相同"),
        ({"new_password1": "", "new_password2": ""}, "请填写此项"),
    ],
)
def test_a_password_is_refused_beside_the_field_with_a_reason(client, words, sentence):
    user = make_user("district_staff", unit=make_unit())
    client.force_login(user)

    response = change(client, **words)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert User.objects.get(pk=user.pk).password == user.password


def test_an_unknown_help_topic_is_not_found(client):
    client.force_login(make_user("specialist"))

    assert client.get("/help/nonsense/").status_code == 404


def test_every_refusal_a_program_can_meet_is_explained(client):
    client.force_login(make_user("specialist"))
    page = client.get("/help/errors/").content.decode()

    unexplained = [code for code in refusal_codes() if f'id="{code}"' not in page]

    assert unexplained == []


def refusal_codes() -> set[str]:
    """The codes of the platform's own refusals."""
    kinds = [errors.ActionRefused]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.code for kind in kinds if kind.__module__ == errors.__name__}
