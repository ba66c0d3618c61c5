"""A move on day D changes the counts of both units from D on only, one by one and by list."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from enterprises.actions import move_lists, moves
from enterprises.actions.move_lists import Leaving
from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.models import Enterprise
from enterprises.queries.tier_counts import tier_counts
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.titles import make_title
from wuhan_smes.access import Capability
from wuhan_smes.scope import scoped

DAY = date(2026, 2, 1)
EVENING_BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def counts(town: Town, on: date) -> tuple[int, int]:
    """Holders of the base title in the unit they leave and in the one they go to."""
    with scoped(town.city):
        reach = town.city.reach(Capability.COUNTS_VIEW)
        rows = tier_counts(reach, on=on, by=CountCut.JURISDICTION, basis=CountBasis.HOLDER)
    found = {row.key: row.count for row in rows if row.tier == Tier.INNOVATIVE_SME}
    return found.get(town.here.code, 0), found.get(town.there.code, 0)


def one_by_one(town: Town, leaving: list[Enterprise]) -> None:
    words = {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "搬迁"}
    for each in leaving:
        moves.move(each.pk, access=town.city, at=NOON, **words)


def by_list(town: Town, leaving: list[Enterprise]) -> None:
    listed = [Leaving(each.pk, town.there.pk, DAY, "搬迁") for each in leaving]
    move_lists.move_set(listed, access=town.city, at=NOON)


@pytest.mark.parametrize("move", [one_by_one, by_list])
def test_both_units_change_from_the_day_on_only(
    town: Town, move: Callable[[Town, list[Enterprise]], None]
) -> None:
    leaving = [town.enterprise() for _ in range(3)]
    for each in (*leaving, town.enterprise()):
        make_title(each)
    days = [date(2025, 1, 1), EVENING_BEFORE, DAY, NOON.date()]
    before = [counts(town, day) for day in days]

    with scoped(town.city):
        move(town, leaving)

    assert before == [(4, 0)] * 4
    assert [counts(town, day) for day in days] == [(4, 0), (4, 0), (1, 3), (1, 3)]
