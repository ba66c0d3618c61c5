"""Papers and tables as .pdf: the printed page itself, the same on every machine.

Set with the free fonts that ship with the product and no others, so that a page never depends on
what a machine has installed, and the same table is the same bytes. Who must print in the fonts of
official papers takes the .docx, which names them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn
import typst

from wuhan_smes.reporting.cells import UNPRINTABLE
from wuhan_smes.reporting.fitting import fitted, said, sides
from wuhan_smes.reporting.official import HEADING_FONT, Paper, levelled, named_annexes
from wuhan_smes.reporting.official_table import SEVERAL, annex_name, heads
from wuhan_smes.reporting.sheet import Sheet

MEDIA: Final = "application/pdf"
# Twentieths of a point of a digit for each half point of its size, in the fonts that ship.
DIGIT: Final = 5.8
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
    return typeset(title, told)


def typeset(title: str, told: Sequence[Mapping[str, Any]]) -> bytes:
    """The pages of parts as the template knows them, by their `kind`."""
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
        "title": clean(paper.title),
        "number": clean(paper.number),
        "addressee": clean(paper.addressee),
        "paragraphs": [
            [{"text": part, "sans": font == HEADING_FONT} for part, font in levelled(clean(text))]
            for text in paper.paragraphs
        ],
        "annexes": [clean(text) for text in named_annexes(paper.annexes)],
        "signed_by": clean(paper.signed_by),
        "day": paper.day,
    }


def _table(sheet: Sheet, annex: str) -> dict[str, Any]:
    fit = fitted(sheet, DIGIT)
    return {
        "kind": "sheet",
        "annex": annex,
        "title": clean(sheet.title),
        "as_of": clean(sheet.as_of),
        "heads": heads(sheet),
        "paper": "a3" if fit.is_broad else "a4",
        "turned": fit.lies,
        "size": fit.size / 2,
        "columns": [
            {"label": it.label, "width": width, "side": side}
            for it, width, side in zip(
                sheet.columns, fit.grid, sides(sheet, fit, DIGIT), strict=True
            )
        ],
        "rows": [[said(cell) for cell in row] for row in sheet.rows],
        "total": [said(cell) for cell in sheet.total_row()] if sheet.total_label else [],
        "notes": [clean(note) for note in sheet.notes],
        "prepared_by": clean(sheet.prepared_by),
    }


def clean(text: str) -> str:
    """Without the signs that no page can show."""
    return UNPRINTABLE.sub("", text)
