"""What the reader saw in a file: sheets, tables, headers, and which field each column is.

A layout is JSON that an earlier version may have written; what is not there is shown as missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.reading.books import HIDDEN_SHEETS, INCLUDED

SAMPLES: Final = 3
WORKBOOKS: Final = frozenset({"xlsx", "xls"})
LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a table. `field` is what it is taken for; empty means it is not imported.
    `known`: the reader knew the words of the header, whatever was chosen then.
    """

    sheet: int
    index: int
    text: str
    unit: str
    field: str
    how: str
    ambiguous: Sequence[str]
    samples: Sequence[str]
    known: bool = False

    @property
    def letter(self) -> str:
        return letters(self.index)

    @property
    def input_name(self) -> str:
        return f"column-{self.sheet}-{self.index}"

    @property
    def remember_name(self) -> str:
        return f"remember-{self.sheet}-{self.index}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that was not taken for a row of data, such as a total."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet, its header and what stands above it."""

    sheet: int
    name: str
    hidden: bool
    header_row: int
    rows: int
    notes: Sequence[str] = ()
    sections: Sequence[str] = ()
    headers: Sequence[Header] = ()
    left_out: Sequence[LeftOut] = ()

    @property
    def is_used(self) -> bool:
        return any(header.field for header in self.headers)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be said of the whole file, with what was found or answered so far."""

    field: str
    label: str
    why: str
    answer: str

    @property
    def input_name(self) -> str:
        return f"answer-{self.field}"


def letters(index: int) -> str:
    """How a spreadsheet calls a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def sheets_of(import_: Import) -> list[Mapping[str, Any]]:
    layout = import_.layout if isinstance(import_.layout, dict) else {}
    return [sheet for sheet in _list(layout.get("sheets")) if isinstance(sheet, dict)]


def sheet_names(import_: Import) -> dict[int, str]:
    return {int(sheet.get("index", 0)): _name(import_, sheet) for sheet in sheets_of(import_)}


def sheet_name(names: Mapping[int, str], index: int) -> str:
    """The sheet as people find it; text files have one without a name."""
    return names.get(index) or f"第{index + 1}表"


def tables_of(import_: Import) -> list[Table]:
    """A table for each sheet that has one: where a header repeats, its first standing counts."""
    return [_table(import_, sheet) for sheet in sheets_of(import_) if _list(sheet.get("tables"))]


def hidden_sheets_of(import_: Import) -> list[str]:
    """Sheets nobody sees in the file, and in which no table was found."""
    hidden = (it for it in sheets_of(import_) if it.get("hidden") and not _list(it.get("tables")))
    return [str(it.get("name") or "") for it in hidden]


def reads_hidden(import_: Import) -> bool:
    """Whether somebody said that hidden sheets are read as well."""
    answers = import_.answers if isinstance(import_.answers, dict) else {}
    return str(answers.get(HIDDEN_SHEETS, "")) in INCLUDED


def questions_of(import_: Import) -> list[Question]:
    """What no column says, answered once for the whole file."""
    layout = import_.layout if isinstance(import_.layout, dict) else {}
    return [_question(import_, each) for each in _list(layout.get("questions"))]


def _question(import_: Import, question: Mapping[str, Any]) -> Question:
    name = str(question.get("field") or "")
    answers = import_.answers if isinstance(import_.answers, dict) else {}
    given = answers.get(name)
    return Question(
        field=name,
        label=str(question.get("label") or name),
        why=str(question.get("why") or ""),
        answer=str(question.get("proposed") or "") if given is None else str(given),
    )


def _table(import_: Import, sheet: Mapping[str, Any]) -> Table:
    index, tables = int(sheet.get("index", 0)), _list(sheet.get("tables"))
    first = tables[0]
    sections = [_said(each) for table in tables for each in _list(table.get("sections"))]
    return Table(
        sheet=index,
        name=_name(import_, sheet) or f"第{index + 1}表",
        hidden=bool(sheet.get("hidden")),
        header_row=int(first.get("header_row") or 0),
        rows=sum(int(table.get("rows") or 0) for table in tables),
        notes=[str(line) for line in _list(first.get("notes"))],
        sections=sections,
        headers=[_header(import_, index, each, first) for each in _list(first.get("headers"))],
        left_out=[
            LeftOut(int(each.get("line") or 0), str(each.get("text") or ""))
            for table in tables
            for each in _list(table.get("left_out"))
        ],
    )


def _name(import_: Import, sheet: Mapping[str, Any]) -> str:
    """What a workbook calls the sheet; other files have none that people would know."""
    named = import_.layout.get("format") in WORKBOOKS
    return str(sheet.get("name") or "") if named else ""


def _header(
    import_: Import, sheet: int, header: Mapping[str, Any], table: Mapping[str, Any]
) -> Header:
    index = int(header.get("column") or 0)
    chosen = _chosen(import_, sheet, index)
    proposal = str(header.get("proposal") or "")
    return Header(
        sheet=sheet,
        index=index,
        text=str(header.get("text") or ""),
        unit=str(header.get("unit") or ""),
        field=proposal if chosen is None else chosen,
        how=str(header.get("how") or "none"),
        ambiguous=[str(name) for name in _list(header.get("ambiguous"))],
        samples=_samples(_list(table.get("sample")), index),
        known=bool(header.get("known")),
    )


def _chosen(import_: Import, sheet: int, index: int) -> str | None:
    """What stands confirmed; nothing does of a sheet that nobody was asked about yet."""
    columns = import_.columns if isinstance(import_.columns, dict) else {}
    of_sheet = columns.get(str(sheet))
    if not isinstance(of_sheet, dict):
        return None
    return str(of_sheet.get(str(index)) or "")


def _samples(rows: Sequence[Any], index: int) -> list[str]:
    cells = [row[index] for row in rows if isinstance(row, list) and index < len(row)]
    return [str(cell) for cell in cells if cell not in (None, "")][:SAMPLES]


def _said(section: Any) -> str:
    return str(section.get("text", "")) if isinstance(section, dict) else str(section)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
