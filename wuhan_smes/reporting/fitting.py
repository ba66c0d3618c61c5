"""How a table is laid on a page: upright or on its side, how large, and how far each column goes.

No number, day or code is broken into two lines as long as the page has room; words keep at least
two characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wuhan_smes.reporting.cells import NONE, UNPRINTABLE, Cell, Gap
from wuhan_smes.reporting.sheet import NUMBERS, Column, Sheet

# Twentieths of a point across the page for a table, upright and on its side.
ROOM, WIDE_ROOM = 9000, 12800
# So many columns stand upright, and so many more lie in the usual size.
MOST_UPRIGHT, MANY_COLUMNS = 6, 10
# Half points: 小四 for cells, 五号, and smaller where many columns must share a page on its side.
CELL, LYING, NARROW, NARROWEST = 24, 21, 18, 15
# What the edges of a cell take, in digits; the least a column keeps: two characters.
EDGE, LEAST = 2, 6
# The widest column of words should hold this, eight characters, or what it asks for.
COMFORT: Final = 16
# Letters and digits without a gap, this long, are a code.
SHORTEST_CODE: Final = 10


@dataclass(frozen=True, slots=True)
class Fit:
    """`size` of its cells in half points, `grid` the columns in twentieths of a point."""

    lies: bool
    size: int
    grid: Sequence[int]


def fitted(sheet: Sheet, digit: float) -> Fit:
    """The first way of laying a table on a page in which everything has room; `digit` is what one
    takes for each half point of its size.
    """
    needed = _needed(sheet)
    ways = [
        (
            Fit(lies, size, _grid(sheet, needed, WIDE_ROOM if lies else ROOM, size * digit)),
            size * digit,
        )
        for lies, size in _ways(len(sheet.columns))
    ]
    for goes in (_is_comfortable, _has_room):
        for fit, one in ways:
            if goes(sheet, needed, fit, one):
                return fit
    return ways[-1][0]


def widths(sheet: Sheet, room: int, digit: float) -> list[int]:
    """How far each column reaches, of `room` in all where a digit takes `digit`."""
    return _grid(sheet, _needed(sheet), room, digit)


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


def _ways(columns: int) -> list[tuple[bool, int]]:
    """Upright before on its side, large before small."""
    small = [(True, NARROW), (True, NARROWEST)]
    if columns > MANY_COLUMNS:
        return small
    lying = [(True, LYING), *small]
    return lying if columns > MOST_UPRIGHT else [(False, CELL), (False, LYING), *lying]


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
    return sum(needed) * digit <= (WIDE_ROOM if fit.lies else ROOM)


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
    return longest + EDGE if codes and longest >= SHORTEST_CODE else LEAST
