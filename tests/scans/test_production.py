"""Production as its settings make it: safe cookies and headers, the second factor for everybody."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.factories.accounts import PASSWORD, make_user

PRODUCTION: Final = {
    "MODE": "production",
    "SECRET_KEY": "an installation has a long one of its own: 0123456789abcdef",
    "ENCRYPTION_KEYS": "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "ALLOWED_HOSTS": "sme.example",
}
ASKED: Final = """
import json, sys, django
from django.conf import settings
django.setup()
# Files of the look are collected when it is installed; what is asked here needs none of them.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
from django.test import Client
client = Client(headers={"host": "sme.example"}, raise_request_exception=False)
open_http = client.get("/sign-in/")
page = client.get("/sign-in/", secure=True)
words = {"username": sys.argv[1], "password": sys.argv[2]}
inside = client.post("/sign-in/", words, secure=True, headers={"referer": "https://sme.example/"})
led = client.get("/enterprises/", secure=True)
foreign = Client(headers={"host": "other.example"}).get("/sign-in/", secure=True)
print(json.dumps({
    "http": [open_http.status_code, open_http.get("Location", "")],
    "headers": dict(page.items()),
    "signed_in": inside.status_code,
    "cookies": {name: morsel.OutputString() for name, morsel in client.cookies.items()},
    "led": [led.status_code, led.get("Location", ""), led.get("Cache-Control", "")],
    "foreign": foreign.status_code,
}))
"""


@pytest.fixture
def in_production(url_of: Callable[[str], str]) -> Callable[..., str]:
    """Run Python as production sees the world; what it printed."""

    def run(*words: str) -> str:
        env = {"PATH": os.environ["PATH"], **PRODUCTION, "DATABASE_URL": url_of("app_web")}
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", *words],
            env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_djangos_own_list_for_production_finds_nothing(in_production: Callable[..., str]) -> None:
    said = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert "no issues" in said


@pytest.mark.django_db(transaction=True)
def test_production_starts_sets_safe_cookies_and_asks_for_the_second_factor(
    in_production: Callable[..., str],
) -> None:
    user = make_user("bureau_staff")

    found: dict[str, Any] = json.loads(in_production("-c", ASKED, user.username, PASSWORD))

    assert found["http"] == [301, "https://sme.example/sign-in/"]
    headers = found["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert "base-uri 'none'" in headers["Content-Security-Policy"]
    assert found["signed_in"] == 302
    assert set(found["cookies"]) == {"__Host-session", "__Host-csrf"}
    for cookie in found["cookies"].values():
        assert {"Secure", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "HttpOnly" in found["cookies"]["__Host-session"]
    assert found["led"] == [302, "/profile/second-factor/", "no-store"]
    assert found["foreign"] == 400
