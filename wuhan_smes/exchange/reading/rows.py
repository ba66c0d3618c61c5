"""From the rows of a table to lines for COPY: sheet, line, section, cells, values, faults.

Rows are taken some hundred at a time and worked on column by column, so that nothing is called for
a cell unless it is new or wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from wuhan_smes.exchange.reading.binding import Binder
from wuhan_smes.exchange.reading.cells import UNSTORABLE, Cell, Row, column_letters, printed
from wuhan_smes.exchange.reading.columns import BAD, ValueColumn, as_json, escaped, quoted
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.spans_of_rows import closed_span
from wuhan_smes.exchange.reading.tables import Table

ROWS_A_BATCH: Final = 400
JUDGED_AFTER: Final = 2000
SHARED_AMOUNT: Final = "合并单元格的数字无法分到各行，请取消合并并逐行填写"
ONLY_TEXT: Final = {str}
Fault = dict[str, str]


@dataclass(slots=True)
class Counts:
    """What came out of one table."""

    rows: int = 0
    faulty: int = 0


@dataclass(slots=True)
class Batch:
    """Some rows of one section, with their line numbers."""

    section: str
    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


class TableRows:
    """One table with its columns, ready to be written."""

    def __init__(self, table: Table, binder: Binder) -> None:
        self.table, self.binder = table, binder
        self.columns = binder.columns(table)
        self.by_name = {column.field.name: column for column in self.columns}
        self.width = len(table.block.columns)
        self.shared = table.page.merged.shared
        self.counts = Counts()

    def lines(self) -> Iterator[bytes]:
        """Pieces of some hundred lines each."""
        for batch in self._batches():
            yield self._written(batch)
            if self.counts.rows >= JUDGED_AFTER and batch.numbers[0] - 1 <= JUDGED_AFTER:
                for column in self.columns:
                    column.judge(self.counts.rows)

    def _batches(self) -> Iterator[Batch]:
        batch = Batch(self.table.section)
        numbers, rows = batch.numbers, batch.rows
        for number, row in self.table.rows():
            if len(rows) >= ROWS_A_BATCH or self.table.section is not batch.section:
                if rows:
                    yield batch
                batch = Batch(self.table.section)
                numbers, rows = batch.numbers, batch.rows
            numbers.append(number)
            rows.append(row)
        if rows:
            yield batch

    def _written(self, batch: Batch) -> bytes:
        """The lines of a batch."""
        faults = self._evened(batch)
        by_column = list(zip(*batch.rows, strict=True))
        values = [list(map(column.look_up, by_column[column.index])) for column in self.columns]
        suspects = {at for pieces in values if BAD in pieces for at in _places(pieces)}
        if self.shared:
            suspects |= {at for at, line in enumerate(batch.numbers) if line - 1 in self.shared}
        for at in suspects:
            if found := self._closer_look(at, batch, values):
                faults[at] = [*found, *faults.get(at, ())]
        constants = self.binder.constants(self.table, batch.section)
        values += [[piece] * len(batch.rows) for piece in constants or [""]]
        pieces = [",".join(filter(None, row)) for row in zip(*values, strict=True)]
        said = ["[]"] * len(batch.rows)
        for at, found in faults.items():
            said[at] = escaped(as_json(found))
        before, after = f"{self.table.page.index}\t", f"\t{_section(batch.section)}\t"
        lines = [
            f"{before}{number}{after}{cells}\t{{{row}}}\t{fault}\n"
            for number, cells, row, fault in zip(
                batch.numbers, _cells(by_column), pieces, said, strict=True
            )
        ]
        for at in sorted((at for at in suspects if _is_blank(batch.rows[at])), reverse=True):
            del lines[at]
            faults.pop(at, None)
        self.counts.rows += len(lines)
        self.counts.faulty += len(faults)
        return "".join(lines).encode()

    def _evened(self, batch: Batch) -> dict[int, list[Fault]]:
        """Makes all rows of a text equally long; those longer than the header are faulty."""
        rows, cut = batch.rows, self.table.block.cut
        if cut:
            for row in rows:
                del row[cut:]
        longest = max(map(len, rows))
        if not self.table.page.ragged:
            return {}
        width, most = max(longest, self.width), max(self.table.block.length, self.width)
        for row in rows:
            if len(row) < width:
                row += [""] * (width - len(row))
        if longest <= most:
            return {}
        fault = {
            "column": column_letters(most),
            "field": "",
            "code": "extra_cells",
            "detail": "本行的列数多于表头，请检查是否有多余的分隔符，或内容中的分隔符没有加引号",
        }
        return {at: [fault] for at, row in enumerate(rows) if not _is_blank(row[most:])}

    def _closer_look(self, at: int, batch: Batch, values: list[list[str]]) -> list[Fault]:
        """The faults of one row; its values lose what is faulty."""
        row, faults = batch.rows[at], list[Fault]()
        shared = self.shared.get(batch.numbers[at] - 1, ())
        for column, pieces in zip(self.columns, values, strict=True):
            cell = row[column.index]
            if column.numeric and column.index in shared and cell != "":
                faults.append(column.fault("merged_number", SHARED_AMOUNT))
                pieces[at] = ""
            elif pieces[at] is BAD:
                pieces[at], fault = self._bad(column, cell, row)
                faults += [fault] if fault else []
        return faults

    def _bad(self, column: ValueColumn, cell: Cell, row: Row) -> tuple[str, Fault | None]:
        """What a faulty cell still gives with the help of its row, or why it is faulty."""
        span = column.open_span(cell)
        if span is None:
            return "", column.fault_of(cell)
        try:
            piece = closed_span(column, span, row, self.by_name, self.binder.spec)
        except CellRefused as refused:
            return "", column.fault(refused.code, refused.detail)
        return (piece, None) if piece else ("", column.fault_of(cell))


def _cells(by_column: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The cells of each row as printed, as a JSON list ready for COPY."""
    texts: list[Sequence[Any]] = [
        cells if set(map(type, cells)) == ONLY_TEXT else list(map(printed, cells))
        for cells in by_column
    ]
    lines = _listed(texts)
    if not any("\\" in line for line in lines):
        return lines
    if any("\\u0000" in line for line in lines):
        lines = _listed([[UNSTORABLE.sub("", text) for text in column] for column in texts])
    return [escaped(line) for line in lines]


def _listed(texts: Sequence[Sequence[str]]) -> list[str]:
    quotes = [map(quoted, column) for column in texts]
    return [f"[{line}]" for line in map(",".join, zip(*quotes, strict=True))]


def _places(pieces: Sequence[str]) -> list[int]:
    return [at for at, piece in enumerate(pieces) if piece is BAD]


def _is_blank(cells: Sequence[Cell]) -> bool:
    return not any(str(cell).strip() for cell in cells)


def _section(text: str) -> str:
    """A section as COPY takes it: one line, backslashes doubled."""
    return escaped(" ".join(UNSTORABLE.sub("", text).split()))
