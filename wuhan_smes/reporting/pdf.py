"""Papers and tables as .pdf: the printed page itself, the same on every machine.

Set with the free fonts that ship with the product and no others, so that a page never depends on
what a machine has installed, and the same table is the same bytes. Who must print in the fonts of
official papers takes the .docx, which names them.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn
import typst

from wuhan_smes.reporting.cells import UNPRINTABLE
from wuhan_smes.reporting.official import Paper, named_annexes
from wuhan_smes.reporting.official_table import MOST_UPRIGHT, SEVERAL, annex_name, heads, said
from wuhan_smes.reporting.sheet import NUMBERS, Sheet

MEDIA: Final = "application/pdf"
TEMPLATE: Final = Path(__file__).with_name("typesetting") / "official.typ"


def to_pdf_table(sheet: Sheet) -> bytes:
    """One table, its head on every page."""
    return to_pdf(sheet.title, [sheet])


def to_pdf(title: str, parts: Sequence[Paper | Sheet]) -> bytes:
    """Papers and tables one after another, each on a page of its own, numbered through.

    A table that follows a paper is named as its annex.
    """
    annexes = isinstance(parts[0], Paper)
    several = len(parts) > SEVERAL
    told = [
        _paper(part)
        if isinstance(part, Paper)
        else _table(part, annex_name(n, several=several) if annexes else "")
        for n, part in enumerate(parts)
    ]
    words = json.dumps({"title": title, "parts": told}, ensure_ascii=False)
    page = _compiler().compile(sys_inputs={"told": words}, format="pdf", timestamp=0)
    if not isinstance(page, bytes):
        raise TypeError("a document came out as something else than one file")
    return page


@cache
def _compiler() -> typst.Compiler:
    """With the fonts read once."""
    fonts = str(pylopdf_fonts_zh_cn.serif_path().parent)
    return typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[fonts], ignore_system_fonts=True
    )


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "kind": "paper",
        "title": _clean(paper.title),
        "number": _clean(paper.number),
        "addressee": _clean(paper.addressee),
        "paragraphs": [_clean(text) for text in paper.paragraphs],
        "annexes": [_clean(text) for text in named_annexes(paper.annexes)],
        "signed_by": _clean(paper.signed_by),
        "day": paper.day,
    }


def _table(sheet: Sheet, annex: str) -> dict[str, Any]:
    return {
        "kind": "sheet",
        "annex": annex,
        "title": _clean(sheet.title),
        "as_of": _clean(sheet.as_of),
        "heads": heads(sheet),
        "turned": len(sheet.columns) > MOST_UPRIGHT,
        "columns": [
            {"label": it.label, "width": it.width, "number": it.kind in NUMBERS}
            for it in sheet.columns
        ],
        "rows": [[said(cell) for cell in row] for row in sheet.rows],
        "total": [said(cell) for cell in sheet.total_row()] if sheet.total_label else [],
        "notes": [_clean(note) for note in sheet.notes],
        "prepared_by": _clean(sheet.prepared_by),
    }


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
