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
