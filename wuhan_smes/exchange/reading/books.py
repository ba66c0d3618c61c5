"""Opening a file by what it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.formats import Format, format_of
from wuhan_smes.exchange.reading.objects import open_objects
from wuhan_smes.exchange.reading.pages import Book, Page
from wuhan_smes.exchange.reading.spec import Spec
from wuhan_smes.exchange.reading.texts import open_text

# The answer under this name includes hidden sheets, or leaves them out for good.
HIDDEN_SHEETS: Final = "hidden_sheets"
READ_OR_NOT: Final = ("不读取", "读取")
EXPLANATIONS: Final = frozenset({"填写说明"})
INCLUDED: Final = frozenset({"读取", "read", "include", "是", "True", "true", "1"})


def open_book(spec: Spec) -> Book:
    """The pages of the file. Raises Unreadable for what is refused as a whole."""
    path = Path(spec.path)
    layout = format_of(path, spec.file_name or path.name, spec.limits)
    if layout is Format.TEXT:
        return open_text(path, spec.limits)
    if layout is Format.JSON:
        return open_objects(path, spec.limits)
    # Loading the reader of workbooks takes a while that texts need not wait for.
    from wuhan_smes.exchange.reading.workbooks import open_workbook  # noqa: PLC0415

    return open_workbook(path, layout, spec.limits)


def read_pages(book: Book, spec: Spec) -> Iterator[Page]:
    """The pages to be read: hidden ones only when a person said so, our own explanations never."""
    hidden_too = spec.answers.get(HIDDEN_SHEETS, "") in INCLUDED
    for page in book.pages:
        if (hidden_too or not page.hidden) and not is_explanation(page):
            yield page


def is_explanation(page: Page) -> bool:
    """Whether it is the sheet of our own templates that says how to fill them in."""
    return page.name.strip() in EXPLANATIONS
