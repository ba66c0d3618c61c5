"""Rows of a dry run as people compare them: what the file says beside what stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused
from wuhan_smes.exchange.context import context_of
from wuhan_smes.exchange.kinds import Candidate, Context, Subject
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.shown.layout import Header, letters, sheet_name, sheet_names, tables_of
from wuhan_smes.exchange.shown.words import Words, masked, said, unnumbered, unquoted

NAMED_BY: Final = ("name", "new_name", "title", "old_name")
UNNAMED: Final = "（未写名称）"
PROPOSED: Final = 5


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
class Search:
    """What a person looks for in the register, and for which row."""

    row_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row whose subject is not certain, with whom it may mean: proposed, or `asked` for."""

    line: Line
    candidates: Sequence[Candidate]
    asked: str = ""
    refused: str = ""


class Rows:
    """Shows rows of one import to one person; what a page of rows needs is looked up once."""

    def __init__(self, import_: Import, access: Access, words: Words | None = None) -> None:
        self.import_, self.access = import_, access
        self.words = words or Words.of(import_, access)
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

    def doubts(self, rows: Iterable[ImportRow], search: Search | None = None) -> list[Doubt]:
        return [
            self.looked_for(row, search.text)
            if search is not None and search.row_id == row.pk
            else Doubt(self.line(row), self.candidates(row)[:PROPOSED])
            for row in rows
        ]

    def looked_for(self, row: ImportRow, text: str) -> Doubt:
        """A row with whom the person looked for; words too short are said beside the field."""
        try:
            return Doubt(self.line(row), self.found(text), asked=text)
        except InputRefused as refusal:
            return Doubt(self.line(row), (), asked=text, refused=refusal.message)

    def candidates(self, row: ImportRow) -> list[Candidate]:
        """Whom a doubtful row may mean, best first."""
        subject = self._subject()
        if subject is None or not isinstance(row.values, dict):
            return []
        return subject.candidates(row.values, self._context())

    def found(self, text: str) -> list[Candidate]:
        """Whom a person looks for in the register. Raises InputRefused for too few characters."""
        subject = self._subject()
        return subject.find(text, self._context()) if subject is not None else []

    def _subject(self) -> Subject | None:
        return self.words.kind.subject if self.words.kind is not None else None

    def _context(self) -> Context:
        return context_of(self.import_, access=self.access, at=self.import_.uploaded_at)

    def problem(self, row: ImportRow, fault: Mapping[str, Any]) -> Problem:
        field = str(fault.get("field") or "")
        column = str(fault.get("column") or "") or self._column_of(row.sheet, field)
        header = self.headers.get((row.sheet, column))
        printed = printed_cell(row, header.index) if header else ""
        hidden = not self.words.hidden.isdisjoint({field, header.field if header else ""})
        detail = str(fault.get("detail") or "")
        return Problem(
            column=column,
            header=header.text if header else self.words.label(field) if field else "",
            printed=masked(printed) if hidden else printed,
            code=str(fault.get("code") or ""),
            detail=unquoted(detail) if hidden else detail,
        )

    def cells(self, row: ImportRow) -> list[str]:
        """The row as printed, but for what nobody is to read whole."""
        hidden = {
            header.index
            for (sheet, _), header in self.headers.items()
            if sheet == row.sheet and header.field in self.words.hidden
        }
        cells = row.cells if isinstance(row.cells, list) else []
        shown = ["" if cell is None else str(cell) for cell in cells]
        veil = unnumbered if self.words.veils else str
        return [
            masked(cell) if at in hidden and cell else veil(cell) for at, cell in enumerate(shown)
        ]

    def values(self, row: ImportRow) -> dict[str, Any]:
        values = row.values if isinstance(row.values, dict) else {}
        hidden = self.words.hidden
        return {k: masked(str(v)) if k in hidden and v else v for k, v in values.items()}

    def changes(self, row: ImportRow) -> dict[str, list[Any]]:
        """Field by field [before, after], as people read them."""
        hidden = self.words.hidden
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
