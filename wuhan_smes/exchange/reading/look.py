"""The first look at a file: its sheets and tables, what the columns probably are, what to ask."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from wuhan_smes.exchange.reading.binding import Binder
from wuhan_smes.exchange.reading.books import (
    HIDDEN_SHEETS,
    is_explanation,
    open_book,
    read_pages,
)
from wuhan_smes.exchange.reading.cells import column_letters, printed
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.headers import HeaderWords, Proposal
from wuhan_smes.exchange.reading.pages import Page
from wuhan_smes.exchange.reading.questions import Question, hidden_question, questions_of
from wuhan_smes.exchange.reading.spec import Spec
from wuhan_smes.exchange.reading.tables import Table, Walk

SAMPLE: Final = 5
MOST_TABLES: Final = 50
LONGEST_SAMPLE: Final = 200


@dataclass(slots=True)
class Seen:
    """What was seen of one table."""

    shown: dict[str, Any]
    proposals: list[Proposal]
    questions: list[Question]
    missing: bool


def look(spec: Spec) -> dict[str, Any]:
    """Everything a person needs to confirm the columns, as JSON. Raises Unreadable."""
    book = open_book(spec)
    binder, words = Binder(spec), HeaderWords(spec.fields)
    read = {page.index for page in read_pages(book, spec)}
    sheets, seen = [], list[Seen]()
    hidden: list[str] = []
    for page in book.pages:
        if page.index in read:
            tables = list(_tables(page, binder, words))
            seen += tables
        else:
            tables = _passed_over(page, binder, words)
        if page.hidden and any(not one.missing for one in tables):
            hidden.append(page.name)
        sheets.append(
            {
                "index": page.index,
                "name": page.name,
                "hidden": page.hidden,
                "rows": sum(one.shown["rows"] for one in tables),
                "tables": [one.shown for one in tables],
            }
        )
    if not seen:
        raise Unreadable("no_table", _nothing_found(spec, hidden=len(read) < len(sheets)))
    questions = {one.field: one for table in seen for one in table.questions}
    if hidden and HIDDEN_SHEETS not in spec.answers:
        questions[HIDDEN_SHEETS] = hidden_question(hidden)
    return {
        "format": book.format,
        "encoding": book.encoding,
        "sheets": sheets,
        "questions": [asdict(one) for one in questions.values()],
        "complete": not questions and all(map(_is_complete, seen)),
    }


def _tables(page: Page, binder: Binder, words: HeaderWords) -> Iterator[Seen]:
    for count, table in enumerate(Walk(page, words).tables(), start=1):
        if count > MOST_TABLES:
            raise Unreadable("tables", f"工作表“{page.name}”里的表格过多，请拆成多个工作表")
        sample, rows = [], 0
        for rows, (_, row) in enumerate(table.rows(), start=1):
            if rows <= SAMPLE:
                sample.append([printed(cell)[:LONGEST_SAMPLE] for cell in row])
        proposals = binder.proposals(table)
        shown = _shown(table, proposals, sample, rows)
        if binder.leaves_out(table):
            yield Seen(shown, proposals, [], missing=False)
            continue
        missing = bool(binder.missing(table) or binder.nameless(table))
        yield Seen(shown, proposals, questions_of(table, binder), missing)


def _passed_over(page: Page, binder: Binder, words: HeaderWords) -> list[Seen]:
    """What a sheet that nobody sees would give; a person decides whether it is read. What cannot be
    read there, or explains our own form, is no matter.
    """
    if is_explanation(page):
        return []
    try:
        return list(_tables(page, binder, words))
    except Unreadable:
        return []


def _shown(
    table: Table, proposals: list[Proposal], sample: list[list[str]], rows: int
) -> dict[str, Any]:
    block = table.block
    words = table.proposals()
    return {
        "header_row": block.line,
        "fingerprint": block.fingerprint,
        "headers": [
            {
                "column": index,
                "letter": column_letters(index),
                "text": block.text(index),
                "unit": block.unit(index),
                "proposal": one.field or None,
                "how": one.how,
                "known": bool(said.field or said.ambiguous),
                "ambiguous": list(one.ambiguous),
            }
            for index, (one, said) in enumerate(zip(proposals, words, strict=True))
        ],
        "notes": table.notes,
        "sections": list(dict.fromkeys(table.sections)),
        "sample": sample,
        "rows": rows,
        "left_out": [
            {"line": one.line, "why": one.why.value, "text": one.text} for one in table.left_out
        ],
        "left_out_counts": dict(Counter(one.why.value for one in table.left_out)),
    }


def _is_complete(seen: Seen) -> bool:
    """Nothing ambiguous, and every required field has its column or its answer."""
    return not seen.missing and not any(one.ambiguous for one in seen.proposals)


def _nothing_found(spec: Spec, *, hidden: bool) -> str:
    labels = "、".join(one.label for one in spec.fields if one.required) or "列名"
    where = "可见的工作表里" if hidden else "文件里"
    return f"{where}没有找到表格，请确认表头占一行并写明列名（如{labels}），下方有数据"
