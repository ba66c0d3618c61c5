"""A sheet as every format gives it: numbered rows of cells, with what the file says beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from wuhan_smes.exchange.reading.cells import Row
from wuhan_smes.exchange.reading.errors import Unreadable

MOST_SHARED: Final = 2_000_000
# First row, first column, last row, last column; all from 0 and included.
Area = tuple[int, int, int, int]


class Merged:
    """The merged areas of a sheet, found by row."""

    def __init__(self, areas: list[Area], height: int, width: int) -> None:
        """Areas are cut to the part of the sheet that has content."""
        cut = sorted(
            (top, left, min(bottom, height - 1), min(right, width - 1))
            for top, left, bottom, right in areas
            if top < height and left < width
        )
        self.tall = [area for area in cut if area[2] > area[0]]
        self._wide: dict[int, list[tuple[int, int]]] = {}
        for _, left, bottom, right in cut:
            if right > left:
                self._wide.setdefault(bottom, []).append((left, right))
        self.shared = self._by_row()

    def covered(self, row: int) -> set[int]:
        """Columns of a row (from 0) that lie under one cell laid over several columns."""
        return {c for left, right in self._wide.get(row, ()) for c in range(left, right + 1)}

    def columns_of(self, row: int, column: int) -> int:
        """Over how many columns the cell is laid."""
        return max((r - c + 1 for c, r in self._wide.get(row, ()) if c == column), default=1)

    def _by_row(self) -> dict[int, set[int]]:
        """By row, the columns that share their value with other rows."""
        shared: dict[int, set[int]] = {}
        if sum(bottom - top for top, _, bottom, _ in self.tall) > MOST_SHARED:
            raise Unreadable("merged", "合并单元格过多，请取消合并后再上传")
        for top, left, bottom, _ in self.tall:
            for row in range(top, bottom + 1):
                shared.setdefault(row, set()).add(left)
        return shared


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `rows` starts at the first line of the sheet each time it is called.

    `keyed`: the first line has the names of fields, and no line is anything but a row.
    `ragged`: rows need not be equally long.
    """

    index: int
    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    merged: Merged = field(default_factory=lambda: Merged([], 0, 0))
    since_1904: bool = False
    keyed: bool = False
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file that could be opened."""

    format: str
    encoding: str
    pages: tuple[Page, ...]
