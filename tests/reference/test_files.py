"""The files of fixtures/reference, checked as a policy officer would check them."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from enterprises.choices import FigureBasis, TargetBasis, Tier, Wugu
from measures.choices import AmountStatus, ClauseEffect, ClauseKind, Subject, Theme
from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.reference import CONFIDENCE, Line

REPLY = "reply-2025-07-25"


def rows(file: str) -> list[Line]:
    return list(FOLDER.lines(file))


def column(file: str, name: str) -> list[str]:
    return [line.text(name) for line in rows(file)]


FILES = sorted(
    path.name for path in Path(FOLDER.root).iterdir() if path.suffix in {".csv", ".json"}
)


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_clean_utf8_with_unix_line_ends(file):
    raw = (FOLDER.root / file).read_bytes()

    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert "\ufffd" not in raw.decode("utf-8")


@pytest.mark.parametrize("file", FILES)
def test_confidence_is_one_of_the_known_words(file):
    marks = {
        value
        for line in rows(file)
        for name, value in line.cells.items()
        if name.endswith("confidence")
    }

    assert marks <= set(CONFIDENCE)


def test_the_city_has_fifteen_managing_units_with_the_codes_others_rely_on():
    units = [line for line in rows("jurisdictions.csv") if line.text("parent") == "wuhan"]

    assert [unit.text("code") for unit in units] == [
        "jiangan",
        "jianghan",
        "qiaokou",
        "hanyang",
        "wuchang",
        "qingshan",
        "hongshan",
        "caidian",
        "jiangxia",
        "huangpi",
        "xinzhou",
        "east_lake",
        "wedz",
        "airport_zone",
        "changjiang",
    ]
    assert Counter(unit.text("kind") for unit in units) == {"district": 11, "functional_zone": 4}
    assert all(unit.text("statutory_code") for unit in units if unit.text("kind") == "district")
    assert not any(
        unit.text("statutory_code") for unit in units if unit.text("kind") == "functional_zone"
    )


def test_no_name_or_alias_means_two_units():
    known = [
        word
        for line in rows("jurisdictions.csv")
        for word in {line.text("name"), line.text("short"), *line.words("aliases")}
    ]

    assert [word for word, times in Counter(known).items() if times > 1] == []


def test_thirteen_statutory_districts_are_in_force_and_four_are_history():
    districts = rows("statutory_districts.csv")
    units = set(column("jurisdictions.csv", "code"))

    assert sum(not line.text("until_year") for line in districts) == 13
    assert {
        line.text("code"): line.text("successor") for line in districts if line.text("until_year")
    } == {
        "420121": "420114",
        "420122": "420115",
        "420123": "420116",
        "420124": "420117",
    }
    assert {line.text("unit") for line in districts} <= units


def test_every_street_lies_in_a_statutory_district_and_is_managed_by_a_unit():
    streets = rows("townships.csv")
    statutory = {line.text("code") for line in rows("statutory_districts.csv")}
    units = set(column("jurisdictions.csv", "code")) - {"wuhan"}

    assert Counter(line.text("unit_type") for line in streets) == {
        "street": 158,
        "town": 1,
        "township": 3,
        "quasi": 31,
    }
    assert {line.text("statutory_code") for line in streets} <= statutory
    assert {line.text("unit") for line in streets} == units


def test_streets_of_functional_zones_are_only_hints():
    zones = {"east_lake", "wedz", "airport_zone", "changjiang"}

    sure = {
        line.text("unit")
        for line in rows("townships.csv")
        if line.text("unit_confidence") == "confirmed"
    }

    assert sure.isdisjoint(zones)


def test_thirty_nine_spellings_fold_to_thirty_seven_units():
    spellings = {line.text("written"): line.text("agency") for line in rows("unit_names.csv")}
    agencies = {line.text("code"): line.text("kind") for line in rows("agencies.csv")}

    assert len(spellings) == 39
    assert len(set(spellings.values())) == 37
    assert spellings["各区人民政府"] == "*"
    assert set(spellings.values()) - {"*"} == {
        c for c, kind in agencies.items() if kind != "district_government"
    }
    assert spellings["市交通局"] == spellings["市交通运输局"]
    assert Counter(agencies.values()) == {"department": 34, "group": 2, "district_government": 15}


def test_each_managing_unit_has_its_government():
    governments = [
        line.text("jurisdiction")
        for line in rows("agencies.csv")
        if line.text("kind") == "district_government"
    ]

    assert sorted(governments) == sorted(set(column("jurisdictions.csv", "code")) - {"wuhan"})


def test_industries_follow_the_national_standard():
    levels = Counter(column("industries.csv", "level"))

    assert levels == {"1": 20, "2": 97, "3": 473, "4": 1381}
    assert "C3976" in column("industries.csv", "code")


def test_the_two_chain_lists_differ_as_the_sources_do():
    groups = Counter((line.text("version"), line.text("group")) for line in rows("chains.csv"))

    assert groups == {
        ("965-2021", "nine"): 9,
        ("965-2021", "six"): 6,
        ("965-2021", "five"): 5,
        ("measures-12", "traditional"): 4,
        ("measures-12", "pillar"): 5,
        ("measures-12", "emerging"): 6,
        ("measures-12", "future"): 7,
    }
    versions = {line.text("code"): line.text("version") for line in rows("chains.csv")}
    for line in rows("chain_mapping.csv"):
        assert versions[line.text("from_chain")] == "965-2021"
        assert versions[line.text("to_chain")] == "measures-12"


def test_the_tiers_are_those_the_product_knows():
    tiers = {line.text("code"): line for line in rows("tiers.csv")}

    assert {code: line.text("name") for code, line in tiers.items()} == {
        t.value: t.label for t in Tier
    }
    assert {
        code: line.whole("display_rank")
        for code, line in tiers.items()
        if line.text("display_rank")
    } == {
        "tech_sme": 1,
        "innovative_sme": 1,
        "tech_innovative": 1,
        "srdi_sme": 2,
        "little_giant": 3,
        "champion": 4,
        "unicorn": 5,
    }


def test_the_five_valleys_are_those_the_product_knows():
    named = {line.text("code"): line.text("name") for line in rows("wugu.csv")}

    assert named == {w.value: w.label for w in Wugu if w is not Wugu.NONE}


def test_workdays_are_named_once_and_nothing_is_claimed_for_2027():
    days = column("workdays.csv", "date")

    assert len(days) == len(set(days)) == 771
    assert max(days) == "2026-10-10"


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
        assert bool(line.text("computed_by")) == (line.text("counterpart") == "computed")


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
