"""Another office's workbook with some of its cells filled in; everything else stays as it was.

Only the cells named are touched, as text of the sheet's XML: styles, merged cells, formulas,
pictures and print settings are nobody's business here. Formulas are worked out anew when the
file is opened.
"""

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.cells import UNPRINTABLE

MOST_BYTES: Final = 2_000_000
MOST_UNPACKED: Final = 40_000_000
MOST_PARTS: Final = 400
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
ROW: Final = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
CELL: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
STYLE: Final = re.compile(rb'\bs="(\d+)"')
Filled = Mapping[tuple[str, str], str | int | Decimal | None]


def sheets_of(content: bytes) -> dict[str, str]:
    """Names of the sheets and where each is. Refuses what is no plain, small workbook."""
    if len(content) > MOST_BYTES:
        raise _refused(f"套表不能超过 {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            parts = book.infolist()
            if len(parts) > MOST_PARTS or sum(it.file_size for it in parts) > MOST_UNPACKED:
                raise _refused("文件展开后过大")
            if any("vbaProject" in it.filename for it in parts):
                raise _refused("含宏的文件不能作为套表，请另存为 xlsx")
            told, related = _read(book.read(BOOK)), _read(book.read(RELATIONS))
    except (zipfile.BadZipFile, KeyError, ET.ParseError):
        raise _refused("不是 xlsx 文件，请另存为 xlsx 后再上传") from None
    targets = {it.get("Id"): it.get("Target", "") for it in related}
    found = {
        it.get("name", ""): targets.get(it.get(f"{RELATED}id"), "")
        for it in told.iter(f"{MAIN}sheet")
    }
    return {name: _path(target) for name, target in found.items() if "worksheets/" in target}


def filled(content: bytes, cells: Filled) -> bytes:
    """The workbook with these cells. The same ones give the same bytes."""
    paths = sheets_of(content)
    of_path: dict[str, dict[str, str | int | Decimal | None]] = {}
    for (sheet, place), value in cells.items():
        of_path.setdefault(paths[sheet], {})[place] = value
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as book, zipfile.ZipFile(out, "w") as filled_in:
        for part in book.infolist():
            data = book.read(part)
            if part.filename in of_path:
                for place, value in of_path[part.filename].items():
                    data = _with(data, place, value)
            elif part.filename == BOOK:
                data = _worked_out_anew(data)
            kept = zipfile.ZipInfo(part.filename)
            filled_in.writestr(kept, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def place_of(text: str) -> str:
    """A cell's address as workbooks write it. Raises InputRefused for what is none."""
    place = text.strip().upper().replace("$", "")
    if not PLACE.fullmatch(place):
        raise InputRefused(Fault("cells", "invalid", f"“{text}”不是单元格，应形如 B5"))
    return place


def _with(data: bytes, place: str, value: str | int | Decimal | None) -> bytes:
    letters, number = (it.encode() for it in (PLACE.fullmatch(place) or [""]).groups())  # type: ignore[union-attr] # checked by place_of
    rows = list(ROW.finditer(data))
    row = next((it for it in rows if it[1] == number), None)
    if row is None:
        after = [it for it in rows if int(it[1]) > int(number)]
        fresh = b'<row r="%s">%s</row>' % (number, _cell(place, value, b""))
        if after:
            return data[: after[0].start()] + fresh + data[after[0].start() :]
        if b"<sheetData/>" in data:
            return data.replace(b"<sheetData/>", b"<sheetData>%s</sheetData>" % fresh, 1)
        return data.replace(b"</sheetData>", fresh + b"</sheetData>", 1)
    told = _row_with(row[0], letters, place, value)
    return data[: row.start()] + told + data[row.end() :]


def _row_with(row: bytes, letters: bytes, place: str, value: str | int | Decimal | None) -> bytes:
    if row.endswith(b"/>"):
        return row[:-2] + b">" + _cell(place, value, b"") + b"</row>"
    cells = list(CELL.finditer(row))
    cell = next((it for it in cells if it[1] == letters), None)
    if cell is not None:
        style = STYLE.search(cell[0].partition(b">")[0])
        fresh = _cell(place, value, style[0] if style else b"")
        return row[: cell.start()] + fresh + row[cell.end() :]
    after = [it for it in cells if _order(it[1]) > _order(letters)]
    at = after[0].start() if after else row.rindex(b"</row>")
    return row[:at] + _cell(place, value, b"") + row[at:]


def _order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _cell(place: str, value: str | int | Decimal | None, style: bytes) -> bytes:
    """A number as a number, anything else as text that is no formula."""
    head = b'<c r="%s"%s' % (place.encode(), b" " + style if style else b"")
    if value is None:
        return head + b"/>"
    if isinstance(value, int | Decimal):
        return head + b"><v>%s</v></c>" % str(value).encode()
    text = escape(UNPRINTABLE.sub("", value)).encode()
    return head + b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % text


def _worked_out_anew(data: bytes) -> bytes:
    """Formulas are worked out when the file is opened: what they came to was of other figures."""
    asked = b'<calcPr fullCalcOnLoad="1"/>'
    if b"<calcPr" in data:
        return re.sub(rb"<calcPr\b[^>]*?/>", asked, data, count=1)
    return data.replace(b"</workbook>", asked + b"</workbook>", 1)


def _read(data: bytes) -> ET.Element:
    """Parsed; a document that declares things of its own is none of an office's."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused("文件内容异常")
    return ET.fromstring(data)  # noqa: S314 - no declarations, see above


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _refused(detail: str) -> InputRefused:
    return InputRefused(Fault("file", "invalid", detail))
