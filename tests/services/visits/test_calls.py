"""Whoever looks at a whole number in order to call leaves an entry, every time."""

import pytest

from enterprises.models import Contact
from services.actions import visit_calls
from services.models import Visit
from tests.factories.enterprises import make_contact
from tests.factories.stations import make_assignment
from tests.races import race
from tests.services.visits.conftest import NOON, Neighbourhood, build, entries, log
from wuhan_smes.access import Access
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped


def contact_of(town: Neighbourhood, *, in_care: bool = True) -> Contact:
    enterprise = town.enterprise()
    if in_care:
        make_assignment(enterprise, town.specialist)
    return make_contact(enterprise, phone="13800001234")


def call(contact: Contact, access: Access) -> Contact:
    with scoped(access):
        return visit_calls.reveal_contact(contact.pk, access=access, at=NOON, reason="核实")


def call_back(visit: Visit, access: Access) -> Visit:
    with scoped(access):
        return visit_calls.reveal_received(visit.pk, access=access, at=NOON, reason="核实")


def received(town: Neighbourhood) -> Visit:
    words = {"received_name": "李四", "received_phone": "13800001234"}
    return log(town.walker, town.enterprise(), words=words).visit


@pytest.mark.covers("services.visit_calls.reveal_contact", "works")
def test_a_specialist_calls_an_enterprise_in_his_stations_care(town: Neighbourhood) -> None:
    contact = contact_of(town)

    assert call(contact, town.walker).phone == "13800001234"
    event = entries().get()
    assert (event.kind, event.changes["phone"]) == ("contact.reveal", "*******1234")


@pytest.mark.covers("services.visit_calls.reveal_contact", "works")
def test_a_clerk_reveals_any_number_of_his_unit(town: Neighbourhood) -> None:
    assert call(contact_of(town, in_care=False), town.clerk).phone == "13800001234"


@pytest.mark.covers("services.visit_calls.reveal_contact", "refused")
def test_enterprises_in_nobody_elses_care_but_his_own(town: Neighbourhood) -> None:
    with pytest.raises(NotPermitted, match="只能查看本站包联企业"):
        call(contact_of(town, in_care=False), town.walker)
    with pytest.raises(NotPermitted, match="只能查看本站包联企业"):
        call(contact_of(town), town.colleague())


@pytest.mark.covers("services.visit_calls.reveal_contact", "reach")
def test_contacts_of_another_unit_do_not_exist(town: Neighbourhood) -> None:
    with pytest.raises(Contact.DoesNotExist):
        call(contact_of(town), town.stranger)


@pytest.mark.covers("services.visit_calls.reveal_contact", "capability")
def test_a_reader_calls_nobody(town: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        call(contact_of(town), town.reader)


@pytest.mark.covers("services.visit_calls.reveal_received", "works")
def test_who_received_the_visit_is_called_back(town: Neighbourhood) -> None:
    assert call_back(received(town), town.walker).received_phone == "13800001234"
    assert entries().filter(kind="visit.reveal").get().changes == {
        "phone": "*******1234",
        "reason": "核实",
    }


@pytest.mark.covers("services.visit_calls.reveal_received", "refused", "reach")
def test_numbers_on_visits_of_others_do_not_exist(town: Neighbourhood) -> None:
    visit = received(town)

    for access in (town.stranger, town.colleague()):
        with pytest.raises(Visit.DoesNotExist):
            call_back(visit, access)


@pytest.mark.covers("services.visit_calls.reveal_received", "capability")
def test_a_reader_calls_nobody_back(town: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        call_back(received(town), town.reader)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.visit_calls.reveal_contact", "race")
@pytest.mark.covers("services.visit_calls.reveal_received", "race")
def test_two_looks_at_once_are_two_entries() -> None:
    town = build()
    contact, visit = contact_of(town), received(town)

    for look in (
        lambda: visit_calls.reveal_contact(contact.pk, access=town.walker, at=NOON, reason="核实"),
        lambda: visit_calls.reveal_received(visit.pk, access=town.walker, at=NOON, reason="核实"),
    ):
        outcome = race(look, look, as_first=town.walker, as_second=town.walker)
        assert outcome == ("done", "done")

    with bootstrap_scope():
        assert entries().filter(kind__endswith=".reveal").count() == 4
