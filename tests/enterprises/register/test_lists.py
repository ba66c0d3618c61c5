"""Lists of enterprises as acts: entered, amended and voided together or not at all."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import amending, registering, voiding
from enterprises.actions.amending import Amendment
from enterprises.actions.registering import Entry
from enterprises.models import Enterprise
from enterprises.rules.register import UsccRegistered, UsccRegisteredElsewhere
from enterprises.rules.uscc import make_uscc
from tests.enterprises.titles.conftest import NOON, TODAY, Town, build_town, entries
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

CODES = [make_uscc("91420100MAXX", 700_000 + n) for n in range(3)]


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def entry(town: Town, n: int = 0, **values: Any) -> Entry:
    given = {"name": f"示例新设{n}有限公司", "uscc": CODES[n], "jurisdiction_id": town.unit.pk}
    return Entry(**{**given, "on": TODAY, **values})


def enter(access: Access, *given: Entry) -> list[Entry]:
    return registering.enter_set(given, access=access, at=NOON)


def amend(access: Access, *given: Amendment) -> list[amending.Amended]:
    return amending.amend_set(given, access=access, at=NOON)


def void(access: Access, *given: Enterprise) -> list[Enterprise]:
    ids = [it.pk for it in given]
    return voiding.void_set(ids, access=access, at=NOON, reason="撤回名单")


@pytest.mark.covers("enterprises.registering.enter_set", "works")
def test_a_list_is_entered_in_as_many_statements_whatever_its_length(
    town: Town, django_assert_num_queries
) -> None:
    with scoped(town.reader):
        for some in ([entry(town, 0)], [entry(town, 1), entry(town, 2)]):
            with django_assert_num_queries(8):
                made = enter(town.reader, *some)
            assert all(it.id for it in made)

    assert [it["uscc"] for it in entries("enterprise.create")] == CODES


@pytest.mark.covers("enterprises.registering.enter_set", "refused")
def test_a_code_in_use_stops_the_list(town: Town) -> None:
    mine, theirs = town.enterprise(), make_enterprise()

    with scoped(town.reader), pytest.raises(UsccRegistered, match=f"已登记为“{mine.name}”"):
        enter(town.reader, entry(town), entry(town, 1, uscc=mine.uscc))
    with scoped(town.reader), pytest.raises(UsccRegisteredElsewhere):
        enter(town.reader, entry(town), entry(town, 1, uscc=theirs.uscc))
    assert not Enterprise.objects.filter(uscc=CODES[0]).exists()


@pytest.mark.covers("enterprises.registering.enter_set", "reach")
def test_nobody_enters_into_another_unit(town: Town) -> None:
    with pytest.raises(InputRefused, match="只能登记到本人负责的管理单位"):
        enter(town.reader, entry(town, jurisdiction_id=make_enterprise().jurisdiction_id))


@pytest.mark.covers("enterprises.amending.amend_set", "works")
def test_a_list_corrects_what_it_names(town: Town) -> None:
    it = town.enterprise(tags=["民营"])

    with scoped(town.reader):
        (done,) = amend(town.reader, Amendment(it.pk, TODAY, {"tags": ["金种子"]}))

    it.refresh_from_db()
    assert (it.tags, it.version) == (["金种子"], 2)
    assert (done.before, done.after) == ({"tags": ["民营"]}, {"tags": ["金种子"]})
    assert entries("enterprise.amend")[0]["tags"] == [["民营"], ["金种子"]]


@pytest.mark.covers("enterprises.amending.amend_set", "refused")
@pytest.mark.parametrize(
    ("columns", "on", "sentence"),
    [
        ({"name": "示例"}, TODAY, "须由专门的办理动作修改"),
        ({"established_on": date(2026, 3, 4)}, TODAY, "日期不能晚于今天"),
        ({}, date(2026, 3, 4), "日期不能晚于今天"),
    ],
)
def test_a_correction_the_rules_forbid_stops_the_list(
    town: Town, columns: dict[str, Any], on: date, sentence: str
) -> None:
    first, second = town.enterprise(), town.enterprise()

    with pytest.raises(InputRefused, match=sentence):
        amend(
            town.reader,
            Amendment(first.pk, TODAY, {"tags": ["民营"]}),
            Amendment(second.pk, on, columns),
        )
    first.refresh_from_db()
    assert first.tags == []


@pytest.mark.covers("enterprises.voiding.void_set", "works")
def test_a_registration_is_taken_back(town: Town) -> None:
    it = town.enterprise()

    with scoped(town.reader):
        (voided,) = void(town.reader, it)

    assert (voided.status, voided.uscc, voided.version) == ("voided", None, 2)
    assert entries("enterprise.void")[0]["uscc"] == [it.uscc, None]


@pytest.mark.covers("enterprises.voiding.void_set", "refused")
def test_what_others_built_on_stays(town: Town) -> None:
    title = town.title()

    with pytest.raises(ActionRefused, match="之后登记了称号，不能撤销登记"):
        void(town.reader, title.enterprise)


@pytest.mark.covers("enterprises.amending.amend_set", "reach")
@pytest.mark.covers("enterprises.voiding.void_set", "reach")
def test_enterprises_of_another_unit_are_neither_amended_nor_voided(town: Town) -> None:
    theirs = make_enterprise()

    for act in (
        lambda: amend(town.reader, Amendment(theirs.pk, TODAY, {"tags": ["民营"]})),
        lambda: void(town.reader, theirs),
    ):
        with scoped(town.reader), pytest.raises(Enterprise.DoesNotExist):
            act()


@pytest.mark.covers("enterprises.registering.enter_set", "capability")
@pytest.mark.covers("enterprises.amending.amend_set", "capability")
@pytest.mark.covers("enterprises.voiding.void_set", "capability")
def test_who_may_only_look_changes_no_list(town: Town) -> None:
    it, looks = town.enterprise(), town.reader.read_only()

    for act in (
        lambda: enter(looks, entry(town)),
        lambda: amend(looks, Amendment(it.pk, TODAY, {"tags": ["民营"]})),
        lambda: void(looks, it),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.covers("enterprises.registering.enter_set", "race")
@pytest.mark.covers("enterprises.amending.amend_set", "race")
@pytest.mark.covers("enterprises.voiding.void_set", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_sees_what_the_first_did() -> None:
    town = build_town()

    def enters() -> object:
        return enter(town.reader, entry(town))

    assert race(enters, enters, as_first=town.reader, as_second=town.reader) == (
        "done",
        "uscc_registered",
    )

    voided = town.enterprise()

    def amends() -> object:
        return amend(town.reader, Amendment(voided.pk, TODAY, {"tags": ["民营"]}))

    def voids() -> object:
        return void(town.reader, voided)

    assert race(voids, voids, as_first=town.reader, as_second=town.reader) == (
        "done",
        "transition_refused",
    )
    voided = town.enterprise()
    assert race(voids, amends, as_first=town.reader, as_second=town.reader) == (
        "done",
        "transition_refused",
    )
