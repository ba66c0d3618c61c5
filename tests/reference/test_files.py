"""The files of fixtures/reference, checked as a policy officer would check them."""

from collections import Counter
from pathlib import Path

import pytest

from enterprises.choices import Tier, Wugu
from tests.reference.files import column, rows
from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.reference import CONFIDENCE

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
