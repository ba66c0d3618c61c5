"""Columns the database never sees as they are: written, read, turned to a new key."""

import os

import pytest
from django.core.management import call_command
from django.db import connection

from enterprises.models import Complaint
from tests.factories.enterprises import make_enterprise
from wuhan_smes import ciphers
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.ciphers import CipherRefused, Ring
from wuhan_smes.enciphered import enciphered_columns
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db

NAME, NUMBER = "示例王某", "13987650421"


@pytest.fixture
def complaint():
    firm = make_enterprise()
    with bootstrap_scope():
        return Complaint.objects.create(
            number="JB2026-00001",
            enterprise=firm,
            jurisdiction=firm.jurisdiction,
            received_on="2026-03-01",
            complainant=NAME,
            phone=NUMBER,
            text="数据不实",
            recorded_by_name="甲",
        )


def kept(complaint):
    """The row as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complainant, phone FROM enterprises_complaint WHERE id = %s", [complaint.pk]
        )
        return cursor.fetchone()


def put(complaint, **words):
    with connection.cursor() as cursor:
        for column, word in words.items():
            cursor.execute(
                f"UPDATE enterprises_complaint SET {column} = %s WHERE id = %s",
                [word, complaint.pk],
            )


def read(complaint):
    found = Complaint.objects.get(pk=complaint.pk)
    return found.complainant, found.phone


def test_the_database_holds_what_only_the_key_opens(complaint):
    assert all(word.startswith("v1:") for word in kept(complaint))
    assert NUMBER not in str(kept(complaint))
    assert read(complaint) == (NAME, NUMBER)
    assert {field.name for field in enciphered_columns()} >= {"complainant", "phone"}


def test_words_of_one_column_open_nothing_in_another(complaint):
    put(complaint, complainant=kept(complaint)[1])

    with pytest.raises(CipherRefused):
        read(complaint)


def test_words_of_earlier_days_and_of_an_old_key_are_read_and_turned(complaint, monkeypatch):
    """Stopped and begun again it goes on; a second run finds nothing; the old key may go then."""
    put(complaint, complainant=NAME)
    assert read(complaint) == (NAME, NUMBER)
    new, old = os.urandom(32), ciphers.ring().keys
    both = Ring({"new": new, **old})
    for module in ("wuhan_smes.enciphered", "wuhan_smes.operations.enciphering"):
        monkeypatch.setattr(f"{module}.ring", lambda: both)

    call_command("encipher_personal")
    call_command("encipher_personal")
    monkeypatch.setattr("wuhan_smes.enciphered.ring", lambda: Ring({"new": new}))

    assert all(word.startswith("v1:new:") for word in kept(complaint))
    assert read(complaint) == (NAME, NUMBER)
    told = AuditEvent.objects.filter(
        kind="personal.enciphered", target_name__contains="complainant"
    )
    assert [event.changes["rows"] for event in told.order_by("pk")] == [1, 0]
