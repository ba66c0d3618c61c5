"""One worksheet as it is unpacked: how large it is, and which cells a parser would show otherwise
than they look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wuhan_smes.exchange.reading.cells import column_index
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import Limits

UNCALCULATED: Final = "#未计算"
# The usual spelling of positions, quick to find, and every other one XML allows. What is spelt
# otherwise still, the limits of the process hold.
USUAL_ROW: Final = re.compile(rb'<row r="(\d+)"')
USUAL_WIDE: Final = re.compile(rb' r="([A-Z]{2,4})\d')
ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\br\s*=\s*[\"'](\d+)")
WIDE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{2,4})\d+[\"']")
FORMULA: Final = re.compile(
    rb"<c\b(?P<head>[^>]{0,200})>\s*<f\b(?:[^>]{0,200}/>|[^>]{0,200}>[^<]{0,9000}</f>)\s*"
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
ERROR: Final = re.compile(
    rb"<c\b(?=[^>]{0,200}\bt=\"e\")(?P<head>[^>]{0,200})>"
    rb"(?:(?!</c>).){0,2000}?<v>(?P<text>[^<]{0,40})</v>",
    re.DOTALL,
)
PLACE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d+)[\"']")
TEXT_RESULT: Final = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
FORMAT_CODE: Final = re.compile(rb'formatCode="([^"]*)"')
FORMAT_NUMBER: Final = re.compile(rb'numFmtId="(\d+)"')
STYLED: Final = rb"<c\b(?=[^>]{0,200}\bs=[\"'](?:%s)[\"'])([^>]{0,200})>"
Places = dict[int, dict[int, str]]


@dataclass(slots=True)
class Sheets:
    """What the guard saw. By member, row and column: cells a parser shows otherwise than they look,
    with the text to show (error values, formulas without a value) or empty for a percentage.
    """

    since_1904: bool = False
    special: dict[str, Places] = field(default_factory=dict)
    has_booleans: set[str] = field(default_factory=set)


class WorksheetScan:
    """Takes the pieces of one worksheet and notes what it sees. Raises Unreadable when too large.

    `styles` are the numbers of the formats that show percentages.
    """

    def __init__(self, name: str, seen: Sheets, styles: frozenset[bytes], limits: Limits) -> None:
        self.name, self.seen, self.limits = name, seen, limits
        self.special = seen.special.setdefault(name, {})
        joined = b"|".join(sorted(styles))
        self.percent = re.compile(STYLED % joined) if joined else None
        self.rows, self.columns = 0, 26

    def read(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self._measure(piece)
            if b"<f" in piece:
                self._note_uncalculated(piece)
            if b't="e"' in piece:
                for found in ERROR.finditer(piece):
                    self._note(found["head"], found["text"].decode("utf-8", "replace"))
            if b't="b"' in piece:
                self.seen.has_booleans.add(self.name)
            if self.percent is not None:
                for found in self.percent.finditer(piece):
                    self._note(found[1], "")

    def _measure(self, piece: bytes) -> None:
        rows = USUAL_ROW.findall(piece)
        unusual = piece.count(b"row ") > len(rows) + 1
        for number in ROW.findall(piece) if unusual else rows:
            self.rows = max(self.rows, int(number[:9]))
        for letters in set((WIDE if unusual else USUAL_WIDE).findall(piece)):
            self.columns = max(self.columns, column_index(letters.decode()) + 1)
        if self.columns > self.limits.columns:
            raise Unreadable(
                "columns",
                f"工作表有{self.columns}列，超过{self.limits.columns}列，请删去右侧多余的列后再上传",
            )
        if self.rows > self.limits.rows or self.rows * self.columns > 2 * self.limits.cells:
            raise Unreadable(
                "rows",
                f"工作表到第{self.rows}行仍有内容，超出可读范围，请删去下方多余的行，"
                "或拆分后分次上传，或另存为 csv（csv 可导入百万行）",
            )

    def _note_uncalculated(self, piece: bytes) -> None:
        for found in FORMULA.finditer(piece):
            if not TEXT_RESULT.search(found["head"]):
                self._note(found["head"], UNCALCULATED)

    def _note(self, head: bytes, text: str) -> None:
        if place := PLACE.search(head):
            row = self.special.setdefault(int(place[2]) - 1, {})
            row.setdefault(column_index(place[1].decode()), text)


def percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell formats that show a percentage."""
    formats = re.findall(rb"<numFmt\b[^>]*>", styles)
    percent = {b"9", b"10"}
    for one in formats:
        code, number = FORMAT_CODE.search(one), FORMAT_NUMBER.search(one)
        if code and number and b"%" in code[1]:
            percent.add(number[1])
    _, _, after = styles.partition(b"<cellXfs")
    applied = re.findall(rb"<xf\b[^>]*>", after.partition(b"</cellXfs>")[0])
    found = (FORMAT_NUMBER.search(one) for one in applied)
    return frozenset(b"%d" % at for at, one in enumerate(found) if one and one[1] in percent)
