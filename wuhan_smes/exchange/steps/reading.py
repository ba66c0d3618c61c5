"""The first look at a file: which tables it holds, which column is what, what it leaves open."""

from datetime import datetime
from typing import Any

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.context import on_disk, spec_of
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.reading import parser_process
from wuhan_smes.exchange.steps.checking import check
from wuhan_smes.exchange.steps.progress import Tell
from wuhan_smes.exchange.steps.unreadable import refused_as_unreadable


def read(import_: Import, *, access: Access, at: datetime, tell: Tell) -> None:
    """Look at the file and ask a person what is open; with nothing open, check it at once.

    Raises ActionRefused when the file cannot be read as a whole.
    """
    tell(0, None, "识别表格")
    with refused_as_unreadable(), on_disk(import_) as path:
        layout = parser_process.look(path, spec_of(import_, access=access))
    import_.layout = layout
    import_.columns = import_.columns or proposed(layout)
    import_.state, import_.step = ImportState.MAPPING, ""
    import_.version += 1
    import_.save(update_fields=["layout", "columns", "state", "step", "version"])
    if layout["complete"] or _left_open_before(import_, layout):
        check(import_, access=access, at=at, tell=tell)


def proposed(layout: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The reader's own proposal as a person would confirm it; hidden sheets are left out."""
    return {
        str(sheet["index"]): {
            str(header["column"]): header["proposal"] or ""
            for table in sheet["tables"][:1]
            for header in table["headers"]
        }
        for sheet in layout["sheets"]
        if sheet["tables"] and not sheet["hidden"]
    }


def _left_open_before(import_: Import, layout: dict[str, Any]) -> bool:
    """Whether a corrected file asks only what a person left open on purpose the first time."""
    before = import_.follows
    if before is None or before.checked_at is None:
        return False
    asked = {question["field"] for question in before.layout.get("questions", [])}
    headers = [it for sheet in layout["sheets"] for t in sheet["tables"] for it in t["headers"]]
    return not any(it["ambiguous"] for it in headers) and all(
        question["field"] in asked for question in layout["questions"]
    )
