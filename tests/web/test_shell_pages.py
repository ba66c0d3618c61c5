"""The frame of every page, one's own account, and help."""

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_unit, make_user
from wuhan_smes import errors
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.web.help import TOPICS
from wuhan_smes.web.navigation import ENTRIES, links

NEW = "another-horse-2027"
pytestmark = pytest.mark.django_db


def labels(role: str) -> list[str]:
    return [link.label for link in links(access_for(make_user(role)), "/help/words/")]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_of_the_navigation_leads_somewhere(entry):
    assert reverse(entry.url_name).startswith("/")


def test_the_navigation_shows_each_person_what_he_may_open():
    assert "导出" in labels("bureau_staff")
    assert "导出" not in labels("specialist")
    assert "看板" not in labels("handler")
    assert "措施" in labels("handler")


def test_the_section_of_a_page_is_marked_and_home_is_only_itself():
    found = links(access_for(make_user("bureau_staff")), "/help/words/")

    assert [link.label for link in found if link.here] == ["帮助"]


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
    assert AuditEvent.objects.filter(actor_id=user.pk).get().kind == "account.password_changed"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"old_password": "wrong"}, "当前密码不正确"),
        ({"new_password2": "something-else-1"}, "两次输入的新密码不一致"),
        ({"new_password1": "short1", "new_password2": "short1"}, "至少 10 个字符"),
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


@pytest.mark.parametrize("topic", TOPICS)
def test_every_help_topic_opens(client, topic):
    client.force_login(make_user("specialist"))

    response = client.get(f"/help/{topic}/")

    assert response.status_code == 200
    assert TOPICS[topic].label in response.content.decode()


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
