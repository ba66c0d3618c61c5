"""Which column is which field: aliases, memory, a person's word, and questions where in doubt."""

from pathlib import Path

from tests.exchange.reading.lists import code, spec
from tests.exchange.reading.reading import look, read, refusal, text_file, values, workbook
from wuhan_smes.exchange.reading.headers import HeaderWords, heading
from wuhan_smes.exchange.reading.spec import FieldSpec


def headers(path: Path, **more: object) -> list[tuple[str, object, str]]:
    table = look(path, **more)["sheets"][0]["tables"][0]
    return [(one["text"], one["proposal"], one["how"]) for one in table["headers"]]


def test_spellings_of_a_header_share_one_key() -> None:
    spellings = (
        "奖励金额（万元）",
        "奖励\n金额(万元)",
        " 奖励 金额 ",
        "*奖励金额：",
        "奖励金额/万元",
        "“奖励金额”",
    )

    assert {heading(one).key for one in spellings} == {"奖励金额"}
    assert [heading(one).unit for one in spellings] == ["万元", "万元", "", "", "万元", ""]


def test_a_bracket_that_is_no_unit_belongs_to_the_header() -> None:
    words = HeaderWords([FieldSpec("d", "区", aliases=("县(市、区)",)), FieldSpec("n", "企业名称")])

    assert words.known("县（市、区）")
    assert words.known("企业名称（盖章）")
    assert not words.known("（盖章）")


def test_a_header_of_several_fields_is_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "企业名称,类别\n示例甲,专精特新中小企业\n")

    table = look(path)["sheets"][0]["tables"][0]

    assert table["headers"][1]["ambiguous"] == ["tier", "category"]
    assert (look(path)["complete"], values(path)) == (False, [{"name": "示例甲"}])


def test_two_columns_of_one_field_are_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "企业名称,电话,手机\n示例甲,027-85680000,13800000000\n")

    assert headers(path)[1:] == [("电话", None, "none"), ("手机", None, "none")]
    chosen = values(path, columns={"0": {"0": "name", "2": "phone"}})
    assert chosen == [{"name": "示例甲", "phone": "13800000000"}]
    assert refusal(path, columns={"0": {"0": "name", "1": "phone", "2": "phone"}}).code == (
        "mapped_twice"
    )


def test_a_table_that_names_nobody_waits_for_a_person(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "厂商叫法,联系电话\n示例甲,13800000000\n")
    given = {**spec("uscc", "phone", "remark"), "identity": ["uscc", "remark"]}

    assert look(path, given=given)["complete"] is False
    assert "缺少“统一社会信用代码”或“备注”列" in refusal(path, given=given).detail
    assert len(values(path, given={**given, "columns": {"0": {"0": "remark"}}})) == 1


def test_what_was_remembered_of_these_headers_wins(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "单位,备注\n示例甲,江岸区\n")
    mark = look(path, answers={"name": "x"})["sheets"][0]["tables"][0]["fingerprint"]

    remembered = {mark: {"0": "name", "1": "district"}}

    assert headers(path, remembered=remembered) == [
        ("单位", "name", "remembered"),
        ("备注", "district", "remembered"),
    ]
    assert values(path, remembered=remembered) == [{"name": "示例甲", "district": "江岸区"}]


def test_headers_of_another_spelling_have_the_same_fingerprint(tmp_path: Path) -> None:
    marks = {
        look(text_file(tmp_path / "a.csv", f"{first},{second}\n甲,1\n"))["sheets"][0]["tables"][0][
            "fingerprint"
        ]
        for first, second in (("企业名称", "奖励金额（元）"), (" 企业 名称", "奖励金额(元)"))
    }

    assert len(marks) == 1


def test_a_second_table_with_other_headers_goes_by_its_own(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv",
        f"附件1,,\n序号,企业名称,信用代码\n1,示例甲,{code(1)}\n\n附件2,,\n"
        "企业名称,所属区,备注\n示例乙,江岸区,好\n",
    )

    first, second = look(path)["sheets"][0]["tables"]

    assert (first["rows"], second["rows"], second["notes"]) == (1, 1, ["附件2"])
    assert [row.values for row in read(path)] == [
        {"seq": 1, "name": "示例甲", "uscc": code(1)},
        {"name": "示例乙", "district": "江岸区", "remark": "好"},
    ]


def test_a_second_table_that_cannot_be_understood_is_refused_with_its_place(
    tmp_path: Path,
) -> None:
    path = text_file(
        tmp_path / "a.csv",
        "序号,企业名称,所属区\n1,示例甲,江岸区\n\n统计\n所属区,行业,备注\n江岸区,制造业,好\n",
    )

    refused = refusal(path, columns={"0": {"1": "name"}})

    assert (refused.code, "第5行" in refused.detail) == ("column_missing", True)


def test_a_sheet_a_person_leaves_out_is_passed_over(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["企业名称", "所属区"], ["示例甲", "江岸区"]],
        [["所属区", "家数"], ["江岸区", 1]],
    )

    assert look(path)["complete"] is False
    assert refusal(path).code == "column_missing"
    assert values(path, columns={"0": {"0": "name"}, "1": {"0": "", "1": ""}}) == [
        {"name": "示例甲"}
    ]


def test_a_corrected_list_comes_back_without_what_we_added(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["企业名称", "所属区", "问题说明", "原位置"], ["示例甲", "江岸区", "错", "第1表第2行"]],
    )
    plain = workbook(tmp_path / "b.xlsx", [["企业名称", "所属区"], ["示例甲", "江岸区"]])

    with_ours, without = (look(p)["sheets"][0]["tables"][0] for p in (path, plain))

    assert (with_ours["headers"], with_ours["fingerprint"]) == (
        without["headers"],
        without["fingerprint"],
    )
    assert read(path)[0].cells == ["示例甲", "江岸区"]


def test_faults_name_their_column_and_field(tmp_path: Path) -> None:
    wrong = code(7)[:-1] + "O"
    path = text_file(
        tmp_path / "a.csv", f"序号,企业名称,信用代码\n1,,{wrong}\n2,示例乙,{code(2)},多\n"
    )

    first, second = read(path)

    assert [(f["column"], f["field"], f["code"]) for f in first.faults] == [
        ("B", "name", "required"),
        ("C", "uscc", "uscc_invalid"),
    ]
    assert "是否应为“0”" in first.faults[1]["detail"]
    assert (second.codes, second.values["name"]) == ([("D", "extra_cells")], "示例乙")


def test_a_wrong_answer_for_the_whole_file_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "企业名称\n示例甲\n")

    assert refusal(path, answers={"valid": "很久"}).code == "answer"
