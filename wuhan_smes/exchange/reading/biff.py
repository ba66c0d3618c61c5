"""What calamine does not tell of an .xls: days counted from 1904, cells with an error value,
numbers shown as percentages, and a password of the older kind.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.compound import workbook_stream
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.worksheet_scan import Sheets

DATE_MODE: Final = 0x22
BOUND_SHEET: Final = 0x85
BEGIN: Final = 0x809
FILE_PASS: Final = 0x2F
FORMULA: Final = 0x06
FORMAT: Final = 0x41E
CELL_FORMAT: Final = 0xE0
NUMBERS: Final = frozenset({0x203, 0x27E, FORMULA})
ROW_OF_NUMBERS: Final = 0xBD
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
    """Walks the records once. Sheets go by "#" and their place in the workbook.

    Raises Unreadable for an enciphered one: what follows would be read as nonsense.
    """
    seen = Sheets()
    starts: list[int] = []
    sheet = ""
    formats = Formats()
    for at, kind, body in _records(workbook_stream(path.read_bytes())):
        if kind == DATE_MODE and body:
            seen.since_1904 = body[0] == 1
        elif kind == FILE_PASS and not sheet:
            raise Unreadable("password", "工作簿设有密码，请在 Excel 中取消密码后再上传")
        elif kind == BOUND_SHEET and len(body) >= 4:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == BEGIN:
            sheet = f"#{starts.index(at)}" if at in starts else ""
        elif not sheet:
            formats.note(kind, body)
        elif text := _error(kind, body):
            row, column = struct.unpack_from("<HH", body)
            seen.special.setdefault(sheet, {}).setdefault(row, {})[column] = text
        else:
            for row, column in formats.percentages(kind, body):
                seen.special.setdefault(sheet, {}).setdefault(row, {})[column] = ""
    return seen


class Formats:
    """Which formats of a workbook show a number as a percentage."""

    def __init__(self) -> None:
        self._codes = {9, 10}  # 0% and 0.00% have numbers of their own
        self._percent: set[int] = set()
        self._known = 0

    def note(self, kind: int, body: bytes) -> None:
        """A record before the first sheet: what formats there are, and which cells may have."""
        if kind == FORMAT and len(body) > 2 and b"%" in body[2:]:
            self._codes.add(struct.unpack_from("<H", body)[0])
        elif kind == CELL_FORMAT and len(body) >= 4:
            if struct.unpack_from("<H", body, 2)[0] in self._codes:
                self._percent.add(self._known)
            self._known += 1

    def percentages(self, kind: int, body: bytes) -> Iterator[tuple[int, int]]:
        """The places of a record's numbers that are shown so."""
        if not self._percent:
            return
        if kind in NUMBERS and len(body) >= 10:
            row, column, style = struct.unpack_from("<HHH", body)
            if style in self._percent:
                yield row, column
        elif kind == ROW_OF_NUMBERS and len(body) >= 6:
            row, first = struct.unpack_from("<HH", body)
            for at in range((len(body) - 6) // 6):
                if struct.unpack_from("<H", body, 4 + 6 * at)[0] in self._percent:
                    yield row, first + at


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
