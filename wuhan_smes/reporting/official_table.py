"""A table in the style of official papers as .docx: ready to print and stamp."""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from wuhan_smes.reporting.cells import UNPRINTABLE, Cell
from wuhan_smes.reporting.fitting import CELL, NARROW, Fit, fitted, said, sides
from wuhan_smes.reporting.official import (
    HEADING_FONT,
    PAGE,
    SMALL_LINE_HEIGHT,
    TEXT_FONT,
    TITLE_FONT,
    Paper,
    body_of,
    line,
    packed,
    pitch,
    run,
)
from wuhan_smes.reporting.sheet import Sheet

# Twentieths of a point; the binding edge of a page on its side is the upper one.
UPRIGHT: Final = ("11906", "16838", "", 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"')
ON_ITS_SIDE: Final = (
    "16838",
    "11906",
    ' w:orient="landscape"',
    'w:top="1587" w:right="1984" w:bottom="1474" w:left="1984"',
)
BROAD: Final = ("23811", "16838", *ON_ITS_SIDE[2:])
# Fourteen points a line of small cells, twelve of the smallest, twenty-one around the table.
CELL_HEIGHT, NARROW_HEIGHT, HEAD_HEIGHT = 280, 240, 420
# Twentieths of a point of a digit for each half point of its size, in the widest of fonts that a
# machine may take for the one named.
DIGIT: Final = 6.5
# A letter and more than one table: then the annexes are numbered.
SEVERAL: Final = 2
HEAD: Final = "<w:tblHeader/>"  # stands on every page
EDGES: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def to_docx_table(sheet: Sheet) -> bytes:
    """One table as a file; the same table gives the same bytes."""
    fit = fitted(sheet, DIGIT)
    return packed(_body(sheet, fit) + _page(fit))


def to_docx_packet(parts: Sequence[Paper | Sheet]) -> bytes:
    """Papers and tables in one file, each on pages of its own shape; tables are the annexes."""
    several = len(parts) > SEVERAL
    told = [
        (body_of(part), PAGE) if isinstance(part, Paper) else _as_annex(part, n, several=several)
        for n, part in enumerate(parts)
    ]
    *before, (body, page) = told
    broken = "".join(f"{text}<w:p><w:pPr>{ends}</w:pPr></w:p>" for text, ends in before)
    return packed(broken + body + page)


def annex_name(n: int, *, several: bool) -> str:
    """附件 where there is one, 附件1 where there are more."""
    return f"附件{n}" if several else "附件"


def _as_annex(sheet: Sheet, n: int, *, several: bool) -> tuple[str, str]:
    fit = fitted(sheet, DIGIT)
    named = line(annex_name(n, several=several), HEADING_FONT, 32)
    return named + _body(sheet, fit), _page(fit)


def _body(sheet: Sheet, fit: Fit) -> str:
    """Title, who reports, the table with its head on every page, notes, who made and checked it."""
    signed = f"制表人：{_clean(sheet.prepared_by)}　　审核人：　　　　填报日期：　　年　月　日"
    body = (
        line(_clean(sheet.title), TITLE_FONT, 44, align="center"),
        line(_clean(sheet.as_of), TEXT_FONT, 28, align="center", height=HEAD_HEIGHT),
        line("　　".join(heads(sheet)), TEXT_FONT, 28, height=HEAD_HEIGHT),
        _table(sheet, fit),
        *(line(_clean(note), TEXT_FONT, 21, height=SMALL_LINE_HEIGHT) for note in sheet.notes),
        line(signed, TEXT_FONT, 24, height=HEAD_HEIGHT),
    )
    return "".join(body)


def heads(sheet: Sheet) -> list[str]:
    """Who reports, in which unit, under which number."""
    said = [f"填报单位：{_clean(sheet.reporting_unit)}", f"单位：{_clean(sheet.unit)}"]
    return [*said, *([f"编号：{sheet.number}"] if sheet.number else [])]


def _table(sheet: Sheet, fit: Fit) -> str:
    grid, size = fit.grid, fit.size
    stand, middle = sides(sheet, fit, DIGIT), ["center"] * len(grid)
    rows = [
        _row(
            [column.label for column in sheet.columns], middle, grid, size, is_bold=True, kept=HEAD
        ),
        *(_row(row, stand, grid, size) for row in sheet.rows),
    ]
    if sheet.total_label:
        rows.append(_row(sheet.total_row(), stand, grid, size, is_bold=True))
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Iterable[Cell],
    stand: Sequence[str],
    grid: Sequence[int],
    size: int,
    *,
    is_bold: bool = False,
    kept: str = "",
) -> str:
    font = HEADING_FONT if is_bold else TEXT_FONT
    filled = (
        _cell(cell, align, width, font, size)
        for cell, align, width in zip(cells, stand, grid, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kept}</w:trPr>{''.join(filled)}</w:tr>"


def _cell(cell: Cell, align: str, width: int, font: str, size: int) -> str:
    text = run(escape(said(cell)), font, size)
    height = NARROW_HEIGHT if size <= NARROW else CELL_HEIGHT
    look = f'{pitch(height) if size < CELL else ""}<w:jc w:val="{align}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr>{look}</w:pPr>{text}</w:p></w:tc>"
    )


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def _page(fit: Fit) -> str:
    lying = BROAD if fit.is_broad else ON_ITS_SIDE
    width, height, turned, margins = lying if fit.lies else UPRIGHT
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {margins} w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
