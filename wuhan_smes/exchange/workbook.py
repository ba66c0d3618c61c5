"""The workbook of questions: rows nobody could use as they are, to be corrected and handed in.

It repeats what stood above the header, the headers in their order and each cell as it was printed,
as text. Bad cells are coloured and say why; two more columns, which no import reads, say what is
wrong and where the row came from. Numbers of people are whole for whoever may see them whole, so
that the workbook can come back; masked ones would be refused.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.shown.imports import visible
from wuhan_smes.exchange.shown.layout import Table, letters, tables_of
from wuhan_smes.exchange.shown.rows import Line, Rows
from wuhan_smes.exchange.shown.veil import veiled
from wuhan_smes.exchange.shown.words import Words
from wuhan_smes.reporting.cells import harmless
from wuhan_smes.reporting.long_xlsx import stream_xlsx
from wuhan_smes.reporting.run import Made
from wuhan_smes.scope import scoped

WHY, WHERE = "问题说明", "原位置"
# Headers of ours: the engine passes over them when the workbook comes back.
ADDED: Final = (WHY, WHERE)
FORMATTED_AT_MOST: Final = 50_000
COMMENTS_AT_MOST: Final = 5_000
CHUNK: Final = 2_000
NARROWEST, WIDEST, WIDE = 10, 36, 50
FORBIDDEN: Final = str.maketrans("[]:*?/\\", "（）：＊？／＼")


def errors_book(import_: Import, *, access: Access, at: datetime) -> Made:
    """The rows left over, as a file. That somebody took it is kept in the trail."""
    left = ImportRow.objects.filter(of=import_).left_over()
    count, whole = left.count(), may_see_whole(import_, access)
    name = f"{import_.file_name.rpartition('.')[0] or import_.file_name}-问题行"
    changes = {"rows": count, "numbers": "whole" if whole else "masked"}
    trail.record("import.errors_taken", import_, access=access, at=at, changes=changes)
    rows = Rows(import_, access, Words.whole(import_, access) if whole else None)
    return Made(name, "xlsx", _formatted(rows) if count <= FORMATTED_AT_MOST else _streamed(rows))


def may_see_whole(import_: Import, access: Access) -> bool:
    """Whoever handed the file in has its numbers already; others, who may reveal them there."""
    if import_.actor_id is not None and import_.actor_id == access.actor_id:
        return True
    reveal = Capability.CONTACT_REVEAL
    return access.holds(reveal) and access.reach(reveal).covers(import_.jurisdiction_id)


def why_of(line: Line) -> str:
    """What a person has to do about the row, in one cell."""
    told = [f"{problem.place}：{problem.detail}" for problem in line.problems]
    if line.row.verdict == Verdict.CONFLICT:
        pairs = [f"{c.label}：登记簿为“{c.before}”，文件为“{c.after}”" for c in line.changes]
        told += [f"与更可靠的来源不一致，{pair}" for pair in pairs]
    if not told and line.row.verdict == Verdict.DOUBTFUL:
        told = ["不能确定是哪一家企业，请补充统一社会信用代码"]
    return "；".join(told)


def where_of(import_: Import, line: Line) -> str:
    return f"{import_.number} {line.place}"


def _formatted(rows: Rows) -> bytes:
    out, import_ = io.BytesIO(), rows.import_
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    tables = (veiled(table, rows.words) for table in tables_of(import_))
    pages = _Pages(book, {table.sheet: table for table in tables})
    for row in _left_over(import_):
        line = rows.line(row)
        pages.add(line, rows.cells(row), [why_of(line), where_of(import_, line)])
    pages.finish()
    book.close()
    return out.getvalue()


class _Pages:
    """The sheets of the workbook, one for each sheet of the file that has rows left."""

    def __init__(self, book: Any, tables: dict[int, Table]) -> None:
        self.book, self.tables = book, tables
        self.open: dict[int, tuple[Any, int, str]] = {}
        self.comments = 0
        text = {"num_format": "@", "valign": "top"}
        self.text = book.add_format(text)
        self.bad = book.add_format(text | {"bg_color": "#FDECEB", "font_color": "#A3211B"})
        self.note = book.add_format(text | {"text_wrap": True, "font_color": "#A3211B"})
        head = {"bold": True, "bg_color": "#EEF2F7", "border": 1, "text_wrap": True}
        self.head = book.add_format(head)
        self.added = book.add_format(head | {"bg_color": "#FFF5DF"})

    def add(self, line: Line, cells: Sequence[str], added: Sequence[str]) -> None:
        sheet = line.row.sheet
        page, at, section = self.open.get(sheet) or self._opened(sheet, line.sheet)
        if line.row.section and line.row.section != section:
            page.write_string(at, 0, harmless(line.row.section), self.text)
            at += 1
        width = self._width(sheet, len(cells))
        wrong = {problem.column: problem for problem in line.problems}
        for index, letter in enumerate(_letters(width)):
            cell = cells[index] if index < len(cells) else ""
            problem = wrong.get(letter)
            page.write_string(at, index, harmless(cell), self.bad if problem else self.text)
            if problem and self.comments < COMMENTS_AT_MOST:
                page.write_comment(at, index, problem.detail, {"x_scale": 1.6})
                self.comments += 1
        for index, text in enumerate(added, start=width):
            page.write_string(at, index, harmless(text), self.note)
        self.open[sheet] = (page, at + 1, line.row.section)

    def finish(self) -> None:
        """A workbook has a sheet even when no row is left."""
        if not self.open:
            self.book.add_worksheet("问题行").write_string(0, 0, "没有问题行", self.text)

    def _opened(self, sheet: int, name: str) -> tuple[Any, int, str]:
        taken = f"{sheet + 1}_" if len(self.tables) > 1 else ""
        page = self.book.add_worksheet(f"{taken}{name}".translate(FORBIDDEN)[:31])
        table = self.tables.get(sheet)
        at = 0
        for note in table.notes if table else ():
            page.write_string(at, 0, harmless(note), self.text)
            at += 1
        width = self._width(sheet, 0)
        for header in table.headers if table else ():
            page.write_string(at, header.index, harmless(header.text), self.head)
            longest = max(len(text) for text in (header.text, *header.samples)) * 2
            page.set_column(header.index, header.index, min(max(longest, NARROWEST), WIDEST))
        for index, text in enumerate(ADDED, start=width):
            page.write_string(at, index, text, self.added)
        page.set_column(width, width + 1, WIDE)
        page.freeze_panes(at + 1, 0)
        return page, at + 1, ""

    def _width(self, sheet: int, cells: int) -> int:
        """How many columns come before ours: those of the header, whatever lies beside it."""
        table = self.tables.get(sheet)
        if table and table.headers:
            return max(header.index for header in table.headers) + 1
        return cells


def _streamed(rows: Rows) -> Iterator[bytes]:
    """Too many for formats: one plain sheet, columns by the words of their headers."""
    import_, access = rows.import_, rows.access
    headers: dict[str, None] = {}
    of_sheet: dict[int, dict[int, str]] = {}
    for table in tables_of(import_):
        of_sheet[table.sheet] = {header.index: header.text for header in table.headers}
        headers.update(dict.fromkeys(header.text for header in table.headers))

    def lines() -> Iterable[list[str]]:
        for row in _left_over(import_):
            line, cells = rows.line(row), rows.cells(row)
            named = of_sheet.get(row.sheet, {})
            printed = {named.get(index, ""): cell for index, cell in enumerate(cells)}
            found = [printed.get(text, "") for text in headers]
            yield [*found, why_of(line), where_of(import_, line)]

    widths = [NARROWEST * 2] * len(headers) + [WIDE, WIDE]
    with scoped(access):
        if visible(access).filter(pk=import_.pk).exists():
            yield from stream_xlsx("问题行", [*headers, *ADDED], widths, lines())


def _left_over(import_: Import) -> Iterator[ImportRow]:
    rows = ImportRow.objects.filter(of=import_).left_over().order_by("sheet", "line")
    return rows.iterator(chunk_size=CHUNK)


def _letters(width: int) -> Iterator[str]:
    return (letters(index) for index in range(width))
