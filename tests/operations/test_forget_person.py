"""A person is taken out of what is kept, where nothing needs him; what stays is said, and why."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from enterprises.models import Complaint, Contact
from services.models import Specialist, Ticket, Visit
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.stations import make_specialist
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "13987650421", "13987650422"


@pytest.fixture
def known():
    """Known everywhere by one number; somebody else by another."""
    unit = make_unit("jiangxia")
    firm = make_enterprise(unit=unit)
    for number in (NUMBER, OTHER):
        make_contact(firm, phone=number, name="示例王某", email=f"w{number}@example.com")
        make_specialist(phone=number)
        make_visit(firm, received_phone=number, received_name="示例王某", received_post="经理")
        make_ticket(unit=unit, enterprise=firm, contact_phone=number, contact_name="示例王某")
        make_ticket("closed", unit=unit, enterprise=firm, contact_phone=number)
        with bootstrap_scope():
            Complaint.objects.create(
                number=f"JB2026-{number}",
                enterprise=firm,
                jurisdiction=unit,
                received_on="2026-03-01",
                complainant="示例王某",
                phone=number,
                text="数据不实",
                recorded_by_name="甲",
            )
    return firm


def forgotten(**options):
    told = StringIO()
    call_command("forget_person", reason="申请 2026-7 号", stdout=told, **options)
    return told.getvalue()


def test_without_the_word_nothing_is_forgotten(known):
    assert "涉及 6 处" in forgotten(phone=NUMBER)
    assert Contact.objects.filter(phone=NUMBER).exists()
    assert not AuditEvent.objects.filter(kind="person.forgotten").exists()


def test_where_nothing_needs_the_person_he_is_gone_and_nobody_else(known):
    told = forgotten(phone="139 8765 0421", do=True)

    assert "已删除 3 处，保留 3 处" in told
    gone = Contact.objects.get(name="已删除")
    assert (gone.post, gone.email, gone.is_primary) == ("", "", False)
    assert gone.ended_at <= timezone.now()
    visit = Visit.objects.get(received_phone="")
    assert (visit.received_name, visit.received_post) == ("", "")
    assert visit.enterprise_id == known.pk
    assert Ticket.objects.get(contact_phone="").closed_at is not None
    for rows in (Contact.objects, Visit.objects, Ticket.objects):
        column = {Contact: "phone", Visit: "received_phone", Ticket: "contact_phone"}[rows.model]
        assert rows.filter(**{column: OTHER}).exists()


def test_what_stays_is_said_with_its_reason_and_goes_when_that_is_over(known):
    """An open ticket, a filing that counts, a signed complaint."""
    told = forgotten(phone=NUMBER, do=True)

    assert [line.split("，")[0].split()[0] for line in told.splitlines()[1:4]] == [
        "保留：服务专员",
        "保留：工单",
        "保留：实名举报",
    ]
    with bootstrap_scope():
        Specialist.objects.filter(phone=NUMBER).update(
            state="ended", end_reason="离任", during=("2025-01-01", "2026-01-01")
        )
    assert "已删除 1 处，保留 2 处" in forgotten(phone=NUMBER, do=True)
    assert not Specialist.objects.filter(phone=NUMBER).exists()


def test_each_row_leaves_an_entry_that_names_nobody(known):
    forgotten(phone=NUMBER, do=True)

    entries = AuditEvent.objects.filter(kind="person.forgotten")
    assert {entry.changes["where"] for entry in entries} == {
        "enterprises.contact",
        "services.visit",
        "services.ticket",
    }
    assert {entry.changes["reason"] for entry in entries} == {"申请 2026-7 号"}
    assert NUMBER not in str([(entry.target_name, entry.changes) for entry in entries])


def test_a_reason_is_asked_for():
    with pytest.raises(CommandError, match="依据"):
        call_command("forget_person", phone=NUMBER, reason=" ")
