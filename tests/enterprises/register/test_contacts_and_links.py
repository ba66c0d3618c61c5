"""Contacts are masked and each look is kept; ownership links begin and end."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from enterprises.actions import contacts, ownership
from enterprises.models import Contact, OwnershipLink
from tests.enterprises.register.conftest import FREE_USCC, NOON, Town, build_town, entries
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_contact
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped


@pytest.mark.covers("enterprises.contacts.add", "works")
def test_a_new_primary_contact_takes_the_place_of_the_old(town: Town) -> None:
    enterprise = town.enterprise()
    old = make_contact(enterprise, is_primary=True)

    with scoped(town.clerk):
        new = contacts.add(
            enterprise.pk,
            access=town.clerk,
            at=NOON,
            name="李四",
            phone="13912345678",
            is_primary=True,
        )

    old.refresh_from_db()
    assert (old.is_primary, new.is_primary, new.masked_phone) == (False, True, "*******5678")
    assert "13912345678" not in str(entries().get().changes)


@pytest.mark.covers("enterprises.contacts.add", "refused")
@pytest.mark.parametrize("words", [{"name": " ", "phone": "1"}, {"name": "李四"}])
def test_a_contact_has_a_name_and_can_be_reached(town: Town, words: dict[str, str]) -> None:
    enterprise = town.enterprise()

    with scoped(town.clerk), pytest.raises(InputRefused):
        contacts.add(enterprise.pk, access=town.clerk, at=NOON, **words)


@pytest.mark.covers("enterprises.contacts.retire", "works", "refused")
def test_a_contact_is_retired_once_and_stays(town: Town) -> None:
    contact = make_contact(town.enterprise(), is_primary=True)

    with scoped(town.clerk):
        contacts.retire(contact.pk, access=town.clerk, at=NOON)
        with pytest.raises(ActionRefused, match="已停用"):
            contacts.retire(contact.pk, access=town.clerk, at=NOON)

    contact.refresh_from_db()
    assert (contact.ended_at, contact.is_primary, contact.version) == (NOON, False, 2)
    assert entries().get().kind == "contact.retire"


@pytest.mark.covers("enterprises.contacts.reveal", "works")
def test_each_look_at_a_number_leaves_an_entry_without_the_number(town: Town) -> None:
    contact = make_contact(town.enterprise(), phone="13912345678")

    with scoped(town.clerk):
        for _ in range(2):
            assert (
                contacts.reveal(contact.pk, access=town.clerk, at=NOON, reason="核实").phone
                == "13912345678"
            )

    looks = list(entries())
    assert [(look.kind, look.target_id) for look in looks] == [("contact.reveal", contact.pk)] * 2
    assert {look.changes["reason"] for look in looks} == {"核实"}
    assert "13912345678" not in str([look.changes for look in looks])


@pytest.mark.covers("enterprises.contacts.reveal", "reach")
@pytest.mark.covers("enterprises.contacts.retire", "reach")
def test_contacts_of_another_unit_are_not_there(town: Town) -> None:
    contact = make_contact(town.enterprise())

    for act in (partial(contacts.reveal, reason="核实"), contacts.retire):
        with scoped(town.other), pytest.raises(Contact.DoesNotExist):
            act(contact.pk, access=town.other, at=NOON)


@pytest.mark.covers("enterprises.contacts.reveal", "capability", "refused")
@pytest.mark.covers("enterprises.contacts.retire", "capability")
def test_seeing_an_enterprise_is_not_seeing_its_numbers(town: Town) -> None:
    contact = make_contact(town.enterprise())

    for act in (partial(contacts.reveal, reason="核实"), contacts.retire):
        with scoped(town.reader), pytest.raises(NotPermitted):
            act(contact.pk, access=town.reader, at=NOON)

    assert list(entries()) == []


@pytest.mark.covers("enterprises.contacts.reveal", "refused")
@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_looks_without_a_reason(town: Town, reason: str) -> None:
    contact = make_contact(town.enterprise())

    with scoped(town.clerk), pytest.raises(InputRefused):
        contacts.reveal(contact.pk, access=town.clerk, at=NOON, reason=reason)

    assert list(entries()) == []


@pytest.mark.covers("enterprises.contacts.retire", "race")
@pytest.mark.covers("enterprises.contacts.reveal", "race")
@pytest.mark.covers("enterprises.ownership.unlink", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_the_same_thing_one_is_told_and_two_looks_are_two_entries() -> None:
    town = build_town()
    enterprise = town.enterprise()
    contact, owner = make_contact(enterprise), link(town, town.clerk, enterprise.pk)
    clerk = town.clerk

    def retire() -> object:
        return contacts.retire(contact.pk, access=clerk, at=NOON)

    def unlink() -> object:
        return ownership.unlink(owner.pk, access=clerk, at=NOON, on=date(2026, 1, 1))

    def reveal() -> object:
        return contacts.reveal(contact.pk, access=clerk, at=NOON, reason="核实")

    assert race(reveal, reveal, as_first=clerk, as_second=clerk) == ("done", "done")
    assert race(retire, retire, as_first=clerk, as_second=clerk) == ("done", "refused")
    assert race(unlink, unlink, as_first=clerk, as_second=clerk) == ("done", "refused")
    assert entries().filter(kind="contact.reveal").count() == 2


def link(town: Town, access: Access, enterprise_id: int, **words: object) -> OwnershipLink:
    given = {
        "kind": "controls",
        "other_name": "示例控股有限公司",
        "valid_from": date(2020, 1, 1),
    }
    with scoped(access):
        return ownership.link(enterprise_id, access=access, at=NOON, **{**given, **words})  # type: ignore[arg-type]


@pytest.mark.covers("enterprises.ownership.link", "works")
@pytest.mark.covers("enterprises.ownership.unlink", "works", "refused")
def test_a_link_begins_and_ends_once(town: Town) -> None:
    enterprise = town.enterprise()
    row = link(
        town, town.clerk, enterprise.pk, other_uscc=FREE_USCC, share_percent=Decimal("51.00")
    )
    words = {"access": town.clerk, "at": NOON}

    with scoped(town.clerk):
        with pytest.raises(InputRefused, match="须晚于起始日期"):
            ownership.unlink(row.pk, on=date(2020, 1, 1), **words)
        ownership.unlink(row.pk, on=date(2025, 1, 1), **words)
        with pytest.raises(ActionRefused, match="已终止"):
            ownership.unlink(row.pk, on=date(2025, 2, 1), **words)

    row.refresh_from_db()
    assert row.valid_until == date(2025, 1, 1)
    assert [event.kind for event in entries()] == ["ownership.link", "ownership.unlink"]


@pytest.mark.covers("enterprises.ownership.link", "refused")
def test_nobody_owns_himself_nor_more_than_all(town: Town) -> None:
    enterprise = town.enterprise(uscc=FREE_USCC)

    for words in (
        {"other_uscc": FREE_USCC},
        {"other_uscc": "914201006164003520"},
        {"share_percent": Decimal("100.01")},
        {"valid_from": date(2030, 1, 1)},
    ):
        with pytest.raises(InputRefused):
            link(town, town.clerk, enterprise.pk, **words)


@pytest.mark.covers("enterprises.ownership.link", "refused")
def test_a_relation_that_lasts_is_not_told_twice(town: Town) -> None:
    enterprise = town.enterprise()
    row = link(town, town.clerk, enterprise.pk, other_uscc=FREE_USCC)

    for words in ({}, {"other_name": "示例控股集团有限公司", "other_uscc": FREE_USCC}):
        with pytest.raises(ActionRefused, match="控股关系已登记"):
            link(town, town.clerk, enterprise.pk, **words)
    link(town, town.clerk, enterprise.pk, kind="invests")
    with scoped(town.clerk):
        ownership.unlink(row.pk, access=town.clerk, at=NOON, on=date(2025, 1, 1))
    link(town, town.clerk, enterprise.pk, valid_from=date(2025, 1, 1))

    assert OwnershipLink.objects.filter(enterprise=enterprise, valid_until=None).count() == 2


@pytest.mark.covers("enterprises.ownership.unlink", "reach", "capability")
def test_unlinking_asks_for_reach_and_capability(town: Town) -> None:
    row = link(town, town.clerk, town.enterprise().pk)
    words = {"at": NOON, "on": date(2025, 1, 1)}

    with scoped(town.other), pytest.raises(OwnershipLink.DoesNotExist):
        ownership.unlink(row.pk, access=town.other, **words)
    station_only = make_access("specialist")
    with scoped(station_only), pytest.raises(NotPermitted):
        ownership.unlink(row.pk, access=station_only, **words)
