"""Signing in and out, lock-outs, and sessions that end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories.accounts import PASSWORD, make_unit, make_user
from wuhan_smes.audit.models import AuditEvent

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def entries():
    """What signing in and out left in the trail, oldest first."""
    return AuditEvent.objects.filter(kind__startswith="session.").order_by("id")


def kinds() -> list[str]:
    return [event.kind for event in entries()]


def test_signing_in_leads_home_and_leaves_an_entry(client):
    user = make_user("district_staff", unit=make_unit())

    response = sign_in(client, user.username)

    assert (response.status_code, response["Location"]) == (302, "/")
    event = entries().get()
    assert (event.kind, event.actor_id) == ("session.opened", user.pk)
    assert event.jurisdiction_id == user.jurisdiction_id


def test_signing_in_leads_back_to_where_one_wanted_to_go(client):
    user = make_user("district_staff", unit=make_unit())

    response = sign_in(client, user.username, next="/help/words/")

    assert response["Location"] == "/help/words/"


def test_signing_in_never_leads_to_another_site(client):
    user = make_user("district_staff", unit=make_unit())

    response = sign_in(client, user.username, next="https://elsewhere.example/")

    assert response["Location"] == "/"


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(client, known):
    username = make_user().username if known else "nobody-of-that-name"

    response = sign_in(client, username, "not-the-password")

    assert "用户名或密码不正确" in response.content.decode()
    event = entries().get()
    assert (event.kind, event.target_name, event.actor_id) == ("session.refused", username, None)


def test_a_disabled_account_gets_the_words_of_a_wrong_password(client):
    user = make_user(is_active=False)

    response = sign_in(client, user.username)

    assert "用户名或密码不正确" in response.content.decode()


def test_no_password_ever_reaches_the_trail(client):
    sign_in(client, make_user().username, "tell-nobody-about-this")

    assert "tell-nobody" not in repr(list(AuditEvent.objects.values()))


def test_the_fifth_wrong_password_locks_even_the_right_one_out(client):
    user = make_user("district_staff", unit=make_unit())
    for _ in range(4):
        assert sign_in(client, user.username, "wrong").status_code == 200

    locked = sign_in(client, user.username, "wrong")
    after = sign_in(client, user.username)

    assert (locked.status_code, after.status_code) == (429, 429)
    assert locked["Retry-After"] == "900"
    assert "已锁定 15 分钟" in locked.content.decode()
    assert kinds()[-2:] == ["session.locked", "session.locked"]
    assert "_auth_user_id" not in client.session


def test_a_lock_ends_after_a_quarter_of_an_hour(client):
    user = make_user("district_staff", unit=make_unit())
    with time_machine.travel(NOON) as clock:
        for _ in range(5):
            sign_in(client, user.username, "wrong")
        clock.shift(timedelta(minutes=15, seconds=1))

        assert sign_in(client, user.username).status_code == 302


def test_signing_out_ends_the_session_and_leaves_an_entry(client):
    sign_in(client, make_user("district_staff", unit=make_unit()).username)

    response = client.post("/sign-out/")

    assert response["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session
    assert kinds() == ["session.opened", "session.closed"]


def test_a_link_cannot_sign_anybody_out(client):
    sign_in(client, make_user("district_staff", unit=make_unit()).username)

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


def test_half_an_hour_without_use_ends_the_session_with_a_word_why(client):
    user = make_user("district_staff", unit=make_unit())
    with time_machine.travel(NOON) as clock:
        sign_in(client, user.username)
        clock.shift(timedelta(minutes=30))

        response = client.get("/help/?from=mail", follow=True)

    assert response.redirect_chain == [("/sign-in/?next=%2Fhelp%2F%3Ffrom%3Dmail", 302)]
    assert "您已超过 30 分钟没有操作" in response.content.decode()


def test_a_session_in_use_goes_on_but_never_longer_than_twelve_hours(client):
    user = make_user("district_staff", unit=make_unit())
    with time_machine.travel(NOON) as clock:
        sign_in(client, user.username)
        for _ in range(35):
            clock.shift(timedelta(minutes=20))
            assert client.get("/help/").status_code == 200
        clock.shift(timedelta(minutes=20))

        response = client.get("/help/", follow=True)

    assert "本次登录已满 12 小时" in response.content.decode()


def test_a_part_of_a_page_asked_for_too_late_reloads_the_whole(client):
    user = make_user("district_staff", unit=make_unit())
    with time_machine.travel(NOON) as clock:
        sign_in(client, user.username)
        clock.shift(timedelta(hours=1))

        response = client.get("/help/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (204, "/sign-in/?next=%2Fhelp%2F")


def test_a_program_whose_session_ended_is_answered_as_a_program(client):
    user = make_user("district_staff", unit=make_unit())
    with time_machine.travel(NOON) as clock:
        sign_in(client, user.username)
        clock.shift(timedelta(hours=1))

        response = client.get("/api/v1/schema/")

    assert response.status_code in {401, 403}
    assert response["Content-Type"] == "application/problem+json"


def test_the_admin_has_no_sign_in_page_of_its_own(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"
