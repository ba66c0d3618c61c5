"""The tables districts hand in: rows of their own units, totals that equal their rows."""

from datetime import date

import pytest

from enterprises.reports import TIER_FLOWS, TIER_TABLE, TITLE_LIST
from tests.factories.accounts import make_access
from wuhan_smes.errors import InputRefused
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import scoped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gradient")]
TODAY = date(2025, 7, 25)


def build(report, access, **words):
    choices = report.read(words, TODAY)
    with scoped(access):
        return report.build(access, choices)


def cell(sheet, label, heading):
    column = [c.label for c in sheet.columns].index(heading)
    return next(row for row in sheet.rows if row[0] == label)[column]


def test_the_city_table_has_a_row_for_each_of_the_fifteen_units(city):
    sheet = build(TIER_TABLE, city)

    assert len(sheet.rows) == 15
    assert cell(sheet, "江夏区", "其中：创新型") == 2
    assert cell(sheet, "洪山区", "专精特新") == 1
    assert sheet.reporting_unit == "武汉市"
    assert sheet.as_of == "截至 2025年7月25日；持有口径"


def test_totals_of_the_units_equal_the_city(city):
    units, whole = build(TIER_TABLE, city), build(TIER_TABLE, city, by="size")

    assert units.total_row()[1:] == whole.total_row()[1:] == [3, 3, 2, 1, 0, 0, 0]


def test_a_district_exports_its_own_row_and_signs_with_its_own_name(jiangxia):
    sheet = build(TIER_TABLE, make_access("district_staff", unit=jiangxia))

    assert [row[0] for row in sheet.rows] == ["江夏区"]
    assert sheet.reporting_unit == "江夏区"


def test_the_highest_basis_counts_an_enterprise_once(city):
    sheet = build(TIER_TABLE, city, basis="highest")

    assert cell(sheet, "江夏区", "专精特新“小巨人”") == 1
    assert cell(sheet, "江夏区", "专精特新") == 0
    assert cell(sheet, "江夏区", "科技和创新型") == 1


def test_the_comparison_counts_the_same_day_a_year_before(city):
    sheet = build(TIER_TABLE, city, compare="year")

    assert cell(sheet, "江夏区", "专精特新“小巨人”") == 1
    changes = next(row for row in sheet.rows if row[0] == "江夏区")
    assert [c.label for c in sheet.columns].count("增减") == 4
    assert changes[[c.key for c in sheet.columns].index("little_giant-change")] == 1


def test_the_roll_forward_balances_in_every_row(city):
    sheet = build(TIER_FLOWS, city, **{"from": "2024-01-01", "to": "2025-07-25"})

    for row in [*sheet.rows, sheet.total_row()]:
        opening, gains, losses, closing = row[1], row[2:7], row[7:-3], row[-3]
        assert opening + sum(gains) - sum(losses) == closing
    assert cell(sheet, "洪山区", "＋新认定") == 1


def test_a_period_turned_round_is_refused_in_words(city):
    with pytest.raises(InputRefused, match="早于"):
        build(TIER_FLOWS, city, **{"from": "2025-07-25", "to": "2025-01-01"})


def test_the_title_list_names_the_titles_in_force_with_their_last_day(jiangxia):
    access = make_access("district_staff", unit=jiangxia)
    listed = build(TITLE_LIST, access, tier="srdi_sme")
    with scoped(access):
        rows = list(listed.rows())

    assert [(row[2], row[3], row[-1]) for row in rows] == [
        ("江夏区", "专精特新中小企业", date(2025, 12, 31))
    ]


def test_the_union_of_base_titles_lists_both_kinds(city):
    listed = build(TITLE_LIST, city, tier="tech_innovative")
    with scoped(city):
        assert len(list(listed.rows())) == 3


@pytest.mark.parametrize(
    ("words", "field"),
    [({"on": "25/7/2025"}, "on"), ({"basis": "best"}, "basis"), ({"colour": "red"}, "colour")],
)
def test_a_wrong_choice_is_refused_and_names_its_field(words, field):
    with pytest.raises(InputRefused) as refused:
        TIER_TABLE.read(words, TODAY)

    assert refused.value.faults[0].field == field


def test_every_report_stands_in_the_catalogue():
    assert [catalogue.get(r.name) for r in (TIER_TABLE, TIER_FLOWS, TITLE_LIST)]
