"""Signing in at a government's identity provider: a real provider, in this process."""

from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from joserfc.jwk import RSAKey

from tests.factories.accounts import make_user
from tests.factories.factors import make_factor
from tests.web.provider import CLIENT, SECRET, Provider, provider
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.web import identity_provider

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running():
    with provider() as one:
        yield one


@pytest.fixture
def elsewhere(running, settings, monkeypatch):
    """The provider, known to the product; nobody is signed in there yet."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    settings.OIDC_ISSUER = running.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    running.user, running.claims, running.signs_with = "", {}, None
    identity_provider.forget()
    yield running
    identity_provider.forget()


def visit(client, elsewhere: Provider, user: str, leads_to: str = "/profile/") -> str:
    """Leave, be known there as `user`, and the address one is sent back to."""
    elsewhere.user = user
    left = client.post("/sign-in/elsewhere/", {"next": leads_to})
    parts = urlsplit(left["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == elsewhere.issuer
    asked = HTTPConnection(parts.netloc)
    asked.request("GET", f"{parts.path}?{parts.query}")
    back = asked.getresponse().headers["Location"]
    asked.close()
    assert back.startswith("http://testserver/sign-in/back/?")
    return back


def who(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_whoever_the_provider_names_is_signed_in_and_led_on(client, elsewhere):
    user = make_user("bureau_staff")
    assert "政务统一身份认证登录" in client.get("/sign-in/").content.decode()

    response = client.get(visit(client, elsewhere, user.username))

    assert response["Location"] == "/profile/"
    assert who(client) == str(user.pk)
    assert AuditEvent.objects.filter(kind="session.opened", target_name=user.username).exists()


def test_our_own_second_factor_is_still_asked_for(client, elsewhere):
    user = make_user("bureau_staff")
    make_factor(user, at=timezone.now())

    response = client.get(visit(client, elsewhere, user.username))

    assert response["Location"] == "/sign-in/code/"
    assert who(client) is None


def test_whoever_has_no_account_or_was_disabled_stays_outside(client, elsewhere):
    gone = make_user("bureau_staff", is_active=False)

    for name in ("nobody-here", gone.username):
        assert client.get(visit(client, elsewhere, name))["Location"] == "/sign-in/"
        assert who(client) is None
    refused = AuditEvent.objects.filter(kind="session.refused").values_list(
        "target_name", flat=True
    )
    assert set(refused) == {"nobody-here", gone.username}


def test_nobody_is_led_to_another_site(client, elsewhere):
    user = make_user("bureau_staff")

    response = client.get(visit(client, elsewhere, user.username, "https://evil.example/"))

    assert response["Location"] == "/"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"nonce": "of another visit"},
        {"aud": "another product"},
        {"aud": [CLIENT, "another product"]},
        {"iss": "http://another.issuer"},
        {"exp": 1_600_000_000},
        {"preferred_username": ""},
        {"preferred_username": None},
    ],
    ids=str,
)
def test_a_token_that_proves_something_else_opens_nothing(client, elsewhere, spoilt):
    user = make_user("bureau_staff")
    elsewhere.claims = spoilt

    assert client.get(visit(client, elsewhere, user.username))["Location"] == "/sign-in/"
    assert who(client) is None


def test_a_token_signed_with_another_key_opens_nothing(client, elsewhere):
    user = make_user("bureau_staff")
    elsewhere.signs_with = RSAKey.generate_key(2048, {"kid": elsewhere.key.kid})

    assert client.get(visit(client, elsewhere, user.username))["Location"] == "/sign-in/"
    assert who(client) is None


def test_a_way_back_is_good_once_for_one_visit_of_one_browser(client, elsewhere):
    user = make_user("bureau_staff")
    back = visit(client, elsewhere, user.username)
    stranger = type(client)()
    state = parse_qs(urlsplit(back).query)["state"][0]

    assert stranger.get(back)["Location"] == "/sign-in/"
    assert client.get(back.replace(state, "another"))["Location"] == "/sign-in/"
    assert client.get(back)["Location"] == "/sign-in/"  # the journey ended with the wrong state
    assert who(client) is None


def test_a_provider_that_is_away_is_said_in_words(client, elsewhere, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    identity_provider.forget()

    response = client.post("/sign-in/elsewhere/", follow=True)

    assert "统一身份认证没有完成" in response.content.decode()


def test_without_a_provider_there_is_no_such_door(client):
    assert "统一身份认证" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/elsewhere/").status_code == 404
    assert client.get("/sign-in/back/").status_code == 404


def test_in_production_only_https_is_asked(elsewhere, settings):
    settings.PRODUCTION = True

    with pytest.raises(identity_provider.ProviderRefused, match="not https"):
        identity_provider.Journey.begun("/").address("http://testserver/sign-in/back/")
