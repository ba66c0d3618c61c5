"""报送件: the letter, the table and what explains it, as one file to print and stamp."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.differences import Difference
from wuhan_smes.reporting.fitting import said
from wuhan_smes.reporting.models import HandIn, ReportRun
from wuhan_smes.reporting.official import Paper
from wuhan_smes.reporting.official_table import to_docx_packet
from wuhan_smes.reporting.pdf import to_pdf
from wuhan_smes.reporting.reading import table_of
from wuhan_smes.reporting.sheet import Column, Sheet

BUREAU: Final = "武汉市经济和信息化局"
Parts = Sequence[Paper | Sheet]
# Other layouts hold no letter.
LAYOUTS: Final = (ReportLayout.PDF, ReportLayout.DOCX)
CHANGED: Final = (
    Column("row", "行", width=20),
    Column("column", "栏", width=20),
    Column("before", "前一版", "word", 14),
    Column("after", "本版", "word", 14),
)


def packet(
    row: HandIn, run: ReportRun, changed: Sequence[Difference], on: date
) -> Sequence[Paper | Sheet]:
    """The letter first; a correction brings the cells that differ along."""
    table = table_of(run)
    annexes = [table, *([_changes(run, changed)] if run.replaces_id else [])]
    return [_letter(row, run, [it.title for it in annexes], on), *annexes]


def drawn(title: str, parts: Parts, layout: str) -> bytes:
    """The whole packet as one file."""
    return to_docx_packet(parts) if layout == ReportLayout.DOCX else to_pdf(title, parts)


def _letter(row: HandIn, run: ReportRun, annexes: Sequence[str], on: date) -> Paper:
    again = f"本表为第{run.version}版，更正原因：{run.reason}。" if run.replaces_id else ""
    return Paper(
        f"关于报送{row.period}的函",
        "",
        BUREAU,
        [
            f"按报送要求，现将我单位{row.period}报送你局，请予审核。",
            (
                f"本表编号为{run.number}，数据截至{_day(timezone.localdate(run.known_at))}，"
                f"由{run.sealed_by_name}封存，指纹（SHA-256）为{run.sha256}。{again}"
            ),
        ],
        row.jurisdiction.name,
        _day(on),
        annexes=annexes,
    )


def _changes(run: ReportRun, changed: Sequence[Difference]) -> Sheet:
    rows: list[list[Cell]] = [
        [it.row, it.column, said(it.before), said(it.after)] for it in changed
    ]
    return Sheet(
        "与前一版的差异",
        CHANGED,
        rows,
        reporting_unit=run.jurisdiction.name,
        as_of=f"第{run.version}版较前一版，更正原因：{run.reason}",
        unit="处",
        total_label="",
        prepared_by=run.prepared_by,
        number=run.number,
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
