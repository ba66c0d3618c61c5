"""The secret of a link is in its address alone: no log, no trail and no referrer has it."""

import logging
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.factories.accounts import make_user
from tests.links.conftest import Office
from wuhan_smes.access import Reach
from wuhan_smes.audit.models import AuditEvent

EVERYWHERE: Final = Reach(everywhere=True)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the console is told: everything, through the filters of settings."""
    (name,) = settings.LOGGING["handlers"]["console"]["filters"]
    caplog.handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    caplog.set_level(logging.DEBUG)
    return caplog


def everything_kept() -> str:
    """Every row of the trail and of links, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM links_actionlink l")
        links = cursor.fetchone()[0]
    return links + " ".join(str(vars(event)) for event in AuditEvent.objects.within(EVERYWHERE))


def test_neither_log_nor_trail_nor_row_keeps_the_secret(
    office: Office, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = office.issue(at=timezone.now())
    url = f"/l/{secret}/"
    strict, visitor = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    strict.force_login(make_user("district_staff", unit=office.unit))

    refused = strict.post(url, {"agrees": "on"})  # a member of staff whose form is stale
    with monkeypatch.context() as broken:
        broken.setattr(office, "answers", None)
        failed = visitor.post(url, {"agrees": "on"})

    assert (refused.status_code, failed.status_code) == (403, 500)
    kept = everything_kept()
    assert AuditEvent.objects.filter(kind="refusal.permission").count() == 1
    assert secret not in kept
    assert "/l/…" in kept
    assert logged.text.count("/l/…/") >= 2
    assert secret not in logged.text


def test_the_page_tells_nobody_where_it_lies(client: Client, office: Office) -> None:
    _, secret = office.issue(at=timezone.now())
    url = f"/l/{secret}/"

    pages: list[Any] = [client.get(url), client.post(url, {"agrees": "on"}), client.get(url)]

    assert [page.status_code for page in pages] == [200, 200, 410]
    for page in pages:
        assert page["Referrer-Policy"] == "strict-origin"
        assert "no-store" in page["Cache-Control"]
        assert secret not in page.content.decode()
