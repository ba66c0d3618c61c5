"""The product as it is served: its own logins, its own server, a small demo city."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import psycopg
import pytest


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def sign_in(site, username: str) -> tuple[urllib.request.OpenerDirector, str]:
    """A browser in which `username` is signed in, and the page he was led to."""
    opener = browser()
    form = opener.open(f"{site.url}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    fields = {
        "csrfmiddlewaretoken": token[1],
        "username": username,
        "password": site.password,
    }
    page = opener.open(f"{site.url}/sign-in/", urllib.parse.urlencode(fields).encode())
    return opener, page.geturl()


@pytest.mark.parametrize("username", ["bureau", "district_jiangxia", "auditor"])
def test_a_demo_login_signs_in_and_reaches_its_home(live_site, username):
    _, address = sign_in(live_site, username)

    assert address == f"{live_site.url}/"


def test_a_stranger_is_sent_to_the_sign_in_page(live_site):
    page = browser().open(f"{live_site.url}/profile/")

    assert urllib.parse.urlsplit(page.geturl()).path == "/sign-in/"


def test_the_server_is_logged_in_as_the_web_role_only(live_site):
    sign_in(live_site, "bureau")

    with psycopg.connect(live_site.owner_url()) as owner:
        owner.execute("SET ROLE app_bootstrap")
        logins = owner.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()

    assert logins == [("app_web",)]
