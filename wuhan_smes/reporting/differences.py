"""What one version of a table says otherwise than the one before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that changed; None on one side where the row stands only in the other."""

    row: str
    column: str
    before: Cell
    after: Cell
    key: str
    column_key: str


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """Every cell that differs, row by row as the later table stands; rows gone come last."""
    old, new = _by_row(before), _by_row(after)
    labels = {column.key: column.label for column in (*before.columns, *after.columns)}
    return [
        Difference(_told(row, new.get(row) or old[row]), labels[column], was, now, row[0], column)
        for row in dict.fromkeys((*new, *old))
        for column in labels
        if (was := old.get(row, {}).get(column)) != (now := new.get(row, {}).get(column))
    ]


def _by_row(sheet: Sheet) -> dict[tuple[str, int], dict[str, Cell]]:
    keys = [column.key for column in sheet.columns]
    return {
        name: dict(zip(keys, row, strict=True))
        for name, row in zip(_names(sheet), sheet.rows, strict=True)
    }


def _names(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Each row by its key, or by how its first cell reads; alike ones are told apart in order."""
    said: Sequence[str] = sheet.keys or [str(row[0]) for row in sheet.rows]
    seen: Counter[str] = Counter()
    for name in said:
        seen[name] += 1
        yield name, seen[name]


def _told(name: tuple[str, int], row: dict[str, Cell]) -> str:
    first = next(iter(row.values()))
    return name[0] if first is None else str(first)
