"""Moves by list: at once, as requests, and back."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import move_lists
from enterprises.actions.move_lists import Leaving
from enterprises.models import Enterprise, JurisdictionStay, MoveRequest
from tests.enterprises.register.conftest import NOON, Town, build_town, entries
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

DAY = date(2026, 2, 1)


def leaving(town: Town, enterprise: Enterprise, on: date = DAY) -> Leaving:
    return Leaving(enterprise.pk, town.there.pk, on, "搬迁")


def act(name: str, town: Town, access: Access, *enterprises: Enterprise, on: date = DAY) -> Any:
    leavings = [leaving(town, it, on) for it in enterprises]
    return getattr(move_lists, name)(leavings, access=access, at=NOON)


def moved(town: Town, *enterprises: Enterprise) -> dict[str, Any]:
    """The words that take a move back, after it was made."""
    with scoped(town.city):
        done = act("move_set", town, town.city, *enterprises)
    return {
        "at": NOON,
        "added": [row.pk for one in done for row in one.added],
        "superseded": [row.pk for one in done for row in one.gone],
    }


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"enterprises.move_lists.{name}", kind))
            for name in ("move_set", "ask_set")
        ],
    )


@pytest.mark.covers("enterprises.move_lists.move_set", "works")
def test_many_go_over_at_once_with_all_that_belongs_to_them(town: Town) -> None:
    one, two = town.enterprise(), town.enterprise()

    moved(town, one, two)

    one.refresh_from_db()
    assert (one.jurisdiction, one.version) == (town.there, 2)
    stays = JurisdictionStay.objects.current().filter(enterprise=one).order_by("during")
    assert [(it.unit, it.during.upper, it.end_cause) for it in stays] == [
        (town.here, DAY, "transferred"),
        (town.there, None, ""),
    ]
    assert [entry.kind for entry in entries()] == ["enterprise.move"] * 2


@pytest.mark.covers("enterprises.move_lists.ask_set", "works")
def test_many_are_asked_for_each_with_its_request(town: Town) -> None:
    one, two = town.enterprise(), town.enterprise()

    with scoped(town.clerk):
        act("ask_set", town, town.clerk, one, two)

    asked = MoveRequest.objects.order_by("id").values_list("enterprise", "enterprise_name", "state")
    assert list(asked) == [(one.pk, one.name, "pending"), (two.pk, two.name, "pending")]
    assert [entry.kind for entry in entries()] == ["move_request.ask"] * 2


@pytest.mark.covers("enterprises.move_lists.move_back_set", "works")
def test_a_move_taken_back_leaves_the_past_as_it_was(town: Town) -> None:
    one = town.enterprise()
    words = moved(town, one)

    with scoped(town.city):
        move_lists.move_back_set(access=town.city, **words)

    one.refresh_from_db()
    assert one.jurisdiction == town.here
    (stay,) = JurisdictionStay.objects.current().filter(enterprise=one)
    assert (stay.unit, stay.during.upper, stay.jurisdiction) == (town.here, None, town.here)


@each("refused")
def test_one_that_cannot_go_keeps_all_where_they_are(town: Town, name: str) -> None:
    one, asked = town.enterprise(), town.enterprise()
    with scoped(town.clerk):
        act("ask_set", town, town.clerk, asked)

    with scoped(town.city), pytest.raises(ActionRefused, match="待办的迁移申请"):
        act(name, town, town.city, one, asked)
    with scoped(town.city), pytest.raises(InputRefused, match="须晚于"):
        act(name, town, town.city, one, on=date(2019, 1, 1))

    one.refresh_from_db()
    assert one.jurisdiction == town.here


@each("reach")
def test_what_is_not_ones_own_cannot_be_given_away(town: Town, name: str) -> None:
    one = town.enterprise()

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        act(name, town, town.other, one)
    with scoped(town.clerk), pytest.raises(NotPermitted, match="不负责接收单位"):
        act("move_set", town, town.clerk, one)


@each("capability")
def test_who_may_only_read_moves_nothing(town: Town, name: str) -> None:
    one = town.enterprise()

    with scoped(town.reader), pytest.raises(NotPermitted):
        act(name, town, town.reader, one)


@pytest.mark.covers("enterprises.move_lists.move_back_set", "refused", "reach", "capability")
def test_a_move_is_taken_back_by_who_reaches_it_and_once(town: Town) -> None:
    one = town.enterprise()
    words = moved(town, one)

    with scoped(town.clerk), pytest.raises(ActionRefused, match="不能撤回"):
        move_lists.move_back_set(access=town.clerk, **words)
    with scoped(town.reader), pytest.raises(NotPermitted):
        move_lists.move_back_set(access=town.reader, **words)
    with scoped(town.city):
        move_lists.move_back_set(access=town.city, **words)
        with pytest.raises(ActionRefused, match="又被更改"):
            move_lists.move_back_set(access=town.city, **words)


@pytest.mark.covers("enterprises.move_lists.move_set", "race")
@pytest.mark.covers("enterprises.move_lists.ask_set", "race")
@pytest.mark.covers("enterprises.move_lists.move_back_set", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_or_take_back_the_same_one_is_told() -> None:
    town = build_town()
    outcomes = {}
    for name in ("move_set", "ask_set"):
        one = town.enterprise()

        def go(name: str = name, one: Enterprise = one) -> object:
            return act(name, town, town.city, one)

        outcomes[name] = race(go, go, as_first=town.city, as_second=town.city)
    words = moved(town, town.enterprise())

    def back() -> object:
        return move_lists.move_back_set(access=town.city, **words)

    outcomes["move_back_set"] = race(back, back, as_first=town.city, as_second=town.city)

    told = dict.fromkeys(("move_set", "ask_set"), ("done", "move_refused"))
    assert outcomes == {**told, "move_back_set": ("done", "refused")}
