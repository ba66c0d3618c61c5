"""Signing in with a second factor, setting one up, and where one is required."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.factors import RECOVERY, code, make_factor
from wuhan_smes.accounts import one_time
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens, users
from wuhan_smes.accounts.models import SecondFactor
from wuhan_smes.audit.models import AuditEvent

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
CODE, FACTOR = "/sign-in/code/", "/profile/second-factor/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def clerk():
    return make_user("district_staff", unit=make_unit())


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def give_password(client: Client, user, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": user.username, "password": password, **more})


def kinds() -> list[str]:
    found = AuditEvent.objects.filter(kind__startswith="session.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_the_password_alone_opens_nothing_and_the_code_leads_where_one_wanted(client, clerk, clock):
    make_factor(clerk, at=NOON)

    first = give_password(client, clerk, next="/help/words/")
    before = client.get("/help/")
    second = client.post(CODE, {"code": code(NOON)})

    assert (first["Location"], before.status_code) == (CODE, 302)
    assert second["Location"] == "/help/words/"
    assert client.get("/help/").status_code == 200
    assert kinds() == ["session.opened"]
    assert AuditEvent.objects.get(kind="session.opened").changes == {"with_code": True}


def test_who_has_no_factor_is_asked_for_none(client, clerk):
    make_factor(clerk, at=NOON, confirmed=False)

    assert give_password(client, clerk)["Location"] == "/"
    assert client.get(CODE)["Location"] == "/sign-in/"


def test_the_session_of_the_code_is_not_that_of_the_password(client, clerk, clock):
    make_factor(clerk, at=NOON)
    give_password(client, clerk)
    waiting = client.session.session_key

    client.post(CODE, {"code": code(NOON)})

    assert client.session.session_key != waiting


def test_five_wrong_codes_lock_from_wherever_they_come(clerk, clock):
    make_factor(clerk, at=NOON)
    near, far = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for client in (near, far):
        give_password(client, clerk)

    answers = [c.post(CODE, {"code": "000000"}).status_code for c in (near, far, near, far, near)]
    late = far.post(CODE, {"code": code(NOON)})

    assert (answers, late.status_code) == ([200] * 4 + [429], 429)
    assert kinds()[-3:] == ["session.locked", "session.refused", "session.locked"]
    assert far.get("/help/").status_code == 302


def test_who_waits_too_long_or_got_another_password_begins_anew(client, clerk, clock):
    make_factor(clerk, at=NOON)
    give_password(client, clerk)
    clock.shift(timedelta(minutes=6))

    late = client.post(CODE, {"code": code(NOON + timedelta(minutes=6))})
    give_password(client, clerk)
    keeper = access_for(make_user("administrator", unit=clerk.jurisdiction))
    words = {"version": 1, "password": "plum-blossom-77"}
    users.set_password(clerk.pk, access=keeper, at=NOON, **words)
    changed = client.post(CODE, {"code": code(NOON + timedelta(minutes=6))})

    assert (late["Location"], changed["Location"]) == ("/sign-in/", "/sign-in/")


def test_one_sets_it_up_with_a_picture_and_ten_recovery_codes(client, clerk, clock):
    give_password(client, clerk)
    client.post(FACTOR, {"act": "begin"})
    page = client.get(FACTOR)
    factor = SecondFactor.scoped.get(user=clerk)

    wrong = client.post(FACTOR, {"act": "confirm", "code": "000000"})
    right = client.post(FACTOR, {"act": "confirm", "code": one_time.code_at(factor.opened, NOON)})

    assert one_time.grouped(factor.opened) in page.content.decode()
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert "验证码不正确" in wrong.content.decode()
    codes = right.context["codes"]
    assert len(codes) == 10
    assert all(one in right.content.decode() for one in codes)
    again = client.get(FACTOR).content.decode()
    assert "10 个" in again
    assert not any(one in again for one in codes)


def test_what_is_in_force_is_changed_by_a_code_alone(client, clerk, clock):
    make_factor(clerk, at=NOON)
    give_password(client, clerk)
    client.post(CODE, {"code": RECOVERY})

    wrong = client.post(FACTOR, {"act": "give-up", "code": "000000"})
    renewed = client.post(FACTOR, {"act": "renew", "code": code(NOON)})
    clock.shift(timedelta(seconds=30))
    gone = client.post(FACTOR, {"act": "give-up", "code": code(NOON + timedelta(seconds=30))})

    assert "验证码不正确" in wrong.content.decode()
    assert len(renewed.context["codes"]) == 10
    assert gone.status_code == 302
    assert not SecondFactor.scoped.exists()


def test_the_fifth_wrong_code_on_the_page_locks_too_and_the_lock_is_kept(client, clerk, clock):
    make_factor(clerk, at=NOON)
    give_password(client, clerk)
    client.post(CODE, {"code": RECOVERY})

    answers = [
        client.post(FACTOR, {"act": "renew", "code": "000000"}).status_code for _ in range(5)
    ]

    assert answers == [200] * 4 + [429]
    assert client.post(FACTOR, {"act": "renew", "code": code(NOON)}).status_code == 429


@override_settings(SECOND_FACTOR="required")
def test_where_it_is_required_every_page_leads_to_setting_it_up(client, clerk, clock):
    give_password(client, clerk)
    made = tokens.issue(clerk.pk, access=access_for(clerk), at=NOON, name="导数")
    program = Client(headers={"authorization": f"Token {made.secret}"})

    pages = [client.get(path)["Location"] for path in ("/", "/help/", "/admin/")]
    part = client.get("/help/", headers={"HX-Request": "true"})
    api = client.get("/api/v1/me/")

    assert set(pages) == {FACTOR}
    assert (part.status_code, part["HX-Redirect"]) == (204, FACTOR)
    assert (api.status_code, api.json()["code"]) == (403, "second_factor_required")
    assert program.get("/api/v1/me/").status_code == 200
    client.post(FACTOR, {"act": "begin"})
    secret = SecondFactor.scoped.get(user=clerk).opened
    client.post(FACTOR, {"act": "confirm", "code": one_time.code_at(secret, NOON)})
    assert client.get("/help/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_off_means_off(client, clerk):
    make_factor(clerk, at=NOON)
    with override_settings(SECOND_FACTOR="off"):
        assert give_password(client, clerk)["Location"] == "/"
        assert "没有开启" in client.get(FACTOR).content.decode()


def test_who_approves_rights_takes_a_lost_one_away(client, clerk):
    make_factor(clerk, at=NOON)
    lead = make_user("district_lead", unit=clerk.jurisdiction)
    address = f"{FACTOR}take-away/"
    client.force_login(lead)

    unknown = client.post(address, {"username": "nobody", "reason": "手机遗失"})
    client.post(address, {"username": clerk.username, "reason": "手机遗失"})

    assert "没有这个用户" in unknown.content.decode()
    assert not SecondFactor.scoped.exists()
    clerk.refresh_from_db()
    client.force_login(clerk)
    assert client.get(address).status_code == 403
