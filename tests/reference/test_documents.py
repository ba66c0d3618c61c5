"""Measures, targets, flags and published figures, checked against their documents."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from enterprises.choices import FigureBasis, TargetBasis
from measures.choices import AmountStatus, ClauseEffect, ClauseKind, Subject, Theme
from tests.reference.files import column, rows

REPLY = "reply-2025-07-25"


def test_twenty_five_measures_in_five_themes_with_our_own_summaries():
    measures = rows("measures.csv")

    assert [line.whole("no") for line in measures] == list(range(1, 26))
    assert Counter(line.text("theme") for line in measures) == {
        Theme.ENTERPRISE: 4,
        Theme.TECHNOLOGY: 7,
        Theme.INDUSTRY: 6,
        Theme.TALENT: 4,
        Theme.CULTURE: 4,
    }
    assert all(40 <= len(line.text("summary")) <= 160 for line in measures)


def test_every_measure_names_its_units_and_measure_18_names_them_twice():
    units = rows("measure_units.csv")
    lines = Counter(line.whole("measure") for line in units if line.text("role") == "lead")

    assert lines == {no: 2 if no == 18 else 1 for no in range(1, 26)}
    assert all((line.whole("position") == 1) == (line.text("role") == "lead") for line in units)


def test_a_hundred_and_two_clauses_none_of_which_states_an_amount():
    clauses = rows("clauses.json")

    assert len(clauses) == 102
    assert Counter(line.text("effect") for line in clauses)[ClauseEffect.MONEY] == 36
    assert Counter(line.text("kind") for line in clauses)[ClauseKind.TARGET] == 13
    assert {line.text("kind") for line in clauses} <= set(ClauseKind.values)
    assert {s for line in clauses for s in line.words("subjects")} <= set(Subject.values)
    assert all(line.cells["amount"] is None for line in clauses)
    assert {line.text("amount_status") for line in clauses} == set(AmountStatus) - {
        AmountStatus.STATED
    }


def test_targets_and_target_clauses_say_the_same():
    clauses = {
        line.text("code"): line for line in rows("clauses.json") if line.text("kind") == "target"
    }
    targets = rows("targets.csv")

    assert {line.text("clause") for line in targets} == set(clauses)
    for target in targets:
        clause = clauses[target.text("clause")]
        assert target.amount("value") == clause.amount("value")
        assert target.text("unit") == clause.text("unit")
        assert target.text("comparison") == clause.text("comparison")
        assert target.text("due_on") == clause.text("due_on")
    assert {line.text("basis") for line in targets} <= set(TargetBasis.values)


def test_flags_are_sixteen_and_every_flag_used_is_one_of_them():
    known = column("flags.csv", "code")
    used = {
        flag
        for file in (
            "measures.csv",
            "clauses.json",
            "targets.csv",
            "reported_figures.csv",
            "documents.csv",
            "chains.csv",
        )
        for line in rows(file)
        for flag in line.words("flags")
    }

    assert known == [f"F{n}" for n in range(1, 17)]
    assert used == set(known)


def test_every_document_cited_is_described():
    described = set(column("documents.csv", "code"))
    cited = {*column("reported_figures.csv", "document"), *column("flags.csv", "document")}

    assert cited <= described


def test_every_figure_has_a_source_a_unit_and_a_date():
    for line in rows("reported_figures.csv"):
        assert line.amount("value") is not None, line
        assert line.required("unit")
        assert line.required("document")
        assert line.required("clause")
        assert line.text("as_of") or line.text("stated_on"), line
        assert line.text("as_of") or line.text("as_of_note"), line
        assert line.text("counterpart") in FigureBasis.values
        assert bool(line.text("computed_by")) == (line.text("counterpart") != "reported")


def test_a_figure_of_the_reply_without_a_day_carries_the_flag_that_says_so():
    for line in rows("reported_figures.csv"):
        if line.text("document") == REPLY:
            assert ("F16" in line.words("flags")) == (not line.text("as_of"))


PRINTED = [
    "7077",
    "2432",
    "348",
    "55亿",
    "470",
    "6万",
    "450",
    "1530",
    "5.9亿",
    "6",
    "1",
    "20",
    "12",
    "8",
    "80",
    "40",
    "100",
    "112",
    "3000",
    "2000万",
    "250",
    "998",
    "100",
    "32",
    "4.38亿",
    "150",
    "5500万",
    "210",
    "502",
    "7",
    "1.8万",
    "3.4万",
    "5000",
    "500万",
    "2",
    "50",
    "200",
    "500",
    "30亿",
    "100",
    "60亿",
    "50",
    "50",
    "20亿",
    "4",
    "100",
    "100",
    "2186",
    "790",
    "1",
    "15",
    "668",
    "2700",
    "17626",
    "344",
    "100",
]
SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}


def spoken(term: str) -> Decimal:
    number, scale = re.fullmatch(r"([0-9.]+)([万亿]?)", term).groups()
    return Decimal(number) * SCALE[scale]


def test_the_figures_of_the_reply_are_all_there_in_their_order():
    """上万人次 and 20余万人次 are written in words: their numbers are 1 and 20 times 万."""
    figures = [line for line in rows("reported_figures.csv") if line.text("document") == REPLY]
    expected = [spoken(term) for term in PRINTED]
    expected[10] *= 10_000
    expected[11] *= 10_000

    assert [line.amount("value") for line in figures] == expected


@pytest.mark.parametrize(
    ("mark", "qualifier"),
    [("余", "over"), ("超", "over"), ("以上", "over"), ("近", "under"), ("约", "about")],
)
def test_a_rounded_figure_is_not_passed_off_as_exact(mark, qualifier):
    marked = [line for line in rows("reported_figures.csv") if mark in line.text("term")]

    assert marked
    assert {line.text("qualifier") for line in marked} == {qualifier}


def test_figures_of_other_documents_are_carried_too():
    others = {
        line.text("code"): line.amount("value")
        for line in rows("reported_figures.csv")
        if line.text("document") != REPLY
    }

    assert others["unicorns_end_2024"] == 44
    assert others["little_giants_paid_2024"] == 111
    assert others["little_giants_paid_amount_2024"] == 41_100_000
