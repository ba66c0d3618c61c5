"""A sheet in the style of official papers (公文) as .docx: A4, 方正小标宋 heads, 仿宋 text.

The fonts are named and never shipped; a machine without them shows its own.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
FOOTER: Final = MEDIA.removesuffix("document") + "footer+xml"
FONT_TABLE: Final = MEDIA.removesuffix("document") + "fontTable+xml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# Twentieths of a point: top 37 mm, binding 28 mm, text area 156 × 225 mm; 28 points a line.
PAGE: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851"'
    ' w:footer="1417" w:gutter="0"/></w:sectPr>'
)
# The day stands four characters from the right edge of the text (右空四字).
DAY_FROM_THE_RIGHT: Final = 4
TITLE_FONT, TEXT_FONT, HEADING_FONT = "方正小标宋_GBK", "仿宋_GB2312", "黑体"
SECOND_FONT: Final = "楷体_GB2312"
# How a heading of each level begins, and what it is set in.
LEVELS: Final = (
    (re.compile("[一二三四五六七八九十]+、"), HEADING_FONT),
    (re.compile("（[一二三四五六七八九十]+）"), SECOND_FONT),
)
# What a machine without the official fonts may take instead: free ones.
FALLBACKS: Final = {
    TITLE_FONT: "Noto Serif CJK SC",
    TEXT_FONT: "FandolFang",
    HEADING_FONT: "Noto Sans CJK SC",
    SECOND_FONT: "FandolKai",
    "宋体": "Noto Serif CJK SC",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its title (2号), number, whom it goes to, text (3号), who signs and when.

    A notice to everybody has neither number nor addressee. `annexes` are named below the text. A
    title of two lines says itself where the second begins: no word is to be torn apart.
    """

    title: str
    number: str
    addressee: str
    paragraphs: Sequence[str]
    signed_by: str
    day: str
    annexes: Sequence[str] = field(default=())


def to_docx(paper: Paper) -> bytes:
    """The paper as a file; the same paper gives the same bytes."""
    return packed(body_of(paper) + PAGE)


def body_of(paper: Paper) -> str:
    """The paragraphs of the paper, without its page."""
    return "".join(
        (
            *(line(part, TITLE_FONT, 44, align="center") for part in paper.title.split("\n")),
            *([line(paper.number, TEXT_FONT, 32, align="center")] if paper.number else []),
            line("", TEXT_FONT, 32),
            *([line(f"{paper.addressee}：", TEXT_FONT, 32)] if paper.addressee else []),
            *(_told(text) for text in paper.paragraphs),
            line("", TEXT_FONT, 32),
            *(line(text, TEXT_FONT, 32, indent=True) for text in named_annexes(paper.annexes)),
            *([line("", TEXT_FONT, 32)] if paper.annexes else []),
            line(paper.signed_by, TEXT_FONT, 32, align="right", right=_below(paper)),
            line(paper.day, TEXT_FONT, 32, align="right", right=DAY_FROM_THE_RIGHT),
        )
    )


def packed(body: str, links: Sequence[str] = ()) -> bytes:
    """A document of these paragraphs and tables, with the page number below. `links` are the
    addresses that `linked_line` names by their place.
    """
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MEDIA}.main+xml"/>'
            f'<Override PartName="/word/fontTable.xml" ContentType="{FONT_TABLE}"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{FOOTER}"/></Types>'
        ),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("footer", "footer1.xml"), ("fontTable", "fontTable.xml"), links=links
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        ),
        "word/fontTable.xml": f'<w:fonts xmlns:w="{W}">{_fonts()}</w:fonts>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{W}">{_page_number()}</w:ftr>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def named_annexes(annexes: Sequence[str]) -> list[str]:
    """附件：… for one; numbered below one another where there are several."""
    if len(annexes) < 2:
        return [f"附件：{title}" for title in annexes]
    told = [f"{n}. {title}" for n, title in enumerate(annexes, start=1)]
    return [f"附件：{told[0]}", *(f"　　　{it}" for it in told[1:])]


def levelled(text: str) -> list[tuple[str, str]]:
    """A paragraph as words and their fonts: a heading of the first or second level in that of its
    level, up to its full stop where text goes on behind it. An item that is one sentence is text.
    """
    font = next((font for begins, font in LEVELS if begins.match(text)), TEXT_FONT)
    head, stop, rest = text.partition("。")
    if font == TEXT_FONT or (stop and not rest):
        return [(text, TEXT_FONT)]
    return [(head + stop, font), *([(rest, TEXT_FONT)] if rest else [])]


def _told(text: str) -> str:
    words = "".join(run(escape(part), font, 32) for part, font in levelled(text))
    return f"<w:p><w:pPr>{pitch(LINE_HEIGHT)}{INDENTED}</w:pPr>{words}</w:p>"


def _relations(*targets: tuple[str, str], links: Sequence[str] = ()) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    listed += "".join(
        f'<Relationship Id="link{n}" Type="{R}/hyperlink" Target={quoteattr(target)}'
        ' TargetMode="External"/>'
        for n, target in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _fonts() -> str:
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )


def _below(paper: Paper) -> float:
    """How far from the right who signs stands, in characters: centred above the day."""
    return max(0, DAY_FROM_THE_RIGHT + (_width(paper.day) - _width(paper.signed_by)) / 2)


def _width(text: str) -> float:
    """In characters of the text's own size; digits and Latin letters take half of one."""
    return sum(0.5 if sign.isascii() else 1 for sign in text)


# Twentieths of a point from line to line: of the text, and of what stands small below a table.
LINE_HEIGHT, SMALL_LINE_HEIGHT = 560, 360
INDENTED: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def line(
    text: str,
    font: str,
    half_points: int,
    *,
    align: str = "",
    indent: bool = False,
    right: float = 0,
    height: int = LINE_HEIGHT,
) -> str:
    """One paragraph, 28 points a line unless said otherwise; `right` is how many characters it
    stands off the edge.
    """
    look = pitch(height) + (INDENTED if indent else "")
    look += (
        f'<w:ind w:rightChars="{right * 100:.0f}" w:right="{right * 320:.0f}"/>' if right else ""
    )
    look += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{look}</w:pPr>{run(escape(text), font, half_points)}</w:p>"


def linked_line(parts: Sequence[tuple[str, int | None]], font: str, half_points: int) -> str:
    """One indented paragraph of words, some of them links to the address at their place."""
    told = "".join(
        run(escape(text), font, half_points)
        if place is None
        else f'<w:hyperlink r:id="link{place}">{run(escape(text), font, half_points)}</w:hyperlink>'
        for text, place in parts
    )
    return f"<w:p><w:pPr>{pitch(LINE_HEIGHT)}{INDENTED}</w:pPr>{told}</w:p>"


def pitch(height: int) -> str:
    """Lines exactly so far apart, whichever font a machine sets them in."""
    return f'<w:spacing w:line="{height}" w:lineRule="exact"/>'


def run(text: str, font: str, half_points: int) -> str:
    """Text of one font and size."""
    fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}"/>'
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f'<w:r><w:rPr>{fonts}{size}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _page_number() -> str:
    dash = run("— ", "宋体", 28)
    field = f'<w:fldSimple w:instr="PAGE">{run("1", "宋体", 28)}</w:fldSimple>'
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{dash}{field}{run(" —", "宋体", 28)}</w:p>'
