"""A streaming writer for long lists: a million rows in little memory, codes always text cells.

Formatted reports use sheet.py; this one writes one plain sheet with a frozen header and nothing
that would need the rows twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import RawIOBase
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from wuhan_smes.reporting.cells import Cell, as_text, harmless

EPOCH: Final = date(1899, 12, 30).toordinal()
NAMESPACE: Final = "http://schemas.openxmlformats.org"
PACKAGE: Final = f"{NAMESPACE}/package/2006"
OFFICE: Final = f"{NAMESPACE}/officeDocument/2006/relationships"
MAIN: Final = f"{NAMESPACE}/spreadsheetml/2006/main"
HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEETML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS_A_WRITE: Final = 500
TEXT: Final = ' s="3"'
PARTS: Final = {
    "[Content_Types].xml": f"""{HEADER}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{SHEETML}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETML}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{SHEETML}.styles+xml"/></Types>""",
    "_rels/.rels": f"""{HEADER}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""{HEADER}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""{HEADER}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>
<xf numFmtId="49" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>""",
}


class Pipe(RawIOBase):
    """Collects what the zip writer gives, to be handed on piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # any buffer, copied at once
        self.pieces.append(bytes(data))
        self.position += len(data)
        return len(data)

    def tell(self) -> int:
        return self.position

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def stream_xlsx(
    name: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> Iterator[bytes]:
    """The bytes of a workbook with one sheet, as its rows arrive."""
    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for path, text in PARTS.items():
            book.writestr(path, text)
        sheets = f'<sheets><sheet name="{escape(name[:31])}" sheetId="1" r:id="rId1"/></sheets>'
        book.writestr(
            "xl/workbook.xml",
            f'{HEADER}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_opening(widths).encode())
            sheet.write(_row(headings, style=' s="2"').encode())
            buffered: list[str] = []
            for row in rows:
                buffered.append(_row(row))
                if len(buffered) >= ROWS_A_WRITE:
                    sheet.write("".join(buffered).encode())
                    buffered.clear()
                    yield pipe.taken()
            sheet.write("".join(buffered).encode())
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.taken()


def _opening(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(widths, start=1)
    )
    return (
        f'{HEADER}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def _row(cells: Iterable[Cell], style: str = "") -> str:
    return f"<row>{''.join(_cell(value, style) for value in cells)}</row>"


def _cell(value: Cell, style: str) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        text = escape(harmless(value))
        return f'<c t="inlineStr"{style or TEXT}><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, datetime):
        return _cell(as_text(value), style)
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - EPOCH}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c><v>{value}</v></c>"
    raise TypeError(type(value).__name__)
