"""When a replica may answer, and when it may not. That it does: tests/platform/test_topology.py."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory

from tests.factories.accounts import make_user
from wuhan_smes import replicas
from wuhan_smes.web import elsewhere

REQUEST = RequestFactory()


def test_without_replicas_nothing_is_asked_elsewhere():
    assert not elsewhere.fits(REQUEST.get("/board/"))


def test_only_readings_of_pages_that_say_so_go_elsewhere(monkeypatch):
    monkeypatch.setattr(replicas, "ALIASES", ["replica_1"])

    assert elsewhere.fits(REQUEST.get("/board/"))
    assert elsewhere.fits(REQUEST.get("/api/v1/tier-counts/"))
    assert not elsewhere.fits(REQUEST.post("/board/"))
    assert not elsewhere.fits(REQUEST.get("/api/v1/enterprises/"))
    assert not elsewhere.fits(REQUEST.get("/nowhere/"))


def test_what_must_be_shown_is_ones_own_writing_and_what_is_older_than_the_bound(monkeypatch):
    clock, log = [1000.0], [500]
    monkeypatch.setattr(replicas.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(replicas, "position", lambda: log[0])
    monkeypatch.setattr(replicas, "_marks", ())
    bound = settings.REPLICA_LAG_SECONDS

    assert replicas.needed(0) == 500
    clock[0], log[0] = clock[0] + bound - 1, 900
    assert (replicas.needed(0), replicas.needed(700)) == (500, 700)
    clock[0], log[0] = clock[0] + 2, 1200
    assert replicas.needed(0) == 900


def test_a_program_and_a_spoilt_cookie_are_shown_everything(monkeypatch):
    monkeypatch.setattr(replicas, "position", lambda: 77)
    monkeypatch.setattr(replicas, "needed", lambda written: written)
    spoilt, told = REQUEST.get("/board/"), REQUEST.get("/board/")
    spoilt.COOKIES[elsewhere.COOKIE], told.COOKIES[elsewhere.COOKIE] = "7; x", "60"

    assert elsewhere.least(REQUEST.get("/board/", headers={"Authorization": "Token x"})) == 77
    assert elsewhere.least(spoilt) == 77
    assert elsewhere.least(told) == 60


@pytest.mark.django_db
def test_a_server_that_follows_nobody_has_replayed_nothing():
    with connection.cursor() as cursor:
        cursor.execute(replicas.REPLAYED)
        assert cursor.fetchone() == (None,)
    assert replicas.position() > 0


@pytest.mark.django_db
def test_the_primary_answers_while_no_replica_has_come_far_enough(monkeypatch):
    monkeypatch.setattr(replicas, "ALIASES", ["replica_1"])
    monkeypatch.setattr(replicas, "_replayed", lambda alias: -1)
    person = Client()
    person.force_login(make_user("bureau_staff"))

    with replicas.reading(0) as found:
        assert (found, replicas.in_use(), connection.alias) == (False, False, "default")
    assert person.get("/api/v1/tier-counts/").status_code == 200
    assert elsewhere.COOKIE not in person.cookies
    assert person.post("/sign-out/").status_code == 302
    assert person.cookies[elsewhere.COOKIE].value.isdecimal()
