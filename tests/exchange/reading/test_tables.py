"""Lists as they really are: what stands above, between and below the rows."""

from pathlib import Path

import xlsxwriter

from tests.exchange.reading.lists import code
from tests.exchange.reading.reading import (
    look,
    read,
    refusal,
    spec,
    text_file,
    totals,
    values,
    workbook,
)
from wuhan_smes.reporting.cells import INCOMPLETE


def test_titles_and_attachment_lines_above_the_header_are_notes(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["附件1"],
            ["2024年度示例企业名单"],
            [],
            ["序号", "企业名称", "统一社会信用代码"],
            [1, "武汉示例甲有限公司", code(1)],
        ],
    )

    rows, table = read(path), look(path)["sheets"][0]["tables"][0]

    assert [(row.line, row.values) for row in rows] == [
        (5, {"seq": 1, "name": "武汉示例甲有限公司", "uscc": code(1)})
    ]
    assert (table["header_row"], table["notes"]) == (4, ["附件1", "2024年度示例企业名单"])


def test_sections_in_one_sheet_are_told_row_by_row(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "关于名单的公示,,\n序号,企业名称,信用代码\n（一）新认定,,\n"
        f"1,示例甲,{code(1)}\n2,示例乙,{code(2)}\n（二）复核,,\n序号,企业名称,信用代码\n"
        f"1,示例丙,{code(3)}\n",
    )

    assert [(row.line, row.section, row.values["name"]) for row in read(path)] == [
        (4, "（一）新认定", "示例甲"),
        (5, "（一）新认定", "示例乙"),
        (8, "（二）复核", "示例丙"),
    ]


def test_a_section_gives_its_rows_a_value(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "序号,企业名称\n一、复核通过\n1,示例甲\n")

    found = values(path, sections={"复核": {"tier": "srdi_sme"}})

    assert found == [{"seq": 1, "name": "示例甲", "tier": "srdi_sme"}]


def test_totals_and_notes_are_left_out_and_said(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["序号", "企业名称", "奖励金额（元）"],
            [1, "示例甲", 100],
            [None, "江岸区小计", 100],
            [2, "示例乙", 50],
            ["合 计", None, 150],
            ["填报人：张三", None, "联系电话：027-00000000"],
        ],
    )

    assert [row.line for row in read(path)] == [2, 4]
    assert [(one["line"], one["why"]) for one in totals(path)["sheets"][0]["left_out"]] == [
        (3, "total"),
        (5, "total"),
        (6, "note"),
    ]


def test_a_numbered_company_alone_in_its_row_is_a_row(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "企业名称,备注\n一、示例,\n1、示例甲有限公司,\n")

    assert [(row.section, row.values["name"]) for row in read(path)] == [
        ("一、示例", "1、示例甲有限公司")
    ]


def test_a_list_that_was_cut_off_when_written_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", f"企业名称,备注\n示例甲,好\n{INCOMPLETE}\n")

    assert refusal(path).code == "cut_off"


def test_a_header_of_two_rows_is_joined(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 3, "名单")
    sheet.merge_range(1, 0, 2, 0, "序号")
    sheet.merge_range(1, 1, 2, 1, "企业名称")
    sheet.merge_range(1, 2, 1, 3, "有效期")
    sheet.write_row(2, 2, ["起", "止"])
    sheet.write_row(3, 0, [1, "示例甲", "2024-01-01", "2026-12-31"])
    book.close()

    table = look(tmp_path / "a.xlsx")["sheets"][0]["tables"][0]

    assert [one["text"] for one in table["headers"]] == [
        "序号",
        "企业名称",
        "有效期 起",
        "有效期 止",
    ]
    assert values(tmp_path / "a.xlsx") == [
        {"seq": 1, "name": "示例甲", "valid_from": "2024-01-01", "valid_to": "2026-12-31"}
    ]


def test_a_header_of_two_rows_without_merged_cells_is_joined_too(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv", "序号,企业名称,有效期,\n,,起,止\n1,示例甲,2024.1.1,2026.12.31\n"
    )

    assert values(path) == [
        {"seq": 1, "name": "示例甲", "valid_from": "2024-01-01", "valid_to": "2026-12-31"}
    ]


def test_a_group_with_a_column_of_sums_is_no_line_of_sums(tmp_path: Path) -> None:
    head = "序号,企业名称,奖励金额（元）,,\n,,小计,市级,区级\n"
    path = text_file(tmp_path / "a.csv", f"{head}1,示例甲,50,30,20\n合计,,50,30,20\n")
    short = text_file(tmp_path / "b.csv", "企业名称,备注,\n合计,3家,\n示例甲,好,\n")

    (table,) = look(path)["sheets"][0]["tables"]

    assert [one["text"] for one in table["headers"]][2:] == [
        "奖励金额（元） 小计",
        "奖励金额（元） 市级",
        "奖励金额（元） 区级",
    ]
    assert [one["line"] for one in table["left_out"]] == [4]
    assert values(short) == [{"name": "示例甲", "remark": "好"}]


def test_the_unit_comes_from_the_header_or_from_the_line_above(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["兑现表", None, None, "单位：万元"],
            ["企业名称", "奖励金额", "营业收入（元）"],
            ["示例甲", 1.5, 20],
        ],
    )

    assert values(path) == [{"name": "示例甲", "amount": "15000.00", "revenue": "20.00"}]


def test_an_amount_without_a_unit_is_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["企业名称", "奖励金额"], ["示例甲", 1.5]])

    seen = look(path)

    assert ([one["field"] for one in seen["questions"]], seen["complete"]) == (
        ["amount.unit"],
        False,
    )
    assert read(path)[0].codes == [("B", "no_unit")]
    assert values(path, answers={"amount.unit": "万元"})[0]["amount"] == "15000.00"


def test_a_validity_that_only_the_notice_mentions_is_proposed(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["以下企业通过认定，有效期自2024年1月1日起至2026年12月31日止。"],
            ["序号", "企业名称"],
            [1, "示例甲"],
        ],
    )

    (question,) = look(path)["questions"]

    assert (question["field"], question["proposed"]) == ("valid", "2024年1月1日至2026年12月31日")
    assert values(path, answers={"valid": question["proposed"]}) == [
        {"seq": 1, "name": "示例甲", "valid_from": "2024-01-01", "valid_to": "2026-12-31"}
    ]


def test_a_choice_that_the_title_names_is_proposed(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["湖北省第八批专精特新中小企业名单"], ["序号", "企业名称"], [1, "示例甲"]],
    )
    given = spec()
    for one in given["fields"]:
        one["ask"] = one["name"] == "tier"

    (question,) = look(path, given=given)["questions"]

    assert (question["field"], question["proposed"]) == ("tier", "专精特新中小企业")


def test_what_the_lines_above_say_with_its_label_or_number_is_proposed(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["企业名单（武经信〔2024〕9号）"],
            ["公告日期：2024年5月1日", None, "单位：万元"],
            ["序号", "企业名称"],
            [1, "示例甲"],
        ],
    )
    given = spec("name", "seq", "document_no", "announced_on", "district")
    for one in given["fields"]:
        one["ask"] = one["name"] in {"announced_on", "district"}

    proposed = {one["field"]: one["proposed"] for one in look(path, given=given)["questions"]}

    assert proposed == {
        "document_no": "武经信〔2024〕9号",
        "announced_on": "2024年5月1日",
        "district": "",
    }


def test_three_years_need_a_start_beside_them(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv", "企业名称,有效期,有效期起\n示例甲,三年,2024-02-01\n示例乙,三年,\n"
    )

    first, second = read(path)

    assert first.values["valid_to"] == "2027-01-31"
    assert second.codes == [("B", "span_is_open")]
