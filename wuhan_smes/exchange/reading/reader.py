"""Reading a whole file: lines for COPY as they come, totals at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wuhan_smes.exchange.reading.binding import Binder
from wuhan_smes.exchange.reading.books import open_book, read_pages
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.headers import HeaderWords
from wuhan_smes.exchange.reading.pages import Page
from wuhan_smes.exchange.reading.rows import TableRows
from wuhan_smes.exchange.reading.spec import Spec
from wuhan_smes.exchange.reading.tables import Table, Walk


@dataclass(slots=True)
class Reading:
    """One file being read. `totals` are known when `lines` has ended."""

    spec: Spec
    totals: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> Iterator[bytes]:
        """Lines for COPY: sheet, line, section, cells, values, faults. Raises Unreadable."""
        book = open_book(self.spec)
        binder, words = Binder(self.spec), HeaderWords(self.spec.fields)
        sheets: list[dict[str, Any]] = []
        self.totals = {"rows": 0, "faulty": 0, "sheets": sheets}
        tables = 0
        for page in read_pages(book, self.spec):
            about: dict[str, Any] = {"index": page.index, "name": page.name}
            about |= {"rows": 0, "faulty": 0, "left_out": []}
            sheets.append(about)
            for table in Walk(page, words).tables():
                tables += 1
                yield from self._table(page, table, binder, about)
        if not tables:
            raise Unreadable("no_table", "文件里没有找到表格，请确认表头占一行并写明列名")

    def _table(
        self, page: Page, table: Table, binder: Binder, about: dict[str, Any]
    ) -> Iterator[bytes]:
        if binder.leaves_out(table):
            return
        _require_fields(page, table, binder)
        rows = TableRows(table, binder)
        yield from rows.lines()
        for key, value in (("rows", rows.counts.rows), ("faulty", rows.counts.faulty)):
            about[key] += value
            self.totals[key] += value
        about["left_out"] += [
            {"line": one.line, "why": one.why.value, "text": one.text} for one in table.left_out
        ]


def _require_fields(page: Page, table: Table, binder: Binder) -> None:
    """A table that lacks a required column is refused as a whole, before any of its rows."""
    missing = [f"“{one.label}”" for one in binder.missing(table)]
    if nameless := binder.nameless(table):
        missing.append("或".join(f"“{one.label}”" for one in nameless))
    if not missing:
        return
    labels = "、".join(missing)
    where = f"工作表“{page.name}”第{table.header_line}行的表头"
    raise Unreadable(
        "column_missing",
        f"{where}缺少{labels}列：请补上该列，或在列对应中指定；与上方不同的表格请拆成单独的工作表",
    )
