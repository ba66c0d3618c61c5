"""xlsx and xls by calamine: values only, nothing calculated, nothing run."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from wuhan_smes.exchange.reading.archive import guard_archive
from wuhan_smes.exchange.reading.biff import guard_biff
from wuhan_smes.exchange.reading.cells import Row, printed
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.formats import AS_XLSX, Format
from wuhan_smes.exchange.reading.limits import Limits
from wuhan_smes.exchange.reading.pages import Area, Book, Merged, Page
from wuhan_smes.exchange.reading.values.numbers import plain
from wuhan_smes.exchange.reading.worksheet_scan import Places, Sheets

SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*[\"']([^\"']+)[\"'][^>]*>")
RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
BROKEN: Final = f"文件已损坏或没有传完整，{AS_XLSX}"
NONE: Final[dict[int, str]] = {}
BOOLEANS: Final = {True: "TRUE", False: "FALSE"}


def open_workbook(path: Path, layout: Format, limits: Limits) -> Book:
    """The worksheets of a guarded workbook. Raises Unreadable for what cannot be read."""
    if layout is Format.XLSX:
        seen = guard_archive(path, limits)
        parts = _parts(path)
    else:
        seen, parts = guard_biff(path), []
    with _in_words(), path.open("rb") as file:
        # By its content: a path would be judged by the ending of its name.
        book = CalamineWorkbook.from_filelike(file)
    pages = tuple(
        _page(book, index, parts[index] if index < len(parts) else f"#{index}", seen, limits)
        for index, about in enumerate(book.sheets_metadata)
        if about.typ is SheetTypeEnum.WorkSheet
    )
    if not pages:
        raise Unreadable("empty", "工作簿里没有工作表，请检查是否选错文件")
    return Book(layout.value, "", pages)


def _page(book: CalamineWorkbook, index: int, part: str, seen: Sheets, limits: Limits) -> Page:
    about = book.sheets_metadata[index]
    with _in_words():
        sheet = book.get_sheet_by_index(index)
    height, width = sheet.total_height + 1, sheet.total_width + 1
    if width > limits.columns or height > limits.rows:
        raise Unreadable("columns", f"工作表“{about.name}”有{height}行{width}列，超出可读范围")
    areas = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    merged = Merged(areas, height, width)
    special = seen.special.get(part, {})
    has_booleans = not part or part.startswith("#") or part in seen.has_booleans

    def rows() -> Iterator[Row]:
        found: Iterator[Row] = _rows(sheet)
        if has_booleans:
            found = _without_booleans(found)
        if special:
            found = _as_shown(found, special)
        return _filled(found, merged.tall) if merged.tall else found

    return Page(
        index=index,
        name=about.name,
        rows=rows,
        hidden=about.visible is not SheetVisibleEnum.Visible,
        merged=merged,
        since_1904=seen.since_1904,
    )


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever the parser stumbles over is a refusal of the file."""
    try:
        yield
    except PasswordError as locked:
        raise Unreadable("password", "工作簿设有密码，请在 Excel 中取消密码后再上传") from locked
    except (CalamineError, ValueError, OverflowError, IndexError) as broken:
        raise Unreadable("broken", BROKEN) from broken
    except BaseException as panic:
        # The parser's own assertions come as an exception no module exports.
        if panic.__class__.__name__ != "PanicException":
            raise
        raise Unreadable("broken", BROKEN) from panic


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """All rows from the first line of the sheet on, whatever stands in it."""
    with _in_words():
        found: Iterator[Any] = sheet.iter_rows()
        yield from found


def _parts(path: Path) -> list[str]:
    """The members of the archive that hold the sheets, in the order of the workbook."""
    with ZipFile(path) as archive:
        names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        try:
            book = archive.read(names["xl/workbook.xml"]).decode("utf-8", "replace")
            relations = archive.read(names["xl/_rels/workbook.xml.rels"]).decode("utf-8", "replace")
        except KeyError:
            return []
    targets: dict[str, str] = {}
    for one in RELATION.findall(relations):
        key, target = re.search(r'\bId="([^"]*)"', one), re.search(r'\bTarget="([^"]*)"', one)
        if key and target:
            inner = target[1].lstrip("/")
            inner = inner if inner.lower().startswith("xl/") else f"xl/{inner}"
            targets[key[1]] = names.get(inner.lower(), "")
    return [targets.get(key, "") for key in SHEET.findall(book)]


def _without_booleans(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield [BOOLEANS[cell] if cell.__class__ is bool else cell for cell in row]


def _as_shown(rows: Iterator[Row], special: Places) -> Iterator[Row]:
    """Error values and formulas without a value get the text that refuses them later; 0.125 shown
    as a percentage becomes 12.5%.
    """
    for number, row in enumerate(rows):
        for column, text in special.get(number, NONE).items():
            if column >= len(row):
                continue
            if text and row[column] == "":
                row[column] = text
            elif not text and isinstance(row[column], float):
                row[column] = f"{plain(Decimal(printed(row[column])) * 100)}%"
        yield row


def _filled(rows: Iterator[Row], tall: list[Area]) -> Iterator[Row]:
    """Areas of several rows: each row gets the value of the first."""
    waiting = iter(tall)
    coming = next(waiting, None)
    open_areas: list[tuple[Area, Any]] = []
    for number, row in enumerate(rows):
        if open_areas:
            open_areas = [one for one in open_areas if one[0][2] >= number]
            for (_, left, _, _), value in open_areas:
                row[left] = value
        while coming is not None and coming[0] <= number:
            if coming[1] < len(row):
                open_areas.append((coming, row[coming[1]]))
            coming = next(waiting, None)
        yield row
