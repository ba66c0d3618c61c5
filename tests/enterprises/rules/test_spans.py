from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.document_no import normalise_document_no
from enterprises.rules.spans import (
    Validity,
    day_after,
    last_day,
    months_later,
    parse_validity,
    require_order,
)
from tests.data import vectors
from wuhan_smes.errors import InputRefused


def test_the_last_day_of_the_year_is_stored_as_the_first_of_the_next():
    assert day_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert last_day(date(2027, 1, 1)) == date(2026, 12, 31)


def test_an_open_span_stays_open_both_ways():
    assert day_after(None) is None
    assert last_day(None) is None


@given(st.dates(max_value=date(9999, 12, 30)))
def test_conversion_there_and_back_changes_nothing(day):
    assert last_day(day_after(day)) == day


def test_the_end_of_all_dates_is_refused_with_advice():
    with pytest.raises(InputRefused, match="长期有效请留空"):
        day_after(date.max)


def test_reversed_days_are_refused():
    require_order(date(2026, 1, 1), date(2026, 1, 1))

    with pytest.raises(InputRefused, match="早于起始日期"):
        require_order(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize("case", vectors("validity_parse"), ids=lambda case: case["text"])
def test_terms_are_read_as_lists_write_them(case):
    days = [case.get(key) and date.fromisoformat(case[key]) for key in ("from", "to")]

    assert parse_validity(case["text"]) == Validity(*days, case.get("months"))


@pytest.mark.parametrize(
    "text",
    ["2024-01-01至2026-12-31", "2024/1/1~2026/12/31", "自２０２４年１月１日起至2026年12月31日止"],
)
def test_other_ways_to_write_the_same_term(text):
    assert parse_validity(text) == Validity(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("text", ["", "长期", "2024年13月1日至2026年12月31日", "2024年1月1日"])
def test_an_unreadable_term_is_refused_with_an_example(text):
    with pytest.raises(InputRefused, match="请写成"):
        parse_validity(text)


def test_a_reversed_term_is_refused():
    with pytest.raises(InputRefused, match="早于"):
        parse_validity("2026年1月1日至2024年12月31日")


def test_a_month_later_never_leaves_the_month():
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 12, 15), 36) == date(2027, 12, 15)


@pytest.mark.parametrize("case", vectors("doc_no"), ids=lambda case: case["raw"])
def test_document_numbers_carry_the_year_in_tortoise_brackets(case):
    assert normalise_document_no(case["raw"]) == case["doc_no"]


def test_only_the_year_of_a_document_number_is_bracketed():
    assert normalise_document_no("工信厅企业函（2026） 117 号") == "工信厅企业函〔2026〕117号"
    assert normalise_document_no("公告(第12号)") == "公告(第12号)"
