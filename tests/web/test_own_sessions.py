"""The page where one sees where one is signed in, and ends what is not one's own."""

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, make_unit, make_user
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.models import ApiToken, Session
from wuhan_smes.accounts.sessions import handle_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
PAGE = "/profile/sessions/"


def signed_in(user, agent: str = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR="10.9.8.7")
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    return client


def test_one_sees_where_one_is_signed_in_and_ends_it_there():
    user, other = make_user("district_staff", unit=make_unit()), make_user(unit=make_unit())
    here, there, stranger = signed_in(user), signed_in(user, "Android Chrome/130"), signed_in(other)
    handle = handle_of(there.session.session_key)

    page = here.get(PAGE).content.decode()
    here.post(PAGE, {"session": handle})

    assert page.count("10.9.8.7") == 2
    assert page.count("本次登录") == 1
    assert "Windows 电脑上的 Firefox" in page
    assert "安卓设备上的 Chrome" in page
    assert there.session.session_key not in page
    assert there.get("/help/").status_code == 302
    assert here.get("/help/").status_code == stranger.get("/help/").status_code == 200


def test_all_others_and_tokens_are_ended_by_their_buttons():
    user = make_user("district_staff", unit=make_unit())
    here, there = signed_in(user), signed_in(user)
    tokens.issue(
        user.pk, access=access_for(user), at=Session.scoped.latest("seen_at").seen_at, name="导数"
    )
    key = ApiToken.scoped.get(user=user).token_key

    here.post(PAGE, {"others": "1"})
    here.post(PAGE, {"token": key})

    assert there.get("/help/").status_code == 302
    assert here.get("/help/").status_code == 200
    assert not ApiToken.scoped.filter(user=user).exists()
    assert "没有有效的令牌" in here.get(PAGE).content.decode()


def test_what_is_kept_of_a_session_opens_none():
    here = signed_in(make_user("district_staff", unit=make_unit()))
    row = Session.scoped.get(handle=handle_of(here.session.session_key))

    for known in (row.session_key, str(row.handle), row.handle.hex):
        thief = Client()
        thief.cookies["session"] = known
        assert thief.get("/help/").status_code == 302
    assert here.session.session_key not in repr(Session.scoped.values().get())
    assert here.get("/help/").status_code == 200


@pytest.mark.parametrize(
    ("words", "status"),
    [({}, 404), ({"session": "x"}, 404), ({"token": "x"}, 403), ({"others": "1"}, 409)],
)
def test_what_is_not_there_cannot_be_ended(words, status):
    here = signed_in(make_user("district_staff", unit=make_unit()))

    assert here.post(PAGE, words).status_code == status
    assert here.get(PAGE).status_code == 200


def test_the_same_over_http_for_a_person_but_not_for_a_program():
    user = make_user("district_staff", unit=make_unit())
    here, there = signed_in(user), signed_in(user)
    made = tokens.issue(
        user.pk,
        access=access_for(user),
        at=Session.scoped.latest("seen_at").seen_at,
        name="导数",
        may_write=True,
    )
    program = Client(headers={"authorization": f"Token {made.secret}"})
    handle = handle_of(there.session.session_key)

    listed = here.get("/api/v1/sessions/").json()
    refused = program.post(f"/api/v1/sessions/{handle}/end/", content_type="application/json")
    ended = here.post(f"/api/v1/sessions/{handle}/end/", content_type="application/json")
    others = here.post("/api/v1/sessions/end-others/", content_type="application/json")

    assert {row["handle"] for row in listed if row["is_current"]} == {
        str(handle_of(here.session.session_key))
    }
    assert len(listed) == 2
    assert (refused.status_code, ended.status_code, others.status_code) == (403, 204, 409)
    assert there.get("/help/").status_code == 302
