"""What holds for every value, found by trying many."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.reading.reading import read, workbook
from wuhan_smes.exchange.reading.cells import column_index, column_letters
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values import PLATFORM_TYPES, Context
from wuhan_smes.exchange.reading.values.spans import read_span

ANY = Context("field", "字段")
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
SPELLINGS = (
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}{0.month:02}{0.day:02}",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def meaning(kind: str, cell: Any, **more: Any) -> Any:
    return PLATFORM_TYPES[kind](cell, Context("field", "字段", **more))


@given(DAYS, st.sampled_from(SPELLINGS), st.booleans())
def test_every_day_is_read_in_every_spelling(day: date, spelling: str, wide: bool) -> None:
    text = spelling.format(day)

    assert meaning("date", text.translate(FULL_WIDTH) if wide else text) == day.isoformat()


@given(DAYS)
def test_every_day_number_is_its_day(day: date) -> None:
    assert meaning("date", float((day - date(1899, 12, 30)).days)) == day.isoformat()


@given(DAYS, st.integers(0, 5000), st.sampled_from(SPELLINGS), st.sampled_from("至到-~—–"))
def test_every_term_is_read_in_every_spelling(
    start: date, days: int, spelling: str, between: str
) -> None:
    end = min(start + timedelta(days), date(2100, 12, 31))

    span = read_span(f"{spelling.format(start)}{between}{spelling.format(end)}", ANY)

    assert (span.start, span.end) == (start, end)


@given(DAYS, st.integers(1, 10))
def test_years_from_a_start_end_the_day_before(start: date, years: int) -> None:
    span = read_span(f"{start.year}年{start.month}月{start.day}日起{years}年", ANY)

    assert span.end is not None
    assert (span.end + timedelta(1)).year == start.year + years


@given(st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_means_the_same_with_commas_and_with_its_unit(amount: Decimal, unit: str) -> None:
    plain = meaning("money", str(amount), unit=unit)

    assert meaning("money", f"{amount:,}", unit=unit) == plain
    assert meaning("money", f"{amount}{unit}", unit="元") == plain
    assert Decimal(plain) == amount * {"元": 1, "万元": 10_000, "亿元": 10**8}[unit]


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_whole_numbers_survive_a_spreadsheet(number: int) -> None:
    assert meaning("integer", float(number)) == meaning("integer", str(number)) == number


@given(
    st.sampled_from(sorted(PLATFORM_TYPES)),
    TEXTS | st.floats(allow_nan=False, allow_infinity=False),
)
def test_a_cell_has_a_meaning_or_is_refused_in_words(kind: str, cell: str | float) -> None:
    try:
        meaning(kind, cell)
    except CellRefused as refused:
        assert any("\u4e00" <= c <= "\u9fff" for c in refused.detail)  # noqa: PT017 - or a value


@given(st.integers(0, 20_000))
def test_columns_are_named_as_a_spreadsheet_does(index: int) -> None:
    assert column_index(column_letters(index)) == index


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS, min_size=1, max_size=6))
@pytest.mark.parametrize("layout", ["csv", "xlsx"])
def test_every_text_comes_back_as_it_was_printed(
    tmp_path: Path, layout: str, texts: list[str]
) -> None:
    """Whatever stands in a cell: quotes, backslashes, tabs, line breaks, control characters."""
    printable = ["".join(c for c in text if c.isprintable() or c in "\t\\\n") for text in texts]
    rows = [["企业名称", "备注"], *([f"示例{i}", text] for i, text in enumerate(printable))]
    path = tmp_path / f"a.{layout}"
    if layout == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        workbook(path, rows, strings_to_urls=False, strings_to_numbers=False)

    found = {row.line: row.cells for row in read(path)}

    for line, row in enumerate(rows[1:], start=2):
        assert found[line] == row
