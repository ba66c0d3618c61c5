"""Every format and encoding a list comes in, read alike."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from tests.exchange.reading.lists import code
from tests.exchange.reading.old_workbooks import Day, Percent, Wrong, old_workbook
from tests.exchange.reading.reading import (
    look,
    read,
    refusal,
    text_file,
    values,
    workbook,
)

LIST = "企业名称,所属区,备注\n武汉㐂𠮷示例有限公司,江岸区,好\n"
FOUND = [{"name": "武汉㐂𠮷示例有限公司", "district": "江岸区", "remark": "好"}]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_a_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert values(text_file(tmp_path / "a.csv", LIST, encoding)) == FOUND


def test_a_text_in_gbk_is_read(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", LIST.replace("㐂𠮷", ""), "gbk")

    assert values(path)[0]["name"] == "武汉示例有限公司"
    assert look(path)["encoding"] == "GB18030"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = f"关于公布名单的通知\n{LIST.replace(',', separator)}"

    assert values(text_file(tmp_path / "a.csv", text)) == FOUND


def test_a_declared_separator_is_believed(tmp_path: Path) -> None:
    (row,) = read(text_file(tmp_path / "a.csv", "sep=;\n" + LIST.replace(",", ";")))

    assert (row.line, row.values) == (3, FOUND[0])


def test_quoted_line_breaks_do_not_shift_the_row_numbers(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", '企业名称,备注\n"武汉\n示例",好\n示例乙,"a\r\nb"\n')

    first, second = read(path)

    assert (first.line, first.values["name"], first.cells[0]) == (2, "武汉示例", "武汉\n示例")
    assert (second.line, second.values["remark"]) == (3, "a\nb")


def test_a_tab_separated_text_named_xls_is_read(tmp_path: Path) -> None:
    assert values(text_file(tmp_path / "a.xls", LIST.replace(",", "\t"), "gb18030")) == FOUND


def test_a_workbook_named_xls_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert values(workbook(tmp_path / "a.xls", [["企业名称"], ["示例甲"]])) == [{"name": "示例甲"}]


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = old_workbook(
        tmp_path / "a.xls",
        [["企业名称", "公告日期", "职工人数"], ["示例甲", Day(45292), 12], ["示例乙", "", Wrong()]],
    )

    first, second = read(path)

    assert first.values == {"name": "示例甲", "announced_on": "2024-01-01", "employees": 12}
    assert (second.codes, second.cells[2]) == ([("C", "formula_error")], "#DIV/0!")


def test_days_since_1904_are_right_in_both_kinds_of_workbook(tmp_path: Path) -> None:
    old = old_workbook(
        tmp_path / "a.xls",
        [["企业名称", "公告日期", "有效期起"], ["示例甲", Day(43830), 43830]],
        since_1904=True,
    )
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["企业名称", "公告日期", "有效期起"])
    sheet.write(1, 0, "示例甲")
    sheet.write_datetime(1, 1, date(2024, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write(1, 2, 43830)
    book.close()

    right = [{"name": "示例甲", "announced_on": "2024-01-01", "valid_from": "2024-01-01"}]
    assert (values(old), values(tmp_path / "a.xlsx")) == (right, right)


def test_a_list_of_objects_keeps_every_digit(tmp_path: Path) -> None:
    rows = [
        {"name": "示例甲", "uscc": code(1), "amount": 1234.5, "employees": 3},
        {"name": "示例乙", "有效期": "2024-01-01至2026-12-31", "remark": None},
    ]
    path = text_file(tmp_path / "rows.json", json.dumps(rows))

    first, second = read(path)

    assert (first.line, first.values) == (
        1,
        {"name": "示例甲", "uscc": code(1), "amount": "1234.50", "employees": 3},
    )
    assert second.values["valid_to"] == "2026-12-31"


def test_an_object_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "rows.json", '[{"name": "a", "nmae": "b"}]')

    assert "nmae" in refusal(path).detail


def test_a_code_stored_as_a_number_is_refused(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["企业名称", "统一社会信用代码"], ["示例甲", 914201001234567890], ["示例乙", "9.1E+17"]],
    )

    first, second = read(path)

    assert (first.codes, "文本" in first.faults[0]["detail"]) == ([("B", "digits_lost")], True)
    assert second.codes == [("B", "uscc_invalid")]


def test_a_code_is_read_in_every_spelling_and_a_slip_in_it_is_pointed_out(tmp_path: Path) -> None:
    right = code(1)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in right)
    spelled = [
        right.lower(),
        wide,
        f" {right[:8]} {right[8:]}",
        f"\u200b{right[:6]}\ufeff{right[6:]}",
    ]
    slips = [right.replace("0", "O", 1), right.replace("1", "I", 1), right[:-1]]
    rows = [["企业名称", "统一社会信用代码"], *(["示例甲", each] for each in [*spelled, *slips])]

    found = read(workbook(tmp_path / "a.xlsx", rows))

    assert [row.values.get("uscc") for row in found[:4]] == [right] * 4
    assert [row.codes for row in found[4:]] == [[("B", "uscc_invalid")]] * 3
    assert [row.faults[0]["detail"][:4] for row in found[4:]] == ["第5位“", "第2位“", "统一社会"]
    assert [row.faults[0]["detail"][-7:] for row in found[4:6]] == ["是否应为“0”", "是否应为“1”"]


def test_formulas_count_with_the_value_they_had(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["企业名称", "职工人数", "备注"])
    sheet.write(1, 0, "示例甲")
    sheet.write_formula(1, 1, "=1+1", None, 2)
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()

    (row,) = read(tmp_path / "a.xlsx")

    assert (row.values["employees"], row.codes) == (2, [("C", "formula_error")])


def test_a_formula_that_was_never_calculated_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    for row in [["企业名称", "职工人数"], ["示例甲", "=1+1"]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    (row,) = read(tmp_path / "a.xlsx")

    assert (row.codes, "粘贴为数值" in row.faults[0]["detail"]) == ([("B", "formula")], True)


def test_hidden_sheets_are_shown_and_read_only_when_somebody_says_so(
    tmp_path: Path,
) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("名单", "旧名单", "填写说明"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["企业名称"])
        sheet.write_row(1, 0, [name])
        if name == "旧名单":
            sheet.hide()
    book.close()

    looked = look(tmp_path / "a.xlsx")
    shown, (question,) = looked["sheets"], looked["questions"]
    refused = look(tmp_path / "a.xlsx", answers={"hidden_sheets": "不读取"})
    asked = values(tmp_path / "a.xlsx", answers={"hidden_sheets": "读取"})

    assert [(one["name"], one["hidden"], len(one["tables"])) for one in shown] == [
        ("名单", False, 1),
        ("旧名单", True, 1),
        ("填写说明", False, 0),
    ]
    assert (question["field"], "“旧名单”" in question["why"]) == ("hidden_sheets", True)
    assert (looked["complete"], refused["complete"]) == (False, True)
    assert [one["name"] for one in values(tmp_path / "a.xlsx")] == ["名单"]
    assert [one["name"] for one in asked] == ["名单", "旧名单"]


def test_several_sheets_are_read_with_their_place(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["企业名称"], ["示例甲"]],
        [["标题"], ["单位名称", "电话"], ["示例乙", 13800000000]],
    )

    assert [(row.sheet, row.line, row.values) for row in read(path)] == [
        (0, 2, {"name": "示例甲"}),
        (1, 3, {"name": "示例乙", "phone": "13800000000"}),
    ]


def test_three_hundred_columns_are_read(tmp_path: Path) -> None:
    headers = ["企业名称", *(f"指标{i}" for i in range(298)), "备注"]
    path = workbook(tmp_path / "a.xlsx", [headers, ["示例甲", *range(298), "好"]])

    (row,) = read(path)

    assert (row.values, len(row.cells)) == ({"name": "示例甲", "remark": "好"}, 300)


def test_a_merged_district_counts_for_all_its_rows_but_an_amount_does_not(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["所属区", "企业名称", "奖励金额（元）"])
    sheet.merge_range(1, 0, 2, 0, "江岸区")
    sheet.write_column(1, 1, ["示例甲", "示例乙"])
    sheet.merge_range(1, 2, 2, 2, 300)
    book.close()

    first, second = read(tmp_path / "a.xlsx")

    assert (first.values["district"], second.values["district"]) == ("江岸区", "江岸区")
    assert (first.codes, second.codes) == ([("C", "merged_number")], [("C", "merged_number")])


def test_a_number_shown_as_a_percentage_is_read_as_shown(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["企业名称", "研发占比"])
    sheet.write(1, 0, "示例甲")
    sheet.write(1, 1, 0.125, book.add_format({"num_format": "0.0%"}))
    book.close()
    given = {
        "fields": [
            {"name": "name", "label": "企业名称", "type": "name"},
            {"name": "ratio", "label": "研发占比", "type": "decimal"},
        ]
    }

    (row,) = read(tmp_path / "a.xlsx", given=given)

    assert (row.values["ratio"], row.cells[1]) == ("12.5", "12.5%")


def test_true_and_one_are_not_confused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["企业名称", "备注"], ["示例甲", 1], ["示例乙", True]])

    assert [row.cells[1] for row in read(path)] == ["1", "TRUE"]


def test_percentages_of_an_old_workbook_are_what_the_cell_shows(tmp_path: Path) -> None:
    path = old_workbook(
        tmp_path / "a.xls",
        [
            ["企业名称", "研发占比", "市场占有率"],
            ["示例甲", Percent(12), 0.5],
            ["示例乙", Percent(7, several=True)],
        ],
    )

    first, second = read(path)

    assert first.cells[1:3] == ["12%", "0.5"]
    assert second.cells[1:3] == ["7%", "7%"]
