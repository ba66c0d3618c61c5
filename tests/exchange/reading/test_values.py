"""What cells mean, by type: the spellings people use, and refusals that say what to do."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values import PLATFORM_TYPES, Context
from wuhan_smes.exchange.reading.values.spans import read_span
from wuhan_smes.exchange.reading.values.words import option_key

ANY = Context("field", "字段")


def meaning(kind: str, cell: Any, **more: Any) -> object:
    return PLATFORM_TYPES[kind](cell, Context("field", "字段", **more))


def refused(kind: str, cell: Any, **more: Any) -> str:
    with pytest.raises(CellRefused) as refusal:
        meaning(kind, cell, **more)
    assert any("\u4e00" <= c <= "\u9fff" for c in refusal.value.detail), refusal.value.detail
    return refusal.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "2024年1月1日",
        "2024-1-1",
        "2024/01/01",
        "2024.1.1",
        "20240101",
        20240101.0,
        "２０２４年１月１日",
        "2024 年 1 月 1 日",
        "2024年1\u200b月1日",
        "2024-01-01 00:00:00",
        "2024-01-01T08:30:00+08:00",
        "二〇二四年一月一日",
        "二○二四年一月一日",
        45292.0,
        "45292",
        45292.75,
        date(2024, 1, 1),
        datetime.fromisoformat("2024-01-01 10:30"),
        "2024年1月1号",
    ],
)
def test_a_day_is_understood_in_many_spellings(cell: object) -> None:
    assert meaning("date", cell) == "2024-01-01"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2024年1月", "day_missing"),
        ("2024", "day_missing"),
        ("1/2/2024", "date_order"),
        ("24.1.1", "date_order"),
        ("2023年2月29日", "no_such_day"),
        ("2024-13-01", "no_such_day"),
        ("1824-01-01", "year_out_of_range"),
        ("长期", "not_a_date"),
        ("2024年1月1日起", "not_a_date"),
        (time(10, 30), "not_a_date"),
        (-5.0, "not_a_date"),
    ],
)
def test_a_day_that_is_none_is_refused(cell: object, code: str) -> None:
    assert refused("date", cell) == code


def test_day_numbers_of_1904_count_from_1904() -> None:
    assert meaning("date", 43830.0, since_1904=True) == "2024-01-01"


def test_december_in_chinese_numerals() -> None:
    assert meaning("date", "二〇二四年十二月三十一日") == "2024-12-31"
    assert meaning("date", "二〇二四年二月二十日") == "2024-02-20"


@pytest.mark.parametrize(
    "cell", ["2024年1月", "2024-01", "2024.1", "202401", "2024年1月份", "2024/1"]
)
def test_a_month_is_understood(cell: str) -> None:
    assert meaning("month", cell) == "2024-01"


def test_a_month_stands_for_its_first_day_where_that_is_enough() -> None:
    found = [meaning("first_day", cell) for cell in ("2025年6月", "202506", "2025.6.12")]

    assert found == ["2025-06-01", "2025-06-01", "2025-06-12"]
    assert refused("first_day", "2025年") == "month_missing"


def test_a_month_that_lost_its_zero_is_refused() -> None:
    assert refused("month", 2024.1) == "month_ambiguous"
    assert refused("month", "2024年") == "month_missing"


@pytest.mark.parametrize("cell", ["2024", "2024年", "2024年度", 2024.0, "二〇二四年", " 2024 "])
def test_a_year_is_understood(cell: object) -> None:
    assert meaning("year", cell) == 2024


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2024年1月1日至2026年12月31日", "2024-01-01", "2026-12-31"),
        ("2024-01-01~2026-12-31", "2024-01-01", "2026-12-31"),
        ("2024/1/1-2026/12/31", "2024-01-01", "2026-12-31"),
        ("2024.01.01—2026.12.31", "2024-01-01", "2026-12-31"),
        ("20240101-20261231", "2024-01-01", "2026-12-31"),
        ("2024-01-01 2026-12-31", "2024-01-01", "2026-12-31"),
        ("2024年１月１日\n至2026年12月31日", "2024-01-01", "2026-12-31"),
        ("自2024年1月1日起至2026年12月31日止", "2024-01-01", "2026-12-31"),
        ("有效期：2024年1月1日－2026年12月31日", "2024-01-01", "2026-12-31"),
        ("二〇二四年一月一日至二〇二六年十二月三十一日", "2024-01-01", "2026-12-31"),
        ("2023.7-2026.6", "2023-07-01", "2026-06-30"),
        ("2023年7月至2026年6月", "2023-07-01", "2026-06-30"),
        ("202307-202602", "2023-07-01", "2026-02-28"),
        ("2024年1-12月", "2024-01-01", "2024-12-31"),
        ("2024年1月1日至12月31日", "2024-01-01", "2024-12-31"),
        ("2024年6月3日至7日", "2024-06-03", "2024-06-07"),
        ("2023年—2025年", "2023-01-01", "2025-12-31"),
        ("自2024年1月1日起三年", "2024-01-01", "2026-12-31"),
        ("2024年1月1日起，有效期3年", "2024-01-01", "2026-12-31"),
        ("2024年2月29日起12个月", "2024-02-29", "2025-02-27"),
    ],
)
def test_a_term_is_understood_in_many_spellings(cell: str, start: str, end: str) -> None:
    span = read_span(cell, ANY)

    assert (str(span.start), str(span.end)) == (start, end)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("长期", "not_a_span"),
        ("2026年1月1日至2024年1月1日", "span_reversed"),
        ("2024年2月30日至2025年1月1日", "no_such_day"),
        ("1024年1月1日至2025年1月1日", "year_out_of_range"),
        (date(2024, 1, 1), "not_a_span"),
        ("2024年1月1日", "not_a_span"),
    ],
)
def test_a_term_that_is_none_is_refused(cell: object, code: str) -> None:
    assert refused("date_span", cell) == code


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (12.5, "万元", "125000.00"),
        ("12.5", "元", "12.50"),
        ("1,234,567.8", "元", "1234567.80"),
        ("１２．５", "万元", "125000.00"),
        ("12.5万元", "元", "125000.00"),
        ("1.2亿元", "", "120000000.00"),
        ("￥100.00", "元", "100.00"),
        ("-3", "万元", "-30000.00"),
        ("(3)", "万元", "-30000.00"),
        (0.1 + 0.2, "元", "0.30"),
        (1234.5678, "万元", "12345678.00"),
    ],
)
def test_an_amount_becomes_yuan(cell: object, unit: str, yuan: str) -> None:
    assert meaning("money", cell, unit=unit) == yuan


@pytest.mark.parametrize(
    ("cell", "unit", "code"),
    [
        ("100", "", "no_unit"),
        ("约100", "元", "not_a_number"),
        ("1.005", "元", "below_a_fen"),
        ("100美元", "元", "unknown_unit"),
        ("100", "万美元", "unknown_unit"),
        ("1.5E+08", "元", "digits_lost"),
        ("9" * 16, "元", "too_large"),
        (date(2024, 1, 1), "元", "not_a_number"),
        ("1,23", "元", "not_a_number"),
    ],
)
def test_an_amount_that_is_none_is_refused(cell: object, unit: str, code: str) -> None:
    assert refused("money", cell, unit=unit) == code


@pytest.mark.parametrize("cell", ["12", 12.0, "１２", "12人", " 1 2 ", "12.0"])
def test_a_whole_number_is_understood(cell: object) -> None:
    assert meaning("integer", cell) == 12


def test_a_whole_number_that_is_none_is_refused() -> None:
    assert [refused("integer", cell) for cell in (1.5, "12吨", "十二", "1e3")] == [
        "not_whole",
        "unknown_unit",
        "not_a_number",
        "digits_lost",
    ]


def test_a_decimal_keeps_what_is_written() -> None:
    assert [meaning("decimal", cell) for cell in ("12.50", 0.1, "12.5%", "-0", "1,000.10")] == [
        "12.5",
        "0.1",
        "12.5",
        "0",
        "1000.1",
    ]
    assert meaning("decimal", "3", unit="亿元", target="万元") == "30000"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13800000000", "13800000000"),
        (13800000000.0, "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86-138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("027-85680000", "027-85680000"),
        ("(027)85680000", "027-85680000"),
        ("02785680000转801", "027-85680000-801"),
        ("0714－6350000", "0714-6350000"),
        ("85680000", "85680000"),
        ("400-800-1234", "400-800-1234"),
    ],
)
def test_a_telephone_is_understood(cell: object, phone: str) -> None:
    assert meaning("phone", cell) == phone


def test_a_telephone_that_is_none_is_refused() -> None:
    cells = ("1380000000", "13800000000/13900000000", "张三", "12345")
    assert [refused("phone", cell) for cell in cells] == [
        "phone_length",
        "several_phones",
        "not_a_phone",
        "phone_length",
    ]


def test_names_lose_line_breaks_and_needless_spaces() -> None:
    assert meaning("name", "武汉\n示例 (湖北)\u200b有限公司") == "武汉示例（湖北）有限公司"
    assert meaning("name", "武汉３Ｄ示例公司") == "武汉3D示例公司"
    assert meaning("name", "Example  Ltd") == "Example Ltd"
    assert refused("name", 12345.0) == "not_a_name"
    assert meaning("person", "张 三") == "张三"
    assert refused("person", "张三13800000000") == "not_a_person"


def test_texts_undo_what_writers_of_lists_do() -> None:
    assert meaning("text", "'=1+1") == "=1+1"
    assert meaning("text", '="00123"') == "00123"
    assert meaning("text", "  a\r\nb\x00 ") == "a\nb"
    assert meaning("text", "it's") == "it's"


def test_a_number_that_lost_its_digits_is_no_text() -> None:
    assert refused("text", 9.14201001234568e17) == "digits_lost"
    assert refused("doc_no", 123456789012345.0) == "digits_lost"
    assert meaning("text", 12345678901234.0) == "12345678901234"


def test_document_numbers_are_written_alike() -> None:
    for cell in ("武政规[2022] 23号", "武政规【2022】23号", "武政规（2022）23号"):
        assert meaning("doc_no", cell) == "武政规〔2022〕23号"


def test_yes_and_no() -> None:
    assert [meaning("boolean", cell) for cell in ("是", "√", "已销号", "TRUE", "y", 1.0)] == [
        True
    ] * 6
    assert [meaning("boolean", cell) for cell in ("否", "×", "未办结", "FALSE", 0.0)] == [False] * 5
    assert refused("boolean", "也许") == "not_yes_or_no"


def test_a_choice_is_named_by_label_or_code() -> None:
    labels = {"专精特新中小企业": "srdi_sme", "小巨人": "little_giant"}
    options = {option_key(label): code for label, code in labels.items()} | {"srdi_sme": "srdi_sme"}
    told = {"options": options, "labels": tuple(labels)}

    assert meaning("choice", "专精特新\n中小企业 ", **told) == "srdi_sme"
    assert meaning("choice", "SRDI_SME", **told) == "srdi_sme"
    with pytest.raises(CellRefused, match="可填：专精特新中小企业、小巨人"):
        PLATFORM_TYPES["choice"]("独角兽", Context("tier", "梯度", **told))


def test_an_address_of_mail() -> None:
    assert meaning("email", "Name@Example.COM") == "Name@example.com"
    assert refused("email", "name@example") == "not_an_email"


@pytest.mark.parametrize("kind", PLATFORM_TYPES)
def test_no_type_answers_a_strange_cell_with_anything_but_a_value_or_a_refusal(kind: str) -> None:
    strange: list[Any] = [
        "",
        "=",
        "'",
        "\0",
        "​",
        "①",
        "½",
        "١٢",
        "１.２.３",
        "9" * 400,
        1e308,
        -1e308,
    ]
    strange += [
        5e-324,
        float(2**53),
        datetime.fromisoformat("1900-01-01"),
        time(1),
        date.max,
        "²",
        "〇年",
        "十年十月",
    ]
    parse: Callable[..., object] = PLATFORM_TYPES[kind]

    for cell in strange:
        try:
            parse(cell, ANY)
        except CellRefused as refusal:
            assert refusal.detail  # noqa: PT017 - either outcome is right
