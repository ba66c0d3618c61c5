"""Compound files (OLE): the one stream of an .xls that holds the workbook."""

import struct
from collections.abc import Sequence
from typing import Final

NAMES: Final = ("Workbook", "Book")
HEADER: Final = 512
ENTRY: Final = 128
LAST: Final = 0xFFFFFFFA
MOST_SECTORS: Final = 500_000


def workbook_stream(content: bytes) -> bytes:
    """The bytes of the workbook, or nothing where the file is not laid out as it should be."""
    try:
        return _workbook_stream(content)
    except (struct.error, IndexError, UnicodeDecodeError):
        return b""


def _workbook_stream(content: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in {512, 4096}:
        return b""
    _, first_directory = struct.unpack_from("<II", content, 44)
    tables = [at for at in _table_sectors(content, size) if at < LAST]
    chain = [one for at in tables for one in _numbers(_sector(content, at, size))]
    directory = _chained(content, chain, first_directory, size)
    for at in range(0, len(directory) - ENTRY + 1, ENTRY):
        entry = directory[at : at + ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(length - 2, 0)].decode("utf-16-le") in NAMES:
            start, total = struct.unpack_from("<II", entry, 116)
            return _chained(content, chain, start, size)[:total]
    return b""


def _table_sectors(content: bytes, size: int) -> list[int]:
    """Where the allocation table lies: listed in the header, and on from there in long files."""
    found = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    for _ in range(MOST_SECTORS // size):
        if following >= LAST:
            break
        numbers = _numbers(_sector(content, following, size))
        found += numbers[:-1]
        following = numbers[-1]
    return found


def _chained(content: bytes, chain: Sequence[int], at: int, size: int) -> bytes:
    pieces: list[bytes] = []
    while at < LAST and len(pieces) < MOST_SECTORS:
        pieces.append(_sector(content, at, size))
        at = chain[at]
    return b"".join(pieces)


def _sector(content: bytes, at: int, size: int) -> bytes:
    start = max(HEADER, size) + at * size
    return content[start : start + size]


def _numbers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))
