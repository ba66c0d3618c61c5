"""Just enough of the old .xls format (BIFF8 in a compound file) to hand the reader one."""

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
DATE_FORMAT = 14


# Says that all that follows is enciphered, with which key and salt.
LOCKED = struct.pack("<HHHH", 0x2F, 6, 0, 0) + b"salt"


def old_workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    since_1904: bool = False,
    hidden: bool = False,
    locked: bool = False,
) -> Path:
    """One sheet; text cells are LABEL records, numbers NUMBER, True and False BOOLERR."""
    stream = _stream(rows, since_1904, hidden)
    path.write_bytes(compound("Workbook", stream[:20] + LOCKED + stream[20:] if locked else stream))
    return path


def compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream."""
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    sectors = len(content) // SECTOR
    fats = -(-(sectors + 1) // (SECTOR // 4 - 1))
    chain = [FAT_SECTOR] * fats + [END_OF_CHAIN]
    first = fats + 1
    chain += [first + i + 1 for i in range(sectors - 1)] + [END_OF_CHAIN]
    chain += [FREE] * (fats * SECTOR // 4 - len(chain))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    entries = _entry("Root Entry", 5, 1, END_OF_CHAIN, 0) + _entry(
        name, 2, FREE, first, len(content)
    )
    directory = entries.ljust(SECTOR, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", FREE, FREE, child) + bytes(16 + 4 + 16)
    return entry + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _stream(rows: Sequence[Sequence[object]], since_1904: bool, hidden: bool) -> bytes:
    begin = struct.pack("<HHHHII", 0x600, 0x5, 0x0DBB, 0x07CC, 0x41, 0x6)
    xf = struct.pack("<HHHBBIIH", 0, DATE_FORMAT, 0, 0, 0, 0, 0, 0)
    opening = _record(0x809, begin) + _record(0x42, struct.pack("<H", 1200))
    opening += _record(0x22, struct.pack("<H", int(since_1904)))
    opening += _record(0xE0, xf.replace(struct.pack("<H", DATE_FORMAT), b"\0\0", 1))
    opening += _record(0xE0, xf)
    for number, code in ((9, ""), (180, "0.0%;-0.0%")):
        opening += _record(0x41E, struct.pack("<H", number) + _text(code)) if code else b""
        opening += _record(0xE0, struct.pack("<HHHBBIIH", 0, number, 0, 0, 0, 0, 0, 0))
    bound = 4 + 4 + 2 + len(_text("名单", "<B"))
    start = len(opening) + bound + 4
    opening += _record(0x85, struct.pack("<IBB", start, int(hidden), 0) + _text("名单", "<B"))
    opening += _record(0x0A)
    sheet = _record(0x809, begin.replace(struct.pack("<H", 5), struct.pack("<H", 0x10), 1))
    width = max(len(row) for row in rows)
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet += _cell(line, column, cell)
    return opening + sheet + _record(0x0A)


def _cell(line: int, column: int, cell: object) -> bytes:
    place = struct.pack("<HHH", line, column, 0)
    if cell is None:
        return b""
    if isinstance(cell, bool):
        return _record(0x205, place + struct.pack("<BB", int(cell), 0))
    if isinstance(cell, int | float):
        return _record(0x203, place + struct.pack("<d", cell))
    if isinstance(cell, Day):
        return _record(0x203, struct.pack("<HHHd", line, column, 1, cell.serial))
    if isinstance(cell, Percent):
        if cell.several:
            cells = b"".join(struct.pack("<HI", 3, cell.share << 2 | 3) for _ in range(2))
            return _record(
                0xBD, struct.pack("<HH", line, column) + cells + struct.pack("<H", column + 1)
            )
        return _record(0x203, struct.pack("<HHHd", line, column, 2, cell.share / 100))
    if isinstance(cell, Wrong):
        return _record(0x205, place + struct.pack("<BB", 0x07, 1))
    return _record(0x204, place + _text(str(cell)))


class Day:
    """A day as a number with a date format."""

    def __init__(self, serial: float) -> None:
        self.serial = serial


class Percent:
    """A share in hundredths shown as a percentage; `several`: it fills two cells of one record."""

    def __init__(self, share: int, *, several: bool = False) -> None:
        self.share, self.several = share, several


class Wrong:
    """The error value #DIV/0!."""
