import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuhan_smes.exchange.reading.cells import unquoted
from wuhan_smes.reporting.canonical import canonical, fingerprint, sheet_of
from wuhan_smes.reporting.cells import FORMULA_STARTS, Gap, harmless
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.layouts import drawn
from wuhan_smes.reporting.sheet import Column, Sheet, to_csv, to_xlsx


def sheet(**changes):
    parts = {
        "title": "梯度培育企业数量统计表",
        "columns": [
            Column("unit", "管理单位"),
            Column("n", "专精特新", "count"),
            Column("on", "日期", "date"),
        ],
        "rows": [["江夏区", 3, date(2025, 7, 25)], ["洪山区", 4, None]],
        "reporting_unit": "武汉市经济和信息化局",
        "as_of": "截至 2025-07-25",
    }
    return Sheet(**(parts | changes))


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_workbook_carries_title_reporting_unit_unit_and_as_of_line_above_its_rows():
    page = read(to_xlsx(sheet()))

    assert page["A1"].value == "梯度培育企业数量统计表"
    assert page["A2"].value == "填报单位：武汉市经济和信息化局"
    assert page["C2"].value == "单位：家"
    assert page["A3"].value == "截至 2025-07-25"
    assert [cell.value for cell in page[4]] == ["管理单位", "专精特新", "日期"]
    assert page["C5"].value.date() == date(2025, 7, 25)


def test_total_row_equals_the_rows_shown_and_skips_what_cannot_be_added():
    page = read(to_xlsx(sheet()))

    assert [cell.value for cell in page[7]] == ["合计", 7, "—"]


def test_a_total_over_an_unknown_is_unknown_not_smaller():
    assert sheet(rows=[["江夏区", 3, None], ["洪山区", None, None]]).total_row() == [
        "合计",
        None,
        None,
    ]


def test_an_unknown_cell_shows_a_dash_never_zero():
    page = read(to_xlsx(sheet(rows=[["江夏区", None, None]])))

    assert page["B5"].value == "—"


def test_given_totals_of_overlapping_rows_are_printed_as_given():
    assert sheet(totals=["合计", 5, None]).total_row() == ["合计", 5, None]


def test_codes_of_digits_stay_text_in_the_workbook():
    columns = [Column("uscc", "统一社会信用代码"), Column("n", "数", "count")]
    page = read(to_xlsx(sheet(columns=columns, rows=[["914403001922038216", 1]])))

    assert (page["A5"].value, page["A5"].data_type) == ("914403001922038216", "s")


@pytest.mark.parametrize("start", list(FORMULA_STARTS))
def test_no_cell_of_any_layout_is_a_formula(start):
    hostile = f"{start}HYPERLINK(1)"
    page = read(to_xlsx(sheet(rows=[[hostile, 1, None]])))
    text = to_csv(sheet(rows=[[hostile, 1, None]])).decode("utf-8-sig")

    assert page["A5"].data_type == "s"
    assert page["A5"].value.startswith("'")
    assert harmless(hostile) == f"'{hostile}"
    assert f"'{start}" in text


@given(st.text(st.sampled_from("'=+-@\t\n＝a甲 "), max_size=6))
def test_what_keeps_a_cell_from_being_a_formula_comes_off_again_exactly(text):
    kept = harmless(text)

    assert unquoted(kept) == text or '="' in text
    assert not kept.startswith(tuple(FORMULA_STARTS))


def test_csv_starts_with_a_byte_order_mark_and_ends_with_the_totals():
    content = to_csv(sheet())

    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines == ["管理单位,专精特新,日期", "江夏区,3,2025-07-25", "洪山区,4,", "合计,7,"]


def print_of(table):
    return fingerprint(canonical(table))


def test_the_same_figures_have_the_same_print_and_one_changed_figure_does_not():
    other = sheet(rows=[["江夏区", 3, date(2025, 7, 25)], ["洪山区", 5, None]])

    assert print_of(sheet()) == print_of(sheet())
    assert print_of(sheet()) != print_of(other)


def test_a_table_is_read_back_from_its_bytes_as_it_was():
    columns = [Column("unit", "单位"), Column("n", "家数", "count"), Column("m", "金额", "money")]
    rows = [["江夏区", 3, Decimal("1.20")], ["洪山区", Gap.NOT_REPORTED, None]]
    table = sheet(columns=columns, rows=rows, keys=["jiangxia", "hongshan"], notes=["注：一行\n"])

    again = sheet_of(canonical(table))

    assert again == Sheet(
        **{f: getattr(table, f) for f in table.__slots__} | {"notes": ["注：一行\n"]}
    )
    assert canonical(again) == canonical(table)


def test_a_unit_that_has_not_reported_stands_with_a_gap_and_is_not_added():
    table = sheet(rows=[["江夏区", 3, None], ["洪山区", Gap.NOT_REPORTED, None]])

    assert table.total_row() == ["合计", 3, None]
    assert read(to_xlsx(table))["B6"].value == "…"
    assert to_csv(table).decode("utf-8-sig").splitlines()[2] == "洪山区,…,"


@pytest.mark.parametrize("layout", ReportLayout)
def test_a_table_is_drawn_to_the_same_bytes_each_time(layout):
    assert drawn(sheet(), layout) == drawn(sheet(), layout)
