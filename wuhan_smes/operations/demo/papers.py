"""Papers of the invented city: one page of plain words as PDF, the same bytes each time.

The font is one that every reader of PDF brings along or replaces, so that none is shipped.
"""

from collections.abc import Sequence
from typing import Final

TOP, LEFT, LEADING, SIZE = 760, 72, 30, 16
FONT: Final = (
    (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [5 0 R] >>"
    ),
    (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        " /FontDescriptor 6 0 R /DW 1000 >>"
    ),
    (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    ),
)
PAGE: Final = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R"
    " /Resources << /Font << /F1 4 0 R >> >> >>"
)


def sheet(lines: Sequence[str]) -> bytes:
    """A4, one line of text below the other."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    text = f"BT /F1 {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td {shown} ET"
    return _file(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        *FONT,
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    )


def _file(*objects: str) -> bytes:
    """The objects, numbered from 1, and the table of where each begins."""
    body, places = "%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{words}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("ascii")
