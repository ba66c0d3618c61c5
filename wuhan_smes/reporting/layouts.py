"""A table in each layout; the same table gives the same bytes."""

from collections.abc import Callable, Mapping
from typing import Final

from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting import official, pdf
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.official_table import to_docx_table
from wuhan_smes.reporting.sheet import Sheet, to_csv, to_xlsx

MEDIA: Final[Mapping[str, str]] = {
    ReportLayout.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportLayout.CSV: "text/csv; charset=utf-8",
    ReportLayout.DOCX: official.MEDIA,
    ReportLayout.PDF: pdf.MEDIA,
}
DRAWN: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    ReportLayout.XLSX: to_xlsx,
    ReportLayout.CSV: to_csv,
    ReportLayout.DOCX: to_docx_table,
    ReportLayout.PDF: pdf.to_pdf_table,
}
# Longer tables are lists to work with, not pages to stamp; setting them would take minutes.
MOST_PRINTED: Final = 2_000


def layouts_of(rows: int) -> list[ReportLayout]:
    """In which layouts a table of so many rows leaves."""
    return [it for it in ReportLayout if it != ReportLayout.PDF or rows <= MOST_PRINTED]


def drawn(sheet: Sheet, layout: str) -> bytes:
    """The file. Raises ActionRefused for more rows than the layout is made for."""
    if layout not in layouts_of(len(sheet.rows)):
        raise ActionRefused(f"超过 {MOST_PRINTED:,} 行的表不生成 pdf，请改用其他格式")
    return DRAWN[layout](sheet)
