"""Pairs that may be one subject: found in one statement, decided once, never asked again."""

from datetime import date
from itertools import count
from typing import Any

import pytest

from enterprises.actions import duplicates
from enterprises.choices import DuplicateReason
from enterprises.models import DuplicatePair, Enterprise
from enterprises.queries.duplicates import Search
from enterprises.querysets import DuplicatePairQuerySet
from enterprises.rules.uscc import make_uscc
from tests.enterprises.identity.conftest import entries, merge, undo
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.enterprises import make_contact, make_enterprise
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import NotPermitted, StaleVersion, TransitionRefused
from wuhan_smes.scope import scoped

R = DuplicateReason
ENDED = date(2022, 1, 1)
FAR = count(1)


def find(access: Access) -> Search:
    with scoped(access):
        return duplicates.find(access=access, at=NOON)


def dismiss(pair: DuplicatePair, access: Access, **words: Any) -> DuplicatePair:
    with scoped(access):
        return duplicates.dismiss(pair.pk, access=access, at=NOON, **words)


def pairs() -> dict[tuple[int, int], list[str]]:
    return {(pair.a_id, pair.b_id): pair.reasons for pair in DuplicatePair.objects.order_by("id")}


def two(town: Town, one: dict[str, Any], other: dict[str, Any]) -> tuple[Enterprise, Enterprise]:
    """Two rows, and a third that has nothing to do with them."""
    found = town.enterprise(**{"uscc": far(), **one}), town.enterprise(**{"uscc": far(), **other})
    town.enterprise(name="示例毫不相干的贸易商行")
    return found


def far() -> str:
    """A code that differs from every other in more than one place."""
    return make_uscc("91420100MAXX", 10_000 + 1_237 * next(FAR))


@pytest.mark.covers("enterprises.duplicates.find", "works")
@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            {"name": "示例（武汉）光电有限公司"},
            {"name": "示例(武汉) 光电有限公司"},
            [R.SAME_NAME, R.SIMILAR_NAME],
        ),
        (
            {
                "name": "示例甲方科技有限公司",
                "former_names": [("示例曾用名公司", ENDED)],
            },
            {"name": "示例曾用名公司"},
            [R.FORMER_NAME],
        ),
        (
            {"name": "示例甲方科技公司", "uscc": "91420100" + make_uscc("91420100MAXX", 77)[8:]},
            {"name": "示例乙方贸易公司", "uscc": make_uscc("91420111MAXX", 77)},
            [R.SAME_ORGANISATION],
        ),
        (
            {"name": "武汉光谷示例精密仪器制造有限公司"},
            {"name": "光谷示例精密仪器制造股份有限公司"},
            [R.SIMILAR_NAME],
        ),
        (
            {"name": "示例同名有限公司", "uscc": make_uscc("91420100MAXX", 5)},
            {"name": "示例同名有限公司", "uscc": make_uscc("91420100MAXX", 6)},
            [R.SAME_NAME, R.SIMILAR_NAME, R.NEAR_CODE],
        ),
        ({"name": "示例甲方科技公司"}, {"name": "示例乙方贸易公司"}, None),
    ],
)
def test_each_likeness_is_found(
    town: Town, one: dict[str, Any], other: dict[str, Any], reasons: list[str] | None
) -> None:
    a, b = two(town, one, other)

    find(town.clerk)

    assert pairs() == ({(a.pk, b.pk): reasons} if reasons else {})


def test_a_phone_of_two_is_a_sign_and_an_agent_s_is_not(town: Town) -> None:
    a, b = two(town, {"name": "示例甲方科技公司"}, {"name": "示例乙方贸易公司"})
    for each in (a, b):
        make_contact(each, phone="138-0000-7777" if each is a else "（+86）13800007777")
    for n in range(6):
        make_contact(town.enterprise(name=f"示例{n * 1111}代办"), phone="02712345678")

    find(town.clerk)

    assert pairs() == {(a.pk, b.pk): [R.SAME_PHONE]}


@pytest.mark.covers("enterprises.duplicates.find", "reach")
def test_a_unit_compares_its_own_the_city_everybody_s(town: Town) -> None:
    mine, foreign = (
        town.enterprise(name="示例同名公司", uscc=far()),
        make_enterprise(unit=town.there, name="示例同名公司", uscc=far()),
    )

    find(town.clerk)
    alone = pairs()
    find(town.city)

    assert alone == {}
    assert pairs() == {(mine.pk, foreign.pk): [R.SAME_NAME]}
    with scoped(town.clerk):
        assert DuplicatePair.objects.count() == 0


@pytest.mark.covers("enterprises.duplicates.find", "capability")
@pytest.mark.covers("enterprises.duplicates.dismiss", "capability", "reach")
def test_who_may_only_read_decides_nothing(town: Town) -> None:
    two(town, {"name": "示例同名公司"}, {"name": "示例同名公司"})
    find(town.clerk)
    pair = DuplicatePair.objects.get()

    with pytest.raises(NotPermitted):
        find(town.reader)
    with pytest.raises(NotPermitted):
        dismiss(pair, town.reader)
    with pytest.raises(DuplicatePair.DoesNotExist):
        dismiss(pair, town.other)


@pytest.mark.covers("enterprises.duplicates.dismiss", "works")
def test_a_decision_is_remembered_and_what_is_no_longer_alike_goes(town: Town) -> None:
    a, b = two(town, {"name": "示例同名公司"}, {"name": "示例同名公司"})
    town.enterprise(name="示例另一家公司")
    late = town.enterprise(name="示例另一家公司")
    find(town.clerk)
    pair = DuplicatePair.objects.get(a=a, b=b)

    dismiss(pair, town.clerk, note="分属两地")
    with scoped(town.clerk):
        from_now = late.names.current()
        from_now.update(superseded_at=NOON)
    again = find(town.clerk)

    pair.refresh_from_db()
    assert (again.alike, again.new, again.gone) == (1, 0, 1)
    assert (pair.state, pair.note, pair.decided_at) == ("not_duplicate", "分属两地", NOON)
    assert list(DuplicatePair.objects.all()) == [pair]
    assert [event.kind for event in entries()] == [
        "duplicate.find",
        "duplicate.dismiss",
        "duplicate.find",
    ]


def test_merging_and_undoing_decide_the_pair(town: Town) -> None:
    a, b = two(town, {"name": "示例同名公司"}, {"name": "示例同名公司"})
    town.enterprise(name="示例同名公司")
    find(town.clerk)

    done = merge(b, a, town.clerk)
    merged = DuplicatePair.objects.get(a=a, b=b).state
    waiting = DuplicatePair.objects.waiting().count()
    undo(done, town.clerk)

    assert (merged, waiting) == ("merged", 1)
    assert DuplicatePair.objects.get(a=a, b=b).state == "not_duplicate"
    assert DuplicatePair.objects.waiting().count() == 2


@pytest.mark.covers("enterprises.duplicates.dismiss", "refused")
def test_not_twice_and_not_what_somebody_changed(town: Town) -> None:
    two(town, {"name": "示例同名公司"}, {"name": "示例同名公司"})
    find(town.clerk)
    pair = DuplicatePair.objects.get()

    with pytest.raises(StaleVersion):
        dismiss(pair, town.clerk, expected_version=9)
    dismiss(pair, town.clerk)
    with pytest.raises(TransitionRefused, match="已核对"):
        dismiss(pair, town.clerk)


def waiting_pair(town: Town) -> DuplicatePair:
    two(town, {"name": "示例同名公司"}, {"name": "示例同名公司"})
    find(town.clerk)
    return DuplicatePair.objects.get(state="open")


@pytest.mark.covers("enterprises.duplicates.dismiss", "race")
@pytest.mark.covers("enterprises.duplicates.find", "race", "refused")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides_and_one_searches() -> None:
    town = build_town()
    pair, clerk = waiting_pair(town), town.clerk

    def decide() -> object:
        return duplicates.dismiss(pair.pk, access=clerk, at=NOON)

    def look() -> object:
        return duplicates.find(access=clerk, at=NOON)

    outcome = race(decide, decide, as_first=clerk, as_second=clerk)
    assert outcome == ("done", "transition_refused")
    assert race(look, look, as_first=clerk, as_second=clerk) == ("done", "refused")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DuplicatePairQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))
    town = build_town()
    pair, clerk = waiting_pair(town), town.clerk

    def decide() -> object:
        return duplicates.dismiss(pair.pk, access=clerk, at=NOON)

    assert race(decide, decide, as_first=clerk, as_second=clerk) == ("done", "done")
