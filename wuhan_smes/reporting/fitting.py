"""How a table is laid on a page: upright or on its side, how large, and how far each column goes.

No number, day or code is broken into two lines as long as the page has room; words keep at least
two characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Final

from wuhan_smes.reporting.cells import NONE, UNPRINTABLE, Cell, Gap
from wuhan_smes.reporting.sheet import NUMBERS, Column, Sheet

# Twentieths of a point across the page for a table: upright, on its side, and on a page of A3.
ROOM, WIDE_ROOM, BROAD_ROOM = 9000, 12800, 19500
# So many columns stand upright, and so many more lie in the usual size.
MOST_UPRIGHT, MANY_COLUMNS = 6, 10
# Half points: 小四 for cells, 五号, and smaller where many columns must share a page on its side.
CELL, LYING, NARROW, NARROWEST = 24, 21, 18, 15
# What the edges of a cell take, in digits; the least a column keeps: two characters.
EDGE, LEAST = 2, 6
# The widest column of words should hold this, eight characters, or what it asks for.
COMFORT: Final = 16
# What a Chinese character takes where a digit takes `digit`.
SQUARE: Final = 10.0
# Letters and digits without a gap, this long, are a code; a capital letter takes more than a digit.
SHORTEST_CODE: Final = 10
CAPITAL: Final = 1.35


@dataclass(frozen=True, slots=True)
class Fit:
    """`size` of its cells in half points, `grid` the columns in twentieths of a point; a broad one
    lies on A3.
    """

    lies: bool
    size: int
    grid: Sequence[int]
    is_broad: bool = False

    @property
    def room(self) -> int:
        if self.is_broad:
            return BROAD_ROOM
        return WIDE_ROOM if self.lies else ROOM


def fitted(sheet: Sheet, digit: float) -> Fit:
    """The first way of laying a table on a page in which everything has room; `digit` is what one
    takes for each half point of its size.
    """
    needed = _needed(sheet)
    ways = [
        replace(way, grid=_grid(sheet, needed, way.room, way.size * digit))
        for way in _ways(len(sheet.columns))
    ]
    for goes in (_is_comfortable, _has_room):
        for fit in ways:
            if goes(sheet, needed, fit, fit.size * digit):
                return fit
    return ways[-1]


def widths(sheet: Sheet, room: int, digit: float) -> list[int]:
    """How far each column reaches, of `room` in all where a digit takes `digit`."""
    return _grid(sheet, _needed(sheet), room, digit)


def sides(sheet: Sheet, fit: Fit, digit: float) -> list[str]:
    """Where each column's cells stand: numbers right, words that run over a line left, others in
    the middle. `digit` as in `fitted`.
    """
    return [_side(sheet, n, fit.grid[n], fit.size, digit) for n in range(len(sheet.columns))]


def _side(sheet: Sheet, n: int, width: int, size: int, digit: float) -> str:
    if sheet.columns[n].kind in NUMBERS:
        return "right"
    room = width / size - EDGE * digit
    runs_over = any(_breadth(said(row[n]), digit) > room for row in sheet.rows)
    return "left" if runs_over else "center"


def _breadth(text: str, digit: float) -> float:
    """In twentieths of a point for each half point of the size: a Chinese character is square."""
    return sum(digit if it.isascii() else SQUARE for it in text)


def said(cell: Cell) -> str:
    """As a person reads it: thousands parted, — for none, … for not yet reported."""
    if cell is None:
        return NONE
    if isinstance(cell, Gap):
        return cell.said
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    if isinstance(cell, int):
        return f"{cell:,}"
    return cell.isoformat() if isinstance(cell, date) else UNPRINTABLE.sub("", str(cell))


def _ways(columns: int) -> list[Fit]:
    """Upright before on its side before A3, large before small."""
    small = [Fit(True, NARROW, ()), Fit(True, NARROWEST, ())]
    broad = [replace(it, is_broad=True) for it in small]
    if columns > MANY_COLUMNS:
        return small + broad
    lying = [Fit(True, LYING, ()), *small, *broad]
    if columns > MOST_UPRIGHT:
        return lying
    return [Fit(False, CELL, ()), Fit(False, LYING, ()), *lying]


def _grid(sheet: Sheet, needed: Sequence[int], room: int, digit: float) -> list[int]:
    """By the declared widths; a column that would get too little takes what it needs from those
    that have more.
    """
    declared = [column.width for column in sheet.columns]
    least = [round(digit * it) for it in needed]
    if sum(least) >= room:
        return [room * it // sum(least) for it in least]
    short: set[int] = set()
    while True:
        left = room - sum(least[n] for n in short)
        others = sum(width for n, width in enumerate(declared) if n not in short) or 1
        more = {
            n
            for n, width in enumerate(declared)
            if n not in short and left * width // others < least[n]
        }
        if not more:
            break
        short |= more
    return [least[n] if n in short else left * width // others for n, width in enumerate(declared)]


def _is_comfortable(sheet: Sheet, needed: Sequence[int], fit: Fit, digit: float) -> bool:
    words = [n for n, it in enumerate(needed) if it == LEAST]
    if not _has_room(sheet, needed, fit, digit) or not words:
        return _has_room(sheet, needed, fit, digit)
    widest = max(words, key=lambda n: sheet.columns[n].width)
    return fit.grid[widest] >= digit * min(COMFORT, sheet.columns[widest].width)


def _has_room(sheet: Sheet, needed: Sequence[int], fit: Fit, digit: float) -> bool:
    return sum(needed) * digit <= fit.room


def _needed(sheet: Sheet) -> list[int]:
    """In digits, what a column cannot do without."""
    rows = [*sheet.rows, *([sheet.total_row()] if sheet.total_label else [])]
    return [
        _asked(column, [said(row[n]) for row in rows]) for n, column in enumerate(sheet.columns)
    ]


def _asked(column: Column, cells: Sequence[str]) -> int:
    longest = max(map(len, cells), default=0)
    if column.kind in NUMBERS or column.kind == "date":
        return max(LEAST, longest + EDGE)
    codes = all(it.isascii() and " " not in it for it in cells if it not in (NONE, ""))
    if not codes or longest < SHORTEST_CODE:
        return LEAST
    return ceil(max(sum(CAPITAL if it.isupper() else 1 for it in cell) for cell in cells)) + EDGE
