"""Reference data: reviewed files that travel with the product, declared table by table.

Each app says in its `reference.py` which file feeds which model, what names a row and how a line
becomes field values. What a load would do to one row is decided here, by three values: what the
file says, what it said when it was last loaded, and what the database holds. Local edits are seen
because the database differs from the last load; they are kept and named, never overwritten.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.db.models import Model

from wuhan_smes.errors import Fault, InputRefused

Values = dict[str, object]
PRESENT: Final = object()


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a file. Every reader below refuses with the file and the line."""

    file: str
    number: int
    cells: Mapping[str, object]

    def refused(self, column: str, detail: str) -> InputRefused:
        where = f"{self.file} 第 {self.number} 行“{column}”"
        return InputRefused(
            Fault(f"{self.file}:{self.number}:{column}", "reference", where + detail)
        )

    def text(self, column: str) -> str:
        value = self.cells.get(column, "")
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refused(column, "应为文字")
        return value.strip()

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.refused(column, "不能为空")
        return value

    def words(self, column: str) -> list[str]:
        """A list: joined by | in a table, an array in JSON."""
        value = self.cells.get(column)
        if isinstance(value, list):
            return [str(word) for word in value]
        return [word for word in self.text(column).split("|") if word]

    def whole(self, column: str) -> int | None:
        value = self.cells.get(column)
        if isinstance(value, int) or value is None:
            return value
        text = self.text(column)
        if text and not text.isascii():
            raise self.refused(column, f"应为整数，实为“{text}”")
        try:
            return int(text) if text else None
        except ValueError:
            raise self.refused(column, f"应为整数，实为“{text}”") from None

    def amount(self, column: str) -> Decimal | None:
        """An exact number; an empty cell is unknown, never zero."""
        text = self.text(column)
        try:
            return Decimal(text) if text else None
        except InvalidOperation:
            raise self.refused(column, f"应为数字，实为“{text}”") from None

    def day(self, column: str) -> date | None:
        text = self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.refused(column, f"应为日期（年-月-日），实为“{text}”") from None


@dataclass(frozen=True, slots=True)
class Folder:
    """The directory the files lie in."""

    root: Path

    def lines(self, file: str) -> Iterator[Line]:
        """The records of a .csv table or of a .json array, in order."""
        path = self.root / file
        if path.suffix == ".json":
            for number, cells in enumerate(json.loads(path.read_text("utf-8")), 1):
                yield Line(file, number, cells)
            return
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for cells in reader:
                line = Line(file, reader.line_num, cells)
                if None in cells or None in cells.values():
                    raise line.refused("", "列数与表头不符")
                yield line

    def names(self, file: str, *, by: str, name: str) -> dict[str, str]:
        """One column looked up by another, for files that refer to each other."""
        return {line.required(by): line.text(name) for line in self.lines(file)}


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """One model fed from files. `key` names a row; `references` says which table's key a
    foreign-key field holds, so that files never know a number of the database. Rows of a `final`
    table are versions: a file that says another value for one is refused.
    """

    name: str
    model: type[Model]
    key: tuple[str, ...]
    rows: Callable[[Folder], Iterable[Values]]
    references: Mapping[str, str] = field(default_factory=dict)
    final: bool = False

    def wanted(self, folder: Folder) -> dict[str, Values]:
        """What the files say, by key. A key said twice is refused."""
        found: dict[str, Values] = {}
        for values in self.rows(folder):
            key = self.key_of(values)
            if key in found:
                raise InputRefused(Fault(self.name, "reference", f"{self.name}：“{key}”出现两次"))
            found[key] = self._typed(values)
        return found

    def key_of(self, values: Mapping[str, object]) -> str:
        """The row's name among its kind; a key of several parts is joined by slashes."""
        return "/".join(str(values[part]) for part in self.key)

    def _typed(self, values: Values) -> Values:
        return {
            name: (value or None)
            if name in self.references
            else self.model._meta.get_field(name).to_python(value)  # type: ignore[union-attr] # no generic keys here
            for name, value in values.items()
        }


class Verdict(StrEnum):
    """What a load does to one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REMOVED = "removed"
    VANISHED = "vanished"


VERDICT_LABELS: Final[Mapping[Verdict, str]] = {
    Verdict.NEW: "新增",
    Verdict.CHANGED: "更新",
    Verdict.UNCHANGED: "未变",
    Verdict.KEPT: "保留本地修改",
    Verdict.REMOVED: "本地已删除，未恢复",
    Verdict.VANISHED: "文件中已无，库中保留",
}


@dataclass(frozen=True, slots=True)
class Merge:
    """`take` are the fields to be given the file's value; `kept` the local edits left alone."""

    verdict: Verdict
    take: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def merge(
    wanted: Mapping[str, object],
    loaded: Mapping[str, object] | None,
    current: Mapping[str, object] | None,
    *,
    overwrite: bool = False,
) -> Merge:
    """Field by field: the file wins where nobody edited, the local edit wins where somebody did.

    A row that was never loaded but is already there counts as edited wherever it differs.
    """
    if current is None:
        return Merge(Verdict.NEW) if loaded is None or overwrite else Merge(Verdict.REMOVED)
    take: list[str] = []
    kept: list[str] = []
    for name, value in wanted.items():
        if current[name] == value:
            continue
        edited = loaded is None or current[name] != loaded.get(name, PRESENT)
        (kept if edited and not overwrite else take).append(name)
    if take:
        return Merge(Verdict.CHANGED, tuple(take), tuple(kept))
    return Merge(Verdict.KEPT if kept else Verdict.UNCHANGED, kept=tuple(kept))


def plain(value: object) -> object:
    """What JSON can hold and compare: 20.00 and 20 are the same number, a day is its ISO text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


CONFIDENCE: Final[Mapping[str, str]] = {
    "confirmed": "多方一致",
    "single source": "单一来源",
    "unverified": "待核",
    "hint": "仅供提示",
}


def source_text(line: Line, *, confidence: str = "confidence", with_note: bool = True) -> str:
    """Where a row comes from and how sure we are, as one sentence beside the row."""
    sure = line.required(confidence)
    if sure not in CONFIDENCE:
        raise line.refused(confidence, f"应为 {'、'.join(CONFIDENCE)} 之一，实为“{sure}”")
    note = line.text("note") if with_note else ""
    parts = (line.text("source"), CONFIDENCE[sure], note)
    return "；".join(part for part in parts if part)
