"""Each reason for a change has its column, told by the rules alone."""

from dataclasses import replace

import pytest

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.rules.counting import BITS, counted
from enterprises.rules.flows import History, changes

HOLDER, HIGHEST = CountBasis.HOLDER, CountBasis.HIGHEST
NOTHING = History(
    key_o="jiangan",
    key_c="jiangan",
    seen_o=True,
    seen_c=True,
    here_o=True,
    here_c=True,
    part_o=0,
    part_c=0,
    held_o=0,
    held_c=0,
    came="",
    brought=0,
    gone="",
    renamed=False,
    restored=0,
    arrived=0,
    renewed=0,
    revoked=0,
    waived=0,
    not_reviewed=0,
    moved_out=0,
    deregistered=0,
    expired=0,
    enterprises=1,
)
ABSENT_BEFORE = {"here_o": False, "seen_o": False, "key_o": None}
ABSENT_AFTER = {"here_c": False, "seen_c": False, "key_c": None}


def bits(*tiers: str) -> int:
    total = 0
    for tier in tiers:
        total |= BITS[Tier(tier)]
    return total


def history(before: str = "", after: str = "", **what: object) -> History:
    """`before` and `after` name the titles held at both ends."""
    old, new = bits(*before.split()), bits(*after.split())
    return replace(NOTHING, part_o=old, held_o=old, part_c=new, held_c=new, **what)


def column_of(h: History, tier: str, basis: CountBasis, cut=CountCut.JURISDICTION):
    return [column for _, its, column in changes(h, cut, basis) if its == tier]


GAINED = [
    ("newly awarded", {}, HOLDER, "", "recognised"),
    ("awarded after it came", {**ABSENT_BEFORE, "came": "moved_in"}, HOLDER, "", "recognised"),
    (
        "came with the title",
        {**ABSENT_BEFORE, "came": "moved_in", "brought": bits("srdi_sme")},
        HOLDER,
        "",
        "moved_in",
    ),
    (
        "came back to life with the title",
        {**ABSENT_BEFORE, "came": "reactivated", "brought": bits("srdi_sme")},
        HOLDER,
        "",
        "restored",
    ),
    ("given back by a decision", {"restored": bits("srdi_sme")}, HOLDER, "", "restored"),
    ("recognised as brought along", {"arrived": bits("srdi_sme")}, HOLDER, "", "moved_in"),
    ("rose from the base rung", {}, HIGHEST, "innovative_sme", "upgraded_in"),
    ("fell back from the rung above", {}, HIGHEST, "little_giant srdi_sme", "restored"),
    ("stood on no rung before", {}, HIGHEST, "gazelle", "recognised"),
]


@pytest.mark.parametrize(
    ("what", "basis", "before", "column"),
    [case[1:] for case in GAINED],
    ids=[case[0] for case in GAINED],
)
def test_a_gain_is_told_by_its_reason(what, basis, before, column):
    gained = history(before, "srdi_sme", **what)

    assert column_of(gained, "srdi_sme", basis) == [FlowColumn(column)]


LOST = [
    ("its term ran out", {"expired": bits("srdi_sme")}, HOLDER, "", "expired"),
    ("struck by a decision", {"revoked": bits("srdi_sme")}, HOLDER, "", "revoked"),
    ("given up", {"waived": bits("srdi_sme")}, HOLDER, "", "waived"),
    ("without its review", {"not_reviewed": bits("srdi_sme")}, HOLDER, "", "not_reviewed"),
    ("gone from the city", {**ABSENT_AFTER, "gone": "moved_out"}, HOLDER, "", "moved_out"),
    ("wound up", {**ABSENT_AFTER, "gone": "deregistered"}, HOLDER, "", "deregistered"),
    ("merged away", {**ABSENT_AFTER, "gone": "merged"}, HOLDER, "", "deregistered"),
    ("rose to the rung above", {}, HIGHEST, "little_giant srdi_sme", "upgraded_out"),
    ("fell to the base", {"revoked": bits("srdi_sme")}, HIGHEST, "tech_sme", "revoked"),
]


@pytest.mark.parametrize(
    ("what", "basis", "after", "column"),
    [case[1:] for case in LOST],
    ids=[case[0] for case in LOST],
)
def test_a_loss_is_told_by_its_reason(what, basis, after, column):
    lost = history("srdi_sme", after, **what)

    assert column_of(lost, "srdi_sme", basis) == [FlowColumn(column)]


@pytest.mark.parametrize(
    ("cut", "columns"),
    [
        (CountCut.JURISDICTION, {"moved_out", "moved_in"}),
        (CountCut.CHAIN, {"reclassified_out", "reclassified_in"}),
    ],
)
def test_a_holder_who_only_changed_rows_is_moved_or_reclassified(cut, columns):
    moved = history("srdi_sme", "srdi_sme", key_c="hanyang")

    assert set(column_of(moved, "srdi_sme", HOLDER, cut)) == columns


def test_leaving_what_the_viewer_sees_is_a_move_however_the_table_is_cut():
    left = history("srdi_sme", "srdi_sme", seen_c=False, key_c=None)

    assert column_of(left, "srdi_sme", HOLDER, CountCut.CHAIN) == [FlowColumn.MOVED_OUT]


def test_a_renewal_changes_nothing():
    assert column_of(history("srdi_sme", "srdi_sme"), "srdi_sme", HOLDER) == []


def test_a_key_little_giant_falls_with_the_title_of_its_rung():
    fallen = history(
        "little_giant key_little_giant srdi_sme",
        "key_little_giant srdi_sme",
        revoked=bits("little_giant"),
    )

    assert column_of(fallen, "key_little_giant", HIGHEST) == [FlowColumn.REVOKED]
    assert column_of(fallen, "key_little_giant", HOLDER) == []


@pytest.mark.parametrize(
    ("held", "rows"),
    [
        ("tech_sme innovative_sme", {"tech_sme", "innovative_sme", "tech_innovative"}),
        ("tech_sme srdi_sme", {"srdi_sme"}),
        ("srdi_sme little_giant key_little_giant", {"little_giant", "key_little_giant"}),
        ("srdi_sme key_little_giant", {"srdi_sme"}),
        ("little_giant champion champion_provincial", {"champion"}),
        ("champion_provincial gazelle little_giant_provincial", set()),
        ("champion unicorn", {"unicorn"}),
    ],
)
def test_by_highest_only_the_top_rung_and_what_stands_with_it_counts(held, rows):
    assert counted(bits(*held.split()), HIGHEST) == rows
