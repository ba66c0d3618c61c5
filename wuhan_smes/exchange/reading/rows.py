"""From the rows of a table to lines for COPY: sheet, line, section, cells, values, faults.

The loop runs once per row of the longest list anybody has; nothing in it is called per cell unless
the cell is new or wrong.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from wuhan_smes.exchange.reading.binding import Binder
from wuhan_smes.exchange.reading.cells import UNSTORABLE, Cell, Row, column_letters, printed
from wuhan_smes.exchange.reading.columns import BAD, ValueColumn, as_json, escaped, quoted
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.spans_of_rows import closed_span
from wuhan_smes.exchange.reading.tables import Table

ROWS_A_PIECE: Final = 500
MOST_PRINTED: Final = 50_000
WIDEST: Final = 1 << 30
SHARED_AMOUNT: Final = "合并单元格的数字无法分到各行，请取消合并并逐行填写"


class Printed(dict[Cell, str]):
    """Cells that are no text, as text."""

    def __missing__(self, cell: Cell) -> str:
        if len(self) >= MOST_PRINTED:
            self.clear()
        text = self[cell] = printed(cell)
        return text


@dataclass(slots=True)
class Counts:
    """What came out of one table."""

    rows: int = 0
    faulty: int = 0
    by_field: Counter[str] = field(default_factory=Counter)


class TableRows:
    """One table with its columns, ready to be written."""

    def __init__(self, table: Table, binder: Binder) -> None:
        self.table, self.binder = table, binder
        self.columns = binder.columns(table)
        self.by_name = {column.field.name: column for column in self.columns}
        self.width = len(table.block.columns)
        # A text may have more cells in a row than its header has; a sheet has what it is wide.
        self.most = table.block.length if table.page.ragged else WIDEST
        self.shared = table.page.merged.shared
        self.counts = Counts()
        self._text = Printed()

    def lines(self) -> Iterator[bytes]:
        """Pieces of some hundred lines each."""
        section, constants, prefix = None, "", ("", "")
        columns, width, most = self.columns, self.width, self.most
        pick = _picker(columns)
        text_of, shared = self._text, self.shared
        lines: list[str] = []
        for number, row in self.table.rows():
            if self.table.section is not section:
                section = self.table.section
                prefix, constants = self._beginning(section)
            faults = "[]"
            if len(row) < width:
                row += [""] * (width - len(row))
            values = [column[cell] for column, cell in zip(columns, pick(row), strict=True)]
            if BAD in values or number - 1 in shared or len(row) > most:
                values, found = self._closer_look(number, row, values)
                if found is None:
                    continue
                if found:
                    faults = escaped(as_json(found))
                    self.counts.faulty += 1
            texts = [c if c.__class__ is str else text_of[c] for c in row]
            cells = f"[{','.join(map(quoted, texts))}]"
            if "\\" in cells:
                cells = _storable(cells, row)
            joined = ",".join(filter(None, values)) + constants
            if joined[:1] == ",":
                joined = joined[1:]
            lines.append(f"{prefix[0]}{number}{prefix[1]}{cells}\t{{{joined}}}\t{faults}\n")
            if len(lines) >= ROWS_A_PIECE:
                self.counts.rows += len(lines)
                yield "".join(lines).encode()
                lines.clear()
        self.counts.rows += len(lines)
        yield "".join(lines).encode()

    def _beginning(self, section: str) -> tuple[tuple[str, str], str]:
        """What is the same for all rows of a section."""
        text = UNSTORABLE.sub("", section).replace("\\", "\\\\")
        for sign, written in (("\t", " "), ("\n", " "), ("\r", " ")):
            text = text.replace(sign, written)
        constants = "".join(f",{piece}" for piece in self.binder.constants(self.table, section))
        return (f"{self.table.page.index}\t", f"\t{text}\t"), constants

    def _closer_look(
        self, number: int, row: Row, values: list[str]
    ) -> tuple[list[str], list[dict[str, str]] | None]:
        """The row's values without those that have a fault, and the faults; None for no row."""
        faults: list[dict[str, str]] = []
        shared = self.shared.get(number - 1, ())
        for at, column in enumerate(self.columns):
            cell = row[column.index]
            if column.numeric and column.index in shared and cell != "":
                faults.append(column.fault("merged_number", SHARED_AMOUNT))
                values[at] = ""
            elif values[at] is BAD:
                values[at], fault = self._bad(column, cell, row)
                if fault:
                    faults.append(fault)
        if not any(values) and not any(str(cell).strip() for cell in row):
            return values, None
        if any(str(cell).strip() for cell in row[self.most :]):
            faults.append(self._extra())
        self.counts.by_field.update(fault["field"] for fault in faults)
        return values, faults

    def _bad(self, column: ValueColumn, cell: Cell, row: Row) -> tuple[str, dict[str, str] | None]:
        if cell in column.open_spans:
            try:
                piece = closed_span(column, cell, row, self.by_name, self.binder.spec)
            except CellRefused as refused:
                return "", column.fault(refused.code, refused.detail)
            if piece:
                return piece, None
        return "", column.fault_of(cell)

    def _extra(self) -> dict[str, str]:
        detail = "本行的列数多于表头，请检查是否有多余的分隔符，或内容中的分隔符没有加引号"
        column = column_letters(self.width)
        return {"column": column, "field": "", "code": "extra_cells", "detail": detail}


def _picker(columns: list[ValueColumn]) -> Any:
    """Takes the cells of the mapped columns out of a row, in C."""
    indexes = [column.index for column in columns]
    if len(indexes) == 1:
        only = indexes[0]
        return lambda row: (row[only],)
    return itemgetter(*indexes) if indexes else lambda row: ()


def _storable(cells: str, row: Row) -> str:
    """JSON that COPY and PostgreSQL take: no NUL, backslashes doubled."""
    if "\\u0000" in cells:
        cells = as_json([UNSTORABLE.sub("", printed(cell)) for cell in row])
    return escaped(cells)
