"""What the reader saw of a file, without the numbers people are reached by."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.shown.layout import Table, tables_of
from wuhan_smes.exchange.shown.words import Words, masked, unnumbered


def veiled(table: Table, words: Words) -> Table:
    """The table with its samples, and what stands around it, as these words let them be seen."""
    if not words.veils:
        return table
    return replace(
        table,
        notes=[unnumbered(note) for note in table.notes],
        headers=[
            replace(header, samples=[_cell(text, header.field, words) for text in header.samples])
            for header in table.headers
        ],
        left_out=[replace(line, text=unnumbered(line.text)) for line in table.left_out],
    )


def layout_of(import_: Import, words: Words) -> dict[str, Any]:
    """The layout as a program sees it."""
    chosen = {
        (table.sheet, header.index): header.field
        for table in tables_of(import_)
        for header in table.headers
    }

    def table_of(sheet: int, table: Mapping[str, Any]) -> dict[str, Any]:
        proposed = [str(header.get("proposal") or "") for header in table.get("headers", [])]
        fields = [(name, chosen.get((sheet, at), "")) for at, name in enumerate(proposed)]
        hidden = {at for at, pair in enumerate(fields) if not words.hidden.isdisjoint(pair)}
        sample = [
            [masked(str(cell)) if at in hidden and cell else cell for at, cell in enumerate(row)]
            for row in table.get("sample", [])
        ]
        return {**table, "sample": sample}

    layout = import_.layout if isinstance(import_.layout, dict) else {}
    sheets = [
        {**sheet, "tables": [table_of(sheet["index"], it) for it in sheet.get("tables", [])]}
        for sheet in layout.get("sheets", [])
    ]
    found: dict[str, Any] = _unnumbered({**layout, "sheets": sheets} if layout else {})
    return found


def _cell(text: str, field: str, words: Words) -> str:
    return masked(text) if field in words.hidden else unnumbered(text)


def _unnumbered(value: Any) -> Any:
    if isinstance(value, str):
        return unnumbered(value)
    if isinstance(value, list):
        return [_unnumbered(each) for each in value]
    if isinstance(value, dict):
        return {name: _unnumbered(each) for name, each in value.items()}
    return value
