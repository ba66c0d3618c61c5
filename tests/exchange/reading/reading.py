"""Reading in this process, row by row, as tests want to see it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.exchange.reading.lists import spec
from wuhan_smes.exchange.reading import look as looking
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.reader import Reading
from wuhan_smes.exchange.reading.spec import Spec


@dataclass(frozen=True, slots=True)
class Read:
    """One line for COPY, taken apart again."""

    sheet: int
    line: int
    section: str
    cells: list[str]
    values: dict[str, Any]
    faults: list[dict[str, str]]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Column and code of each fault."""
        return [(fault["column"], fault["code"]) for fault in self.faults]


def unescaped(text: str) -> str:
    """What COPY would store."""
    return text.replace("\\\\", "\\")


def taken_apart(content: bytes) -> list[Read]:
    found = []
    for line in content.decode().split("\n")[:-1]:
        sheet, number, section, cells, values, faults = line.split("\t")
        parts = [json.loads(unescaped(part)) for part in (cells, values, faults)]
        found.append(Read(int(sheet), int(number), unescaped(section), *parts))
    return found


def read(path: Path, **more: Any) -> list[Read]:
    given = more.pop("given", None) or spec(**more)
    return taken_apart(b"".join(Reading(Spec.of({**given, "path": str(path)})).lines()))


def values(path: Path, **more: Any) -> list[dict[str, Any]]:
    return [row.values for row in read(path, **more)]


def totals(path: Path, **more: Any) -> dict[str, Any]:
    reading = Reading(Spec.of({**spec(**more), "path": str(path)}))
    for _ in reading.lines():
        pass
    return reading.totals


def look(path: Path, **more: Any) -> dict[str, Any]:
    given = more.pop("given", None) or spec(**more)
    return looking.look(Spec.of({**given, "path": str(path)}))


def refusal(path: Path, **more: Any) -> Unreadable:
    """The refusal of the file, which must come."""
    with pytest.raises(Unreadable) as refused:
        read(path, **more)
    assert any("\u4e00" <= c <= "\u9fff" for c in refused.value.detail), refused.value.detail
    return refused.value


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, *sheets: Sequence[Sequence[object]], **options: Any) -> Path:
    """An xlsx with these rows; None leaves a cell untouched."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options})
    for rows in sheets:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(line, column, cell)
    book.close()
    return path
