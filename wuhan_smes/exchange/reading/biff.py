"""What calamine does not tell of an .xls: days counted from 1904, and cells with an error value."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.compound import workbook_stream
from wuhan_smes.exchange.reading.worksheet_scan import Sheets

DATE_MODE: Final = 0x22
BOUND_SHEET: Final = 0x85
BEGIN: Final = 0x809
FORMULA: Final = 0x06
BOOLEAN_OR_ERROR: Final = 0x205
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def guard_biff(path: Path) -> Sheets:
    """Walks the records once. Sheets go by "#" and their place in the workbook."""
    seen = Sheets()
    starts: list[int] = []
    sheet = ""
    for at, kind, body in _records(workbook_stream(path.read_bytes())):
        if kind == DATE_MODE and body:
            seen.since_1904 = body[0] == 1
        elif kind == BOUND_SHEET and len(body) >= 4:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == BEGIN:
            sheet = f"#{starts.index(at)}" if at in starts else ""
        elif sheet and (text := _error(kind, body)):
            row, column = struct.unpack_from("<HH", body)
            seen.special.setdefault(sheet, {}).setdefault(row, {})[column] = text
    return seen


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Position, kind and body of each record."""
    at, end = 0, len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _error(kind: int, body: bytes) -> str:
    """The error value a cell shows, if it shows one."""
    if kind == BOOLEAN_OR_ERROR and len(body) >= 8 and body[7] == 1:
        return ERRORS.get(body[6], "#N/A")
    if kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return ERRORS.get(body[8], "#N/A")
    return ""
