"""Columns the database never sees as they are: written, read, turned to a new key."""

import os

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from enterprises.models import Complaint, Contact
from enterprises.queries.duplicates import search
from enterprises.reports.enterprise_lists import masked_email, masked_phone
from services.models import Specialist
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.stations import make_specialist
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes import ciphers
from wuhan_smes.access import Reach
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.ciphers import CipherRefused, Ring
from wuhan_smes.enciphered import enciphered_columns
from wuhan_smes.operations.tasks import encipher_leftovers
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


# Where a telephone of somebody outside is kept, and its address of mail.
COLUMNS = {
    "enterprises_contact": ("phone", "email"),
    "services_specialist": ("phone",),
    "services_visit": ("received_phone",),
    "services_ticket": ("contact_phone",),
}


@pytest.fixture
def firm():
    """Its telephone stands in each of those columns."""
    found = make_enterprise()
    make_contact(found, phone=NUMBER, email="wang@example.com")
    make_specialist(phone=NUMBER)
    make_visit(found, received_phone=NUMBER)
    make_ticket(unit=found.jurisdiction, enterprise=found, contact_phone=NUMBER)
    return found


def lying(table):
    """Every word of those columns as it lies in the database."""
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS[table])} FROM {table} ORDER BY id")
        return cursor.fetchall()


def plain(table, **words):
    """As a version before this one wrote it."""
    with bootstrap_scope(), connection.cursor() as cursor:
        for column, word in words.items():
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {column} <> ''", [word])


def rekeyed(monkeypatch, keys):
    new = Ring(keys)
    for module in ("wuhan_smes.enciphered", "wuhan_smes.operations.enciphering"):
        monkeypatch.setattr(f"{module}.ring", lambda: new)


@pytest.mark.parametrize("table", COLUMNS)
def test_telephones_lie_enciphered_and_end_with_what_everybody_sees(firm, table):
    for row in lying(table):
        assert all(word.startswith("v2:") for word in row)
        assert row[0].endswith(":0421")
        assert NUMBER not in str(row)
        assert "wang@" not in str(row)


def test_a_telephone_is_found_by_its_digits_and_in_no_other_way(firm):
    assert Contact.objects.get(phone="139-8765 0421").phone == NUMBER
    assert Contact.objects.filter(phone__in=["10000000000", NUMBER]).count() == 1
    assert Contact.objects.get(email="WANG@example.com").email == "wang@example.com"
    assert not Contact.objects.filter(phone="13987650422").exists()
    assert not Contact.objects.filter(phone="").exists()
    for lookup in ("phone__contains", "phone__startswith", "email__icontains"):
        with pytest.raises(FieldError):
            Contact.objects.filter(**{lookup: "139"})


def test_lists_show_the_same_of_it_as_before(firm):
    make_contact(firm, phone="12", email="")
    rows = Contact.objects.order_by("pk")
    shown = rows.values_list(masked_phone("phone"), masked_email("email"))

    assert list(shown) == [("*******0421", "w***@example.com"), ("****", "")]
    assert [(it.masked_phone, it.masked_email) for it in rows] == list(shown)
    plain("enterprises_contact", phone=NUMBER, email="wang@example.com")
    assert next(iter(shown.all())) == ("*******0421", "w***@example.com")


def test_one_telephone_is_filed_once_whatever_hides_it(firm):
    with pytest.raises(IntegrityError, match="specialist_phone_at_one_station"):
        make_specialist(phone=NUMBER)


@pytest.mark.parametrize("earlier", [(), ("13900000000",)])
def test_who_shares_a_telephone_is_found_however_it_was_written(firm, earlier):
    """Before the columns were enciphered, too."""
    other = make_enterprise(unit=firm.jurisdiction)
    make_contact(other, phone="+86 139-8765-0421")
    for word in earlier:
        plain("enterprises_contact", phone=word)
    with bootstrap_scope():
        found = search(reach=Reach(everywhere=True), at=timezone.now())
    assert found.alike == 1


def test_numbers_of_earlier_days_are_read_found_and_turned_by_the_night(firm, monkeypatch):
    """In portions; by a new key as well, after which the old one may go."""
    for table, columns in COLUMNS.items():
        plain(table, **dict.fromkeys(columns[:1], NUMBER))
    assert Contact.objects.get(phone=NUMBER).masked_phone == "*******0421"
    assert Specialist.objects.get(phone=NUMBER).phone == NUMBER
    monkeypatch.setattr("wuhan_smes.operations.enciphering.AT_ONCE", 1)

    assert encipher_leftovers() == len(COLUMNS)
    old, new = ciphers.ring().keys, os.urandom(32)
    rekeyed(monkeypatch, {"new": new, **old})
    assert Contact.objects.get(phone=NUMBER).phone == NUMBER
    assert encipher_leftovers() >= len(COLUMNS) + 1
    rekeyed(monkeypatch, {"new": new})

    for table in COLUMNS:
        assert all(word.startswith("v2:new:") for row in lying(table) for word in row)
    assert Contact.objects.get(phone=NUMBER).email == "wang@example.com"
