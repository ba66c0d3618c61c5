"""A table as bytes that depend on nothing but the table: what a report is known by.

One JSON value a line: head, rows, foot. Numbers with a point, days and gaps are told apart from
text, so that the table can be read back and drawn again in any layout.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from wuhan_smes.reporting.cells import Cell, Gap
from wuhan_smes.reporting.sheet import Column, Sheet

FORM: Final = 1
HEAD: Final = ("title", "reporting_unit", "as_of", "unit", "total_label", "prepared_by", "number")
BREAK: Final = b"\n"


def canonical(sheet: Sheet) -> bytes:
    """The table's bytes. Two tables that say the same have the same."""
    head = {"form": FORM, **{name: getattr(sheet, name) for name in HEAD}}
    head["columns"] = [asdict(column) for column in sheet.columns]
    foot = {
        "notes": list(sheet.notes),
        "keys": list(sheet.keys),
        "totals": None if sheet.totals is None else [_kept(cell) for cell in sheet.totals],
    }
    lines = [head, *([_kept(cell) for cell in row] for row in sheet.rows), foot]
    return BREAK.join(_written(line) for line in lines) + BREAK


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def sheet_of(body: bytes) -> Sheet:
    """The table that `canonical` told."""
    head, *rows, foot = (json.loads(line) for line in bytes(body).splitlines())
    totals = foot["totals"]
    return Sheet(
        columns=[Column(**column) for column in head["columns"]],
        rows=[[_read(cell) for cell in row] for row in rows],
        notes=foot["notes"],
        keys=foot["keys"],
        totals=None if totals is None else [_read(cell) for cell in totals],
        **{name: head[name] for name in HEAD},
    )


def _written(line: Any) -> bytes:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _kept(cell: Cell) -> Any:
    if isinstance(cell, Gap):
        return {"gap": cell.name}
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell


def _read(kept: Any) -> Cell:
    if not isinstance(kept, Mapping):
        return kept  # type: ignore[no-any-return] # text, a whole number or nothing
    ((kind, value),) = kept.items()
    readers = {"gap": Gap.__getitem__, "number": Decimal, "day": date.fromisoformat}
    return readers[kind](value)  # type: ignore[no-any-return,operator] # each reads its own kind
