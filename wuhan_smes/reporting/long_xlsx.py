"""A streaming writer for long lists: a million rows in little memory, codes always text cells.

Formatted reports use sheet.py; this one writes plain sheets with a frozen heading and nothing
that would need the rows twice. What one sheet cannot hold goes on to the next.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import RawIOBase
from itertools import chain, islice
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from wuhan_smes.reporting.cells import FORMULA_STARTS, INCOMPLETE, Cell, as_text, harmless
from wuhan_smes.reporting.tally import Tally
from wuhan_smes.reporting.workbook import opening, parts, path_of

EPOCH: Final = date(1899, 12, 30).toordinal()
ROWS_A_WRITE: Final = 500
# Limits of the format: rows of a sheet without its heading, characters of a cell.
MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767
TEXT: Final = 3
HEADING: Final = 2
# Text without any of these goes into a cell as it is.
SPECIAL: Final = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]").search
STARTS: Final = frozenset(f"'\n{FORMULA_STARTS}")


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
    name: str,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Cell]],
    tally: Tally | None = None,
) -> Iterator[bytes]:
    """The bytes of a workbook as its rows arrive.

    Where reading the rows fails, the last line says that the file is incomplete, the workbook is
    closed so that it can be opened, and the failure is raised.
    """
    pipe, source, number = Pipe(), Source(rows), 0
    counted = tally or Tally()
    heading = "".join(_text(it, HEADING) for it in headings)
    beginning = f"{opening(widths)}<row>{heading}</row>".encode()
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=1) as book:
        page: Iterator[Sequence[Cell]] = islice(source, MOST_ROWS)
        while True:
            number += 1
            with book.open(path_of(number), "w", force_zip64=True) as sheet:
                sheet.write(beginning)
                yield pipe.taken()
                while lines := [_row(row) for row in islice(page, ROWS_A_WRITE)]:
                    sheet.write("".join(lines).encode())
                    counted.rows += len(lines)
                    yield pipe.taken()
                sheet.write(b"</sheetData></worksheet>")
            following = next(source, None)
            if following is None:
                break
            page = chain([following], islice(source, MOST_ROWS - 1))
        for path, text in parts(name, number):
            book.writestr(path, text)
    yield pipe.taken()
    if source.failure is not None:
        raise source.failure


class Source(Iterator[Sequence[Cell]]):
    """Rows as they are read; a failure is kept, and the last row says that more should follow."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows = iter(rows)
        self.failure: Exception | None = None

    def __next__(self) -> Sequence[Cell]:
        if self.failure is not None:
            raise StopIteration
        try:
            return next(self._rows)
        except StopIteration:
            raise
        except Exception as failure:
            self.failure = failure
            return [INCOMPLETE]


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join([_cell(value) for value in cells])}</row>"


def _cell(value: Any) -> str:
    """The common kinds first: this runs for every cell of a million rows."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None:
        return "<c/>"
    if kind is int or kind is Decimal or kind is float:
        return f"<c><v>{value}</v></c>"
    if kind is date:
        return f'<c s="1"><v>{value.toordinal() - EPOCH}</v></c>'
    if kind is bool:
        return _text("是" if value else "否")
    if isinstance(value, str | datetime):
        return _text(value if isinstance(value, str) else as_text(value))
    raise TypeError(kind.__name__)


def _text(text: str, style: int = TEXT) -> str:
    if not text:
        return "<c/>"
    if SPECIAL(text) or text[0] in STARTS or len(text) > MOST_CHARACTERS:
        text = escape(harmless(text)[:MOST_CHARACTERS])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
