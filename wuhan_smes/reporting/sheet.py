"""A table as a bureau hands it in: 填报单位, 单位, as-of line, totals that equal their rows."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

import xlsxwriter

from wuhan_smes.reporting.cells import NONE, Cell, Gap, as_text, harmless

FONT: Final = "仿宋_GB2312"
HEAD_FONT: Final = "黑体"
WIDEST: Final = 60
LINE_HEIGHT: Final = 16
# Of the rows below an annex, which are signed by hand; and how the word 附件 stands above it.
ROOMY: Final = 24
MARK: Final = {"font_name": HEAD_FONT, "font_size": 16}
NUMBERS: Final = {"count": "#,##0", "money": "#,##0.00"}
# A workbook names the moment it was made; one that is to be the same bytes again names this one.
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is text, word, count, money (to the cent) or date; counts and money are added up in
    the total row, codes stay text.

    A word comes from a closed vocabulary or is of our own making: nobody can hide a formula in it.
    """

    key: str
    label: str
    kind: str = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finished table. `total_label` empty means the table has no total row.

    `number` is what a report is cited by; `keys` name the rows for programs, where a row's first
    cell names it for people. A row of a unit that has not reported stands with gaps, and the
    total is that of the others. `annex` is how a table is called that belongs to a paper (附件): it
    is printed lying, with the word above its title.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    reporting_unit: str
    as_of: str
    unit: str = "家"
    total_label: str = "合计"
    prepared_by: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    totals: Sequence[Cell] | None = None
    keys: Sequence[str] = field(default_factory=tuple)
    number: str = ""
    annex: str = ""

    def total_row(self) -> list[Cell]:
        """Sums of the rows shown; given totals (of overlapping rows) are used as they are."""
        if self.totals is not None:
            return list(self.totals)
        row: list[Cell] = [self.total_label]
        for index, column in enumerate(self.columns[1:], start=1):
            if column.kind not in NUMBERS:
                row.append(None)
                continue
            reported = [r[index] for r in self.rows if not isinstance(r[index], Gap)]
            known = [value for value in reported if isinstance(value, int | Decimal)]
            row.append(sum(known) if len(known) == len(reported) else None)
        return row


def to_xlsx(sheet: Sheet) -> bytes:
    """The sheet as a formatted workbook, ready to print and stamp. Codes are text cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": sheet.title, "author": sheet.reporting_unit, "created": MADE})
    page = book.add_worksheet(
        sheet.title[:31].translate(str.maketrans("[]:*?/\\", "（）：＊？／＼"))
    )
    base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    cell = base | {"border": 1}
    plain = book.add_format(base)
    right = book.add_format(base | {"align": "right"})
    title = book.add_format({"font_name": "方正小标宋简体", "font_size": 18, "align": "center"})
    head = book.add_format(
        cell | {"font_name": HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": "#EEF2F7"}
    )
    text = book.add_format(cell | {"num_format": "@", "text_wrap": True})
    kinds = {
        "text": text,
        "word": text,
        **{
            kind: book.add_format(cell | {"num_format": number, "align": "right"})
            for kind, number in NUMBERS.items()
        },
        "date": book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "center"}),
    }
    bold = {kind: book.add_format(_total_style(cell, kind)) for kind in kinds}
    last = len(sheet.columns) - 1
    top = 1 if sheet.annex else 0
    if sheet.annex:
        page.write_string(0, 0, sheet.annex, book.add_format(base | MARK))
        page.set_row(0, 24)
    page.merge_range(top, 0, top, last, sheet.title, title) if last else page.write(
        top, 0, sheet.title, title
    )
    page.set_row(top, 30)
    page.write_string(top + 1, 0, f"填报单位：{harmless(sheet.reporting_unit)}", plain)
    page.write_string(top + 1, last, f"单位：{sheet.unit}", right)
    page.write_string(top + 2, 0, sheet.as_of, plain)
    if sheet.number:
        page.write_string(top + 2, last, f"编号：{sheet.number}", right)
    for index, column in enumerate(sheet.columns):
        page.write_string(top + 3, index, column.label, head)
        page.set_column(index, index, min(column.width, WIDEST))
    page.set_row(top + 3, 32)
    line = top + 4
    for row in sheet.rows:
        _write_row(page, line, row, sheet.columns, kinds)
        line += 1
    if sheet.total_label:
        _write_row(page, line, sheet.total_row(), sheet.columns, bold)
        if sheet.annex:
            page.set_row(line, ROOMY)
        line += 1
    for note in sheet.notes:
        _write_note(page, line, note, sheet.columns, book.add_format(base | {"text_wrap": True}))
        line += 1
    page.write_string(line, 0, f"制表人：{harmless(sheet.prepared_by)}", plain)
    page.write_string(line, max(last // 2, 1), "审核人：", plain)
    page.write_string(line, last, "填报日期：    年  月  日", right)
    if sheet.annex:
        page.set_row(line, ROOMY)
    page.freeze_panes(top + 4, 1)
    page.set_paper(9)
    page.set_landscape() if last > 6 or sheet.annex else page.set_portrait()
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top + 3)
    page.set_footer("&C— &P —")
    book.close()
    return out.getvalue()


def to_csv(sheet: Sheet) -> bytes:
    """The same rows for machines: UTF-8 with a BOM so that spreadsheets read the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.label for column in sheet.columns])
    writer.writerows([[as_text(value) for value in row] for row in sheet.rows])
    if sheet.total_label:
        writer.writerow([as_text(value) for value in sheet.total_row()])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _total_style(cell: dict[str, object], kind: str) -> dict[str, object]:
    style = cell | {"bold": True, "font_name": HEAD_FONT}
    number = NUMBERS.get(kind)
    return style | ({"num_format": number, "align": "right"} if number else {})


def _write_note(
    page: "xlsxwriter.worksheet.Worksheet",
    line: int,
    note: str,
    columns: Sequence[Column],
    style: object,
) -> None:
    """Below the whole table, in as many lines as it needs."""
    last = len(columns) - 1
    room = sum(min(column.width, WIDEST) for column in columns)
    if last:
        page.merge_range(line, 0, line, last, note, style)
    else:
        page.write_string(line, 0, note, style)
    page.set_row(line, LINE_HEIGHT * _lines(note, room))


def _lines(text: str, room: int) -> int:
    """How many lines `text` takes where `room` digits go in one; a Chinese character takes two."""
    width = sum(1 if sign.isascii() else 2 for sign in text)
    return max(1, -(-width // max(room - 1, 1)))


def _write_row(
    page: "xlsxwriter.worksheet.Worksheet",
    line: int,
    row: Sequence[Cell],
    columns: Sequence[Column],
    formats: dict[str, object],
) -> None:
    lines = 1
    for index, (column, value) in enumerate(zip(columns, row, strict=True)):
        style = formats[column.kind]
        if value is None or isinstance(value, Gap):
            page.write_string(line, index, value.said if value else NONE, style)
        elif isinstance(value, date):
            page.write_datetime(line, index, value, style)
        elif isinstance(value, int | float | Decimal):
            page.write_number(line, index, value, style)
        else:
            page.write_string(line, index, harmless(value), style)
            lines = max(lines, _lines(value, min(column.width, WIDEST)))
    if lines > 1:  # not every program finds out by itself when it opens the file
        page.set_row(line, LINE_HEIGHT * lines)
