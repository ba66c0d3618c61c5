from datetime import date

import pytest

from enterprises.choices import Tier, TierSubclass, WithdrawalCause
from enterprises.rules.ladder import (
    BESIDE,
    DISPLAY_RANK,
    PARALLEL,
    RUNGS,
    highest,
    may_apply,
    rung,
)
from enterprises.rules.withdrawal import barred_until, cascades


@pytest.mark.parametrize(
    ("held", "top"),
    [
        ([], None),
        ([Tier.GAZELLE, Tier.CHAMPION_PROVINCIAL], None),
        ([Tier.TECH_SME, Tier.INNOVATIVE_SME], Tier.TECH_INNOVATIVE),
        ([Tier.INNOVATIVE_SME, Tier.SRDI_SME], Tier.SRDI_SME),
        ([Tier.SRDI_SME, Tier.LITTLE_GIANT, Tier.KEY_LITTLE_GIANT], Tier.LITTLE_GIANT),
        ([Tier.LITTLE_GIANT, Tier.CHAMPION], Tier.CHAMPION),
        ([Tier.UNICORN, Tier.TECH_SME], Tier.UNICORN),
    ],
)
def test_the_highest_of_the_titles_held_decides(held, top):
    assert highest(held) == top


def test_there_are_five_rungs_and_every_tier_is_on_one_or_beside_them():
    assert len(RUNGS) == 5
    assert set(DISPLAY_RANK) | PARALLEL == set(Tier)
    assert set(DISPLAY_RANK) & PARALLEL == set()
    assert set(BESIDE.values()) <= set(RUNGS)


def test_the_old_provincial_little_giant_is_not_the_national_one():
    assert rung(Tier.LITTLE_GIANT_PROVINCIAL) is None


def test_seeds_of_a_unicorn_do_not_stand_on_its_rung():
    assert rung(Tier.UNICORN, TierSubclass.UNICORN) == Tier.UNICORN
    assert rung(Tier.UNICORN, TierSubclass.SEED_UNICORN) is None


def test_either_base_title_opens_the_way_to_srdi_and_nothing_else_does():
    assert may_apply(Tier.SRDI_SME, [Tier.TECH_SME])
    assert may_apply(Tier.SRDI_SME, [Tier.INNOVATIVE_SME])
    assert not may_apply(Tier.SRDI_SME, [Tier.GAZELLE])
    assert not may_apply(Tier.LITTLE_GIANT, [Tier.INNOVATIVE_SME])
    assert may_apply(Tier.CHAMPION, [])


def test_falsification_takes_every_title_and_bars_for_three_years():
    assert cascades(WithdrawalCause.FALSIFICATION)
    assert barred_until(WithdrawalCause.FALSIFICATION, date(2024, 2, 29)) == date(2027, 2, 28)


def test_giving_a_title_up_bars_nobody():
    assert not cascades(WithdrawalCause.WAIVED)
    assert barred_until(WithdrawalCause.WAIVED, date(2026, 1, 1)) is None
