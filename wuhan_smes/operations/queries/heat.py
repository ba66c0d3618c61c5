"""How each figure of a table stands out in its column: bands, told by a shade and by a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wuhan_smes.operations.queries.board import UnitRow
from wuhan_smes.operations.rows import Cell

BANDS: Final = 4
# The units roughly as they lie, north above and west on the left. A scheme of tiles, no map: what
# stands in no place follows below.
PLACES: Final = (
    ("", "huangpi", "changjiang", "xinzhou", ""),
    ("airport_zone", "qiaokou", "jianghan", "jiangan", "qingshan"),
    ("caidian", "hanyang", "wuchang", "hongshan", "east_lake"),
    ("", "wedz", "", "jiangxia", ""),
)


@dataclass(frozen=True, slots=True)
class Warm:
    """A cell with its band: 0 for nothing, 1 to 4 by its share of the largest of the column."""

    cell: Cell
    band: int


@dataclass(frozen=True, slots=True)
class WarmRow:
    row: UnitRow
    cells: Sequence[Warm]


def heated(table: Sequence[UnitRow]) -> list[WarmRow]:
    """Each column by itself: the base would dwarf the top."""
    if not table:
        return []
    tops = [max(row.cells[n].value for row in table) for n in range(len(table[0].cells))]
    return [
        WarmRow(
            row,
            [Warm(cell, band(cell.value, top)) for cell, top in zip(row.cells, tops, strict=True)],
        )
        for row in table
    ]


def band(value: int, top: int) -> int:
    """1 to 4 by quarters of the largest; nothing is 0."""
    return -(-BANDS * value // top) if top > 0 and value > 0 else 0


def tiles(table: Sequence[WarmRow]) -> list[list[WarmRow | None]]:
    """The rows in their places, five in a line; None where nothing lies."""
    left = {it.row.key: it for it in table}
    lines: list[list[WarmRow | None]] = [[left.pop(code, None) for code in line] for line in PLACES]
    rest: list[WarmRow | None] = list(left.values())
    width = len(PLACES[0])
    lines += [
        [*rest[n : n + width], *[None] * (width - len(rest[n : n + width]))]
        for n in range(0, len(rest), width)
    ]
    return [line for line in lines if any(line)]
