import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.copy_csv import INCOMPLETE, stream_csv
from wuhan_smes.reporting.long_xlsx import stream_xlsx
from wuhan_smes.reporting.sheet import Column

CITY = Access.of_system("test")


def test_every_kind_of_cell_survives_the_streaming_writer():
    row = [
        "0012",
        7,
        Decimal("1.50"),
        date(2026, 12, 31),
        datetime(2026, 1, 1, tzinfo=UTC),
        None,
        "<&>",
        "=1+1",
    ]
    content = b"".join(stream_xlsx("名单", [f"列{i}" for i in range(8)], [10] * 8, [row]))

    page = openpyxl.load_workbook(io.BytesIO(content)).active
    values = [cell.value for cell in page[2]]
    assert values[:3] == ["0012", 7, 1.5]
    assert values[3].date() == date(2026, 12, 31)
    assert values[4:] == ["2026-01-01 08:00:00", None, "<&>", "'=1+1"]
    assert page.freeze_panes == "A2"


def test_the_streaming_writer_holds_few_rows_at_a_time():
    rows = ([f"武汉示例{i}有限公司", i] for i in range(50_000))

    tracemalloc.start()
    for _ in stream_xlsx("名单", ["名称", "数"], [20, 8], rows):
        continue
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20_000_000


def test_what_one_sheet_cannot_hold_goes_on_to_the_next(monkeypatch):
    monkeypatch.setattr("wuhan_smes.reporting.long_xlsx.MOST_ROWS", 700)

    content = b"".join(stream_xlsx("名单：甲/乙", ["数"], [8], ([n] for n in range(1500))))

    book = openpyxl.load_workbook(io.BytesIO(content))
    numbers = [row[0].value for page in book for row in page]
    assert book.sheetnames == ["名单：甲／乙", "名单：甲／乙（2）", "名单：甲／乙（3）"]
    assert [page.freeze_panes for page in book] == ["A2"] * 3
    assert numbers == ["数", *range(700), "数", *range(700, 1400), "数", *range(1400, 1500)]


def test_wide_rows_and_long_texts_open_again():
    row = ["字" * 40_000, True, False, "", "\x01=1", *range(300)]

    content = b"".join(stream_xlsx("宽", [f"列{n}" for n in range(305)], [9] * 305, [row]))

    cells = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[2]]
    assert len(cells[0]) == 32_767
    assert cells[1:6] == ["是", "否", None, "'=1", 0]


def test_a_workbook_whose_rows_end_early_says_so_in_its_last_line_and_opens():
    def broken():
        yield ["甲"]
        raise OSError("the line is dead")

    pieces = []
    with pytest.raises(OSError, match="the line is dead"):
        pieces.extend(stream_xlsx("名单", ["名称"], [20], broken()))

    page = openpyxl.load_workbook(io.BytesIO(b"".join(pieces))).active
    assert [row[0].value for row in page] == ["名称", "甲", INCOMPLETE]


@pytest.mark.django_db
def test_csv_by_copy_quotes_formulas_in_text_and_leaves_numbers_alone():
    Jurisdiction.objects.create(
        code="zz-one", name="=cmd()", short='甲，"一"', kind="district", display_order=7
    )
    columns = [
        Column("name", "名称"),
        Column("short", "简称"),
        Column("display_order", "排序", "count"),
    ]
    rows = Jurisdiction.objects.filter(code="zz-one")

    text = b"".join(stream_csv(CITY, rows, columns)).decode("utf-8-sig")

    assert text.splitlines() == ["名称,简称,排序", '\'=cmd(),"甲，""一""",7']


@pytest.mark.django_db
def test_a_stream_that_dies_says_that_the_file_is_incomplete():
    Jurisdiction.objects.create(code="zz-two", name="示例区", short="示例", kind="district")
    broken = Jurisdiction.objects.extra(where=["1/(id-id) = 1"])
    pieces = stream_csv(CITY, broken, [Column("name", "名称")])

    heading, last = next(pieces), next(pieces)

    assert heading.decode("utf-8-sig").strip() == "名称"
    assert last.decode().strip() == INCOMPLETE
    with pytest.raises(Exception, match="division by zero"):
        next(pieces)
