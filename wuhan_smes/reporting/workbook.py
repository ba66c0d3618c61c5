"""The parts of a workbook around its sheets, as the standard wants them."""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

NAMESPACE: Final = "http://schemas.openxmlformats.org"
PACKAGE: Final = f"{NAMESPACE}/package/2006"
OFFICE: Final = f"{NAMESPACE}/officeDocument/2006/relationships"
MAIN: Final = f"{NAMESPACE}/spreadsheetml/2006/main"
HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEETML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS: Final = f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">'
LONGEST_NAME: Final = 31
# What a sheet may not be called by.
FORBIDDEN: Final = str.maketrans("[]:*?/\\", "（）：＊？／＼")
# Styles by number: 0 plain, 1 date, 2 heading, 3 text.
STYLES: Final = f"""{HEADER}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/>
<xf numFmtId="49" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


def parts(name: str, sheets: int) -> Iterator[tuple[str, str]]:
    """(path, text) of everything but the sheets; they may be written before or after."""
    numbers = range(1, sheets + 1)
    yield "[Content_Types].xml", _content_types(numbers)
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f"{RELATIONS}{main}</Relationships>"
    yield "xl/_rels/workbook.xml.rels", _relations(numbers)
    yield "xl/styles.xml", STYLES
    yield "xl/workbook.xml", _workbook(name, numbers)


def opening(widths: Sequence[int]) -> str:
    """A sheet up to its rows: the heading stays in sight, columns are as wide as said."""
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(widths, start=1)
    )
    return (
        f'{HEADER}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def path_of(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _content_types(numbers: Sequence[int]) -> str:
    sheets = "".join(
        f'<Override PartName="/{path_of(n)}" ContentType="{SHEETML}.worksheet+xml"/>'
        for n in numbers
    )
    return f"""{HEADER}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{SHEETML}.sheet.main+xml"/>{sheets}
<Override PartName="/xl/styles.xml" ContentType="{SHEETML}.styles+xml"/></Types>"""


def _relations(numbers: Sequence[int]) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    last = len(numbers) + 1
    styles = f'<Relationship Id="rId{last}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return f"{RELATIONS}{sheets}{styles}</Relationships>"


def _workbook(name: str, numbers: Sequence[int]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(_called(name, n))} sheetId="{n}" r:id="rId{n}"/>' for n in numbers
    )
    return (
        f'{HEADER}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


def _called(name: str, number: int) -> str:
    """The name of a sheet; those after the first are numbered."""
    beside = "" if number == 1 else f"（{number}）"
    return name.translate(FORBIDDEN)[: LONGEST_NAME - len(beside)] + beside
