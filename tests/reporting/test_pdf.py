"""The printed page: the same bytes each time, the table's head and foot on it, annexes named."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.fitting import fitted, sides, widths
from wuhan_smes.reporting.layouts import MOST_PRINTED, drawn, layouts_of
from wuhan_smes.reporting.official import Paper, levelled, to_docx
from wuhan_smes.reporting.pdf import to_pdf
from wuhan_smes.reporting.sheet import Column, Sheet

TABLE = Sheet(
    "硚口区统计表",
    [
        Column("label", "管理单位", width=20),
        *(Column(f"n{n}", f"栏{n}", "count") for n in range(7)),
    ],
    [[f"单位{n}", *range(6), None] for n in range(15)],
    reporting_unit="硚口区",
    as_of="截至 2026年11月22日",
    prepared_by="#show 张三",
)
LETTER = Paper(
    "关于报送的函", "", "市局", ["请予审核。"], "硚口区", "2026年11月22日", ["表一", "表二"]
)


def test_the_same_table_is_the_same_bytes_and_another_one_is_not():
    file = drawn(TABLE, "pdf")

    assert file.startswith(b"%PDF-")
    assert drawn(TABLE, "pdf") == file
    assert drawn(replace(TABLE, prepared_by="李四"), "pdf") != file
    assert len(to_pdf("报送件", [LETTER, TABLE, TABLE])) > len(file)
    assert to_pdf("报送件", [LETTER, TABLE]) == to_pdf("报送件", [LETTER, TABLE])


def test_no_amount_or_day_is_broken_and_words_keep_two_characters_whatever_was_declared():
    columns = [
        Column("n", "序号", width=2),
        Column("name", "企业名称", width=60),
        Column("amount", "金额（元）", "money", 6),
        Column("on", "日期", "date", 4),
    ]
    rows = [["1", "武汉示例光电有限公司", Decimal("1200000.00"), date(2026, 3, 2)]]
    table = replace(TABLE, columns=columns, rows=rows)

    found = widths(table, 9000, 100)

    assert found[2:] == [(len("1,200,000.00") + 2) * 100, (len("2026-03-02") + 2) * 100]
    assert found[0] == 600
    assert sum(found) <= 9000
    assert widths(TABLE, 9000, 1) == [9000 * it.width // 104 for it in TABLE.columns]


def test_a_table_lies_down_or_shrinks_before_a_code_is_broken_or_words_have_no_room():
    def fit(*columns):
        cells = {"text": "91420100MA4K000000", "date": date(2026, 3, 2), "count": 7, "word": "字"}
        found = [Column(str(n), "栏", kind, width) for n, (kind, width) in enumerate(columns)]
        return fitted(replace(TABLE, columns=found, rows=[[cells[it.kind] for it in found]]), 6.5)

    short = fit(("word", 6), ("word", 20), ("count", 10))
    listed = fit(("word", 6), ("word", 34), ("text", 22), ("word", 12), ("date", 12))
    ledger = fit(*[("word", 12)] * 12, ("text", 18), *[("date", 12)] * 3)
    many = fit(*[("word", 12)] * 16, ("text", 18), *[("date", 12)] * 5)
    crowded = fit(*[("text", 18)] * 30)

    assert (short.lies, short.size) == (False, 24)
    assert (listed.lies, listed.size, listed.grid[2]) == (False, 21, round(22 * 21 * 6.5))
    assert (ledger.lies, ledger.size, ledger.grid[12]) == (True, 15, 22 * 15 * 6.5)
    assert (many.is_broad, many.size, many.grid[16]) == (True, 15, 22 * 15 * 6.5)
    assert (crowded.is_broad, crowded.size) == (True, 15)
    assert all(sum(it.grid) <= it.room for it in (ledger, many, crowded))


def test_words_that_run_over_a_line_begin_at_the_edge_and_short_ones_stand_in_the_middle():
    columns = [Column("n", "序号", width=6), Column("task", "任务", width=30)]
    columns += [Column("unit", "单位", width=12), Column("amount", "金额", "money", 12)]
    rows = [["1", "建立" * 30, "江夏区", Decimal(5)], ["2", "短", "市经信局", Decimal(6)]]
    table = replace(TABLE, columns=columns, rows=rows)

    assert sides(table, fitted(table, 6.5), 6.5) == ["center", "left", "center", "right"]


def test_headings_are_set_by_their_level_and_an_item_of_one_sentence_is_text():
    assert levelled("一、收款账户。请通知企业确认。") == [
        ("一、收款账户。", "黑体"),
        ("请通知企业确认。", "仿宋_GB2312"),
    ]
    assert levelled("二、下一步工作") == [("二、下一步工作", "黑体")]
    assert levelled("（一）梯度培育。全市现有。")[0] == ("（一）梯度培育。", "楷体_GB2312")
    for text in ("三、退票的，查明原因后再行拨付。", "1. 建立培育库。", "一般事项、其他"):
        assert levelled(text) == [(text, "仿宋_GB2312")]
    paper = to_docx(replace(LETTER, paragraphs=["一、收款账户。请确认。", "（一）企业"]))
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        words = archive.read("word/document.xml").decode()
        fonts = archive.read("word/fontTable.xml").decode()
    assert re.search(r'w:eastAsia="黑体"[^t]*?/>.*?一、收款账户。</w:t>', words)
    assert "楷体_GB2312" in words
    assert 'w:name="楷体_GB2312"' in fonts


def test_a_list_beyond_what_anybody_stamps_has_no_pdf():
    long = replace(TABLE, rows=[TABLE.rows[0]] * (MOST_PRINTED + 1))

    assert "pdf" not in layouts_of(len(long.rows))
    assert "pdf" in layouts_of(MOST_PRINTED)
    with pytest.raises(ActionRefused, match="不生成 pdf"):
        drawn(long, "pdf")


def test_all_units_their_total_and_who_made_the_table_stand_on_one_page_as_an_annex_too():
    units = replace(TABLE, notes=["注：" + "各列不可相加。" * 4, "口径第1版：" + "当日有效。" * 20])

    pages = {
        name: len(re.findall(rb"/Type ?/Page\b", file))
        for name, file in {
            "alone": drawn(units, "pdf"),
            "as an annex": to_pdf("报送件", [LETTER, units]),
        }.items()
    }

    assert pages == {"alone": 1, "as an annex": 2}
