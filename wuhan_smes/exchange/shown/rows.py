"""Rows of a dry run as people compare them: what the file says beside what stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wuhan_smes.access import Access
from wuhan_smes.exchange.context import context_of
from wuhan_smes.exchange.kinds import Candidate
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.shown.layout import Header, letters, sheet_name, sheet_names, tables_of
from wuhan_smes.exchange.shown.words import Words, masked, said

NAMED_BY: Final = ("name", "new_name", "title", "old_name")
UNNAMED: Final = "（未写名称）"


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row: where, what stands there, and why it cannot be used."""

    column: str
    header: str
    printed: str
    code: str
    detail: str

    @property
    def place(self) -> str:
        named = f"“{self.header}”" if self.header else ""
        return f"{self.column} 列{named}" if self.column else named or "整行"


@dataclass(frozen=True, slots=True)
class Line:
    """One row, ready to be shown."""

    row: ImportRow
    sheet: str
    name: str
    code: str
    values: Sequence[tuple[str, str]]
    changes: Sequence[Change]
    problems: Sequence[Problem]

    @property
    def place(self) -> str:
        return f"{self.sheet} 第 {self.row.line} 行"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row whose subject is not certain, with whom it may mean."""

    line: Line
    candidates: Sequence[Candidate]


class Rows:
    """Shows rows of one import to one person; what a page of rows needs is looked up once."""

    def __init__(self, import_: Import, access: Access) -> None:
        self.import_, self.access = import_, access
        self.words = Words.of(import_, access)
        self.names = sheet_names(import_)
        self.headers = _headers(import_)

    def lines(self, rows: Iterable[ImportRow]) -> list[Line]:
        return [self.line(row) for row in rows]

    def line(self, row: ImportRow) -> Line:
        values = row.values if isinstance(row.values, dict) else {}
        by = next((name for name in NAMED_BY if values.get(name)), "")
        return Line(
            row=row,
            sheet=sheet_name(self.names, row.sheet),
            name=said(values[by]) if by else self._first_text(row),
            code=str(values.get("uscc") or ""),
            values=self.words.pairs({k: v for k, v in values.items() if k not in {"uscc", by}}),
            changes=list(self._changes(row)),
            problems=[self.problem(row, fault) for fault in faults_of(row)],
        )

    def doubts(self, rows: Iterable[ImportRow]) -> list[Doubt]:
        return [Doubt(self.line(row), self.candidates(row)) for row in rows]

    def candidates(self, row: ImportRow) -> list[Candidate]:
        """Whom a doubtful row may mean, best first."""
        kind = self.words.kind
        if kind is None or kind.subject is None or not isinstance(row.values, dict):
            return []
        context = context_of(self.import_, access=self.access, at=self.import_.uploaded_at)
        return kind.subject.candidates(row.values, context)

    def problem(self, row: ImportRow, fault: Mapping[str, Any]) -> Problem:
        field = str(fault.get("field") or "")
        column = str(fault.get("column") or "") or self._column_of(row.sheet, field)
        header = self.headers.get((row.sheet, column))
        printed = printed_cell(row, header.index) if header else ""
        hidden = self.words.hides_personal and field in self.words.personal()
        return Problem(
            column=column,
            header=header.text if header else self.words.label(field) if field else "",
            printed=masked(printed) if hidden else printed,
            code=str(fault.get("code") or ""),
            detail=str(fault.get("detail") or ""),
        )

    def cells(self, row: ImportRow) -> list[str]:
        """The row as printed; what is personal is masked for those who only look."""
        hidden = {
            header.index
            for (sheet, _), header in self.headers.items()
            if sheet == row.sheet and header.field in self.words.personal()
        }
        cells = row.cells if isinstance(row.cells, list) else []
        shown = ["" if cell is None else str(cell) for cell in cells]
        return [masked(cell) if at in hidden and cell else cell for at, cell in enumerate(shown)]

    def values(self, row: ImportRow) -> dict[str, Any]:
        values = row.values if isinstance(row.values, dict) else {}
        hidden = self.words.personal()
        return {k: masked(str(v)) if k in hidden and v else v for k, v in values.items()}

    def changes(self, row: ImportRow) -> dict[str, list[Any]]:
        """Field by field [before, after], as people read them."""
        hidden = self.words.personal()
        found = row.changes if isinstance(row.changes, dict) else {}
        return {
            name: [masked(str(each)) if name in hidden and each else each for each in pair]
            for name, pair in found.items()
            if isinstance(pair, list)
        }

    def _changes(self, row: ImportRow) -> Iterable[Change]:
        for name, pair in self.changes(row).items():
            before, after = [*pair, None, None][:2]
            yield Change(
                self.words.label(name),
                self.words.value(name, before),
                self.words.value(name, after),
            )

    def _column_of(self, sheet: int, field: str) -> str:
        found = (
            header.letter
            for (of_sheet, _), header in self.headers.items()
            if field and of_sheet == sheet and header.field == field
        )
        return next(found, "")

    def _first_text(self, row: ImportRow) -> str:
        texts = (cell for cell in self.cells(row) if cell and not cell.isdecimal())
        return next(texts, UNNAMED)


def faults_of(row: ImportRow) -> list[Mapping[str, Any]]:
    faults = row.faults if isinstance(row.faults, list) else []
    return [fault for fault in faults if isinstance(fault, dict)]


def printed_cell(row: ImportRow, index: int) -> str:
    cells = row.cells if isinstance(row.cells, list) else []
    found = cells[index] if index < len(cells) else None
    return "" if found is None else str(found)


def _headers(import_: Import) -> dict[tuple[int, str], Header]:
    """By sheet and letter of the column."""
    found: dict[tuple[int, str], Header] = {}
    for table in tables_of(import_):
        for header in table.headers:
            found.setdefault((table.sheet, letters(header.index)), header)
    return found
