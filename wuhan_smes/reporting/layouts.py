"""A table in each layout; the same table gives the same bytes."""

from collections.abc import Callable, Mapping
from typing import Final

from wuhan_smes.reporting import official
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.official_table import to_docx_table
from wuhan_smes.reporting.sheet import Sheet, to_csv, to_xlsx

MEDIA: Final[Mapping[str, str]] = {
    ReportLayout.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportLayout.CSV: "text/csv; charset=utf-8",
    ReportLayout.DOCX: official.MEDIA,
}
DRAWN: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    ReportLayout.XLSX: to_xlsx,
    ReportLayout.CSV: to_csv,
    ReportLayout.DOCX: to_docx_table,
}


def drawn(sheet: Sheet, layout: str) -> bytes:
    return DRAWN[layout](sheet)
