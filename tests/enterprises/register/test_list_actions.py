"""Set actions behind lists: names, places, scale and contacts of many enterprises at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from enterprises.actions import contact_lists, fact_lists
from enterprises.actions.contact_lists import Person
from enterprises.actions.fact_lists import Saying
from enterprises.models import Contact, Enterprise, EnterpriseName, EnterprisePlace, ScaleStatus
from tests.enterprises.register.conftest import NOON, Town, build_town, entries
from tests.factories.enterprises import make_contact, make_place
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped

DAY = date(2025, 6, 1)
SAID: Mapping[str, Mapping[str, Any]] = {
    "rename_set": {"values": {"name": "示例更名后有限公司", "document_no": "鄂市监〔2025〕1号"}},
    "place_set": {"values": {"address": "光谷大道 1 号", "wugu": "guanggu"}},
    "scale_set": {
        "values": {"stage": "entered", "confirmed_by": "市统计局"},
        "key": {"kind": "industrial"},
    },
}
MODELS: Mapping[str, Any] = {
    "rename_set": EnterpriseName,
    "place_set": EnterprisePlace,
    "scale_set": ScaleStatus,
}


def call(name: str, access: Access, *enterprises: Enterprise, on: date = DAY, **more: Any) -> Any:
    words = {**SAID[name], **more}
    sayings = [Saying(it.pk, on, source="名单", **words) for it in enterprises]
    return getattr(fact_lists, name)(sayings, access=access, at=NOON)


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"enterprises.fact_lists.{name}", kind))
            for name in SAID
        ],
    )


@each("works")
def test_a_list_says_it_of_many_and_each_leaves_its_entry(town: Town, name: str) -> None:
    one, two = town.enterprise(), town.enterprise()

    with scoped(town.clerk):
        done = call(name, town.clerk, one, two)
        again = call(name, town.clerk, one, two)

    assert [it is None for it in done] == [False, False]
    assert again == [None, None]
    held = MODELS[name].objects.holding(on=DAY).filter(enterprise__in=[one, two])
    assert {row.source for row in held} == {"名单"}
    assert entries().count() == 2


def test_todays_copies_follow_and_the_version_counts_up(town: Town) -> None:
    one, two = town.enterprise(), town.enterprise()

    with scoped(town.clerk):
        call("rename_set", town.clerk, one)
        call("scale_set", town.clerk, one)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.name, one.is_above_scale, one.version) == ("示例更名后有限公司", True, 3)
    assert two.version == 1


def test_a_place_keeps_what_is_not_named(town: Town) -> None:
    one, park = town.enterprise(), make_place("park")

    with scoped(town.clerk):
        call("place_set", town.clerk, one)
        call("place_set", town.clerk, one, on=date(2025, 7, 1), values={"park_id": park.pk})

    row = EnterprisePlace.objects.holding(on=date(2025, 7, 1)).get(enterprise=one)
    assert (row.park, row.wugu, row.address) == (park, "guanggu", "光谷大道 1 号")


@each("refused")
def test_one_that_cannot_be_refuses_the_whole_list(town: Town, name: str) -> None:
    one, gone = town.enterprise(), town.enterprise(status="deregistered")

    with scoped(town.clerk), pytest.raises(TransitionRefused, match="已注销"):
        call(name, town.clerk, one, gone)
    with scoped(town.clerk), pytest.raises(InputRefused, match="不能晚于今天"):
        call(name, town.clerk, one, on=date(2026, 9, 1))

    one.refresh_from_db()
    assert one.version == 1


@each("reach")
def test_one_out_of_reach_refuses_the_whole_list(town: Town, name: str) -> None:
    one = town.enterprise()

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        call(name, town.other, one)


@each("capability")
def test_who_may_only_read_applies_no_list(town: Town, name: str) -> None:
    one = town.enterprise()

    with scoped(town.reader), pytest.raises(NotPermitted):
        call(name, town.reader, one)


@pytest.mark.covers("enterprises.fact_lists.rename_set", "race")
@pytest.mark.covers("enterprises.fact_lists.place_set", "race")
@pytest.mark.covers("enterprises.fact_lists.scale_set", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_lists_that_say_the_same_one_changes_something() -> None:
    town = build_town()
    added = {}

    for name in SAID:
        one = town.enterprise()

        def act(name: str = name, one: Enterprise = one) -> object:
            return call(name, town.clerk, one)

        assert race(act, act, as_first=town.clerk, as_second=town.clerk) == ("done", "done")
        added[name] = MODELS[name].objects.filter(enterprise=one, source="名单").count()

    assert added == dict.fromkeys(SAID, 1)


def people(town: Town, access: Access, *listed: Person) -> Any:
    with scoped(access):
        return contact_lists.add_set(listed, access=access, at=NOON)


@pytest.mark.covers("enterprises.contact_lists.add_set", "works")
def test_people_are_added_and_who_is_known_is_kept_up(town: Town) -> None:
    one = town.enterprise()
    known = make_contact(one, name="张三", phone="1", post="经理", is_primary=True)
    listed = [Person(one.pk, "张三", phone="2"), Person(one.pk, "李四", phone="3", is_primary=True)]

    first, second = people(town, town.clerk, *listed)
    again = people(town, town.clerk, *listed)

    assert first.gone == known
    rows = Contact.objects.filter(enterprise=one, ended_at=None).order_by("id")
    assert [(it.name, it.phone, it.post, it.is_primary) for it in rows] == [
        ("张三", "2", "经理", False),
        ("李四", "3", "", True),
    ]
    assert again == [None, None]
    assert {entry.changes["phone"] for entry in entries()} == {"****"}
    assert second.demoted is None


@pytest.mark.covers("enterprises.contact_lists.take_back_set", "works")
def test_people_taken_back_give_way_to_those_they_replaced(town: Town) -> None:
    one = town.enterprise()
    make_contact(one, name="张三", phone="1")
    boss = make_contact(one, name="王五", phone="5", is_primary=True)
    done = people(town, town.clerk, Person(one.pk, "张三", phone="2", is_primary=True))

    with scoped(town.clerk):
        contact_lists.take_back_set(
            access=town.clerk,
            at=NOON,
            added=[it.added.pk for it in done],
            retired=[it.gone.pk for it in done],
            demoted=[it.demoted.pk for it in done],
        )

    rows = Contact.objects.filter(enterprise=one, ended_at=None).order_by("id")
    assert [(it.name, it.phone, it.is_primary) for it in rows] == [
        ("张三", "1", False),
        ("王五", "5", True),
    ]
    assert done[0].demoted == boss


@pytest.mark.covers("enterprises.contact_lists.add_set", "refused", "reach", "capability")
@pytest.mark.covers("enterprises.contact_lists.take_back_set", "refused", "reach", "capability")
def test_people_without_a_number_out_of_reach_or_without_right_are_refused(town: Town) -> None:
    one = town.enterprise()
    person = Person(one.pk, "张三", phone="1")
    (done,) = people(town, town.clerk, person)
    back: dict[str, Any] = {"at": NOON, "added": [done.added.pk], "retired": []}

    with pytest.raises(InputRefused, match="至少填一项"):
        people(town, town.clerk, Person(one.pk, "李四"))
    with pytest.raises(Enterprise.DoesNotExist):
        people(town, town.other, person)
    with pytest.raises(NotPermitted):
        people(town, town.reader, person)
    with scoped(town.other), pytest.raises(ActionRefused, match="不能撤回"):
        contact_lists.take_back_set(access=town.other, **back)
    with scoped(town.reader), pytest.raises(NotPermitted):
        contact_lists.take_back_set(access=town.reader, **back)
    with scoped(town.clerk):
        contact_lists.take_back_set(access=town.clerk, **back)
        with pytest.raises(ActionRefused, match="又被更改"):
            contact_lists.take_back_set(access=town.clerk, **back)


@pytest.mark.covers("enterprises.contact_lists.add_set", "race")
@pytest.mark.covers("enterprises.contact_lists.take_back_set", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_list_or_take_back_the_same_people_one_changes_something() -> None:
    town = build_town()
    one = town.enterprise()
    person = Person(one.pk, "张三", phone="1")

    def add() -> object:
        return contact_lists.add_set([person], access=town.clerk, at=NOON)

    assert race(add, add, as_first=town.clerk, as_second=town.clerk) == ("done", "done")
    row = Contact.objects.get(enterprise=one)

    def take_back() -> object:
        return contact_lists.take_back_set(access=town.clerk, at=NOON, added=[row.pk], retired=[])

    outcomes = race(take_back, take_back, as_first=town.clerk, as_second=town.clerk)
    assert outcomes == ("done", "refused")
