"""The page behind a link, as somebody without an account meets it."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_user
from tests.links.conftest import Office
from wuhan_smes.links.models import ActionLink


def address(office: Office, **words: Any) -> str:
    _, secret = office.issue(at=timezone.now(), **words)
    return f"/l/{secret}/"


def test_the_page_shows_number_and_title_and_asks(client: Client, office: Office) -> None:
    page = client.get(address(office))

    text = page.content.decode()
    assert page.status_code == 200
    assert "示例〔2026〕7号" in text
    assert "示例事项" in text
    assert office.unit.name not in text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_an_answer_is_taken_once(client: Client, office: Office) -> None:
    url = address(office)

    assert "谢谢，您的答复已收到" in client.post(url, {"agrees": "on"}).content.decode()
    again = client.post(url, {"agrees": "on"})

    assert (again.status_code, len(office.answers)) == (410, 1)
    assert "链接已使用" in again.content.decode()


def test_what_cannot_be_done_is_said_and_the_link_stays(client: Client, office: Office) -> None:
    url = address(office)
    office.refuses = True

    refused = client.post(url, {"agrees": "on"})

    assert (refused.status_code, "该事项已经办结" in refused.content.decode()) == (409, True)
    assert client.get(url).status_code == 200
    assert ActionLink.objects.get(object_id=7).used_at is None


def test_an_address_that_is_no_link_is_not_found(client: Client, office: Office) -> None:
    assert client.get("/l/nobody-knows-this/").status_code == 404
    assert client.put("/l/nobody-knows-this/").status_code == 405


def test_whoever_is_signed_in_does_not_answer_for_the_enterprise(
    client: Client, office: Office
) -> None:
    url = address(office)
    client.force_login(make_user("district_staff", unit=office.unit))

    assert client.get(url).status_code == 200
    refused = client.post(url, {"agrees": "on"})

    assert (refused.status_code, office.answers) == (409, [])
    assert "请由企业填写" in refused.content.decode()


def test_a_visitor_without_scope_sees_no_link_by_himself(
    office: Office, as_app_web: psycopg.Connection, url_of: Callable[[str], str]
) -> None:
    office.issue()

    as_app_web.execute("SET ROLE r_scoped")
    assert as_app_web.execute("SELECT count(*) FROM links_actionlink").fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app_web.execute("INSERT INTO links_linkmiss (address, at) VALUES ('::1', now())")
