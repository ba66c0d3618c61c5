"""What calamine does not tell of an .xls: whether its days count from 1904."""

from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.archive import Sheets

BEGIN: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
DATE_MODE: Final = 0x22
END: Final = 0x0A
MOST_RECORDS: Final = 5000


def guard_biff(path: Path) -> Sheets:
    """Walk the records of the workbook's globals as far as they lie in one piece."""
    content = path.read_bytes()
    at = content.find(BEGIN)
    seen = Sheets()
    for _ in range(MOST_RECORDS):
        if at < 0 or at + 4 > len(content):
            break
        kind = int.from_bytes(content[at : at + 2], "little")
        length = int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == DATE_MODE and length == 2:
            seen.since_1904 = content[at + 4] == 1
            break
        if kind == END:
            break
        at += 4 + length
    return seen
