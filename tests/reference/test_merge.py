"""File, last load and database: who wins, field by field."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuhan_smes.errors import InputRefused
from wuhan_smes.reference import Folder, Line, Merge, Verdict, merge, plain

WANTED = {"name": "江岸区", "short": "江岸"}


def test_a_row_nobody_has_is_new():
    assert merge(WANTED, None, None) == Merge(Verdict.NEW)


def test_the_same_file_again_changes_nothing():
    assert merge(WANTED, WANTED, WANTED) == Merge(Verdict.UNCHANGED)


def test_a_changed_file_is_taken_where_nobody_edited():
    before = {**WANTED, "short": "江"}

    assert merge(WANTED, before, before) == Merge(Verdict.CHANGED, take=("short",))


def test_a_local_edit_is_kept_and_named():
    edited = {**WANTED, "short": "岸"}

    assert merge(WANTED, WANTED, edited) == Merge(Verdict.KEPT, kept=("short",))


def test_an_edit_of_one_field_does_not_hold_back_another():
    before = {"name": "江岸", "short": "江岸"}
    edited = {"name": "江岸", "short": "岸"}

    assert merge(WANTED, before, edited) == Merge(Verdict.CHANGED, ("name",), ("short",))


def test_a_row_entered_by_hand_before_the_first_load_counts_as_edited():
    assert merge(WANTED, None, {**WANTED, "short": "岸"}) == Merge(Verdict.KEPT, kept=("short",))


def test_a_row_deleted_by_hand_stays_deleted():
    assert merge(WANTED, WANTED, None) == Merge(Verdict.REMOVED)


def test_overwriting_takes_the_file_everywhere():
    edited = {**WANTED, "short": "岸"}

    assert merge(WANTED, WANTED, edited, overwrite=True) == Merge(Verdict.CHANGED, ("short",))
    assert merge(WANTED, WANTED, None, overwrite=True) == Merge(Verdict.NEW)


def test_a_field_the_files_learnt_since_keeps_what_was_entered_by_hand():
    last = {"name": "江岸区"}

    assert merge(WANTED, last, {**WANTED, "short": "岸"}) == Merge(Verdict.KEPT, kept=("short",))


SMALL = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3)


@given(wanted=SMALL, loaded=SMALL, current=SMALL)
def test_no_local_edit_is_ever_lost(wanted, loaded, current):
    found = merge(wanted, loaded, current)

    after = {**current, **{name: wanted[name] for name in found.take}}
    for name in wanted:
        if current[name] != loaded[name]:
            assert after[name] == current[name]
        else:
            assert after[name] == wanted[name]
    assert set(found.take).isdisjoint(found.kept)


@given(wanted=SMALL, loaded=SMALL, current=SMALL)
def test_a_second_load_takes_nothing(wanted, loaded, current):
    first = merge(wanted, loaded, current)
    after = {**current, **{name: wanted[name] for name in first.take}}

    assert merge(wanted, wanted, after).take == ()


def test_equal_values_are_plain_alike():
    assert plain(Decimal("20.00")) == plain(Decimal(20)) == "20"
    assert plain(date(2026, 12, 31)) == "2026-12-31"
    assert plain({"b": (1, 2), "a": None}) == {"a": None, "b": [1, 2]}


@pytest.mark.parametrize(
    ("reader", "cell", "said"),
    [
        ("whole", "十", "应为整数"),
        ("whole", "１０", "应为整数"),
        ("amount", "约10", "应为数字"),
        ("day", "2026年1月", "应为日期"),
        ("required", " ", "不能为空"),
    ],
)
def test_a_bad_cell_is_refused_with_its_file_line_and_column(reader, cell, said):
    line = Line("targets.csv", 7, {"value": cell})

    with pytest.raises(InputRefused, match=rf"targets.csv 第 7 行“value”{said}"):
        getattr(line, reader)("value")


def test_an_empty_cell_is_unknown_and_never_zero():
    line = Line("targets.csv", 7, {"value": ""})

    assert (line.amount("value"), line.whole("value"), line.day("value")) == (None, None, None)


def test_a_line_with_too_many_cells_is_refused(tmp_path):
    (tmp_path / "units.csv").write_text("code,name\na,甲,乙\n", "utf-8")

    with pytest.raises(InputRefused, match=r"units.csv 第 2 行.*列数与表头不符"):
        list(Folder(tmp_path).lines("units.csv"))
