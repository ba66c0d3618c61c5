"""The guard before an xlsx is parsed: what could harm is refused, and what the parser would lose is
noted (formulas without a value, error values, percentages).

Every member of XML is unpacked once, in pieces, so that declared and real sizes agree.
"""

import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_IFMT, S_ISLNK
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from wuhan_smes.exchange.reading.cells import column_index
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.formats import AS_XLSX
from wuhan_smes.exchange.reading.limits import MEGABYTE, Limits

PIECE: Final = 2 * MEGABYTE
OVERLAP: Final = 4096
SMALL: Final = MEGABYTE
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
BOOK: Final = "xl/workbook.xml"
SINCE_1904: Final = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)")
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


def guard_archive(path: Path, limits: Limits) -> Sheets:
    """Look through an xlsx before anybody parses it. Raises Unreadable, each time saying why."""
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_listing(members, limits)
            return _look_through(archive, members, limits)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError) as broken:
        raise Unreadable("broken", f"文件已损坏或没有传完整，{AS_XLSX}") from broken
    except RuntimeError as locked:
        raise Unreadable("password", "压缩内容设有密码，请取消密码后再上传") from locked


def _refuse_listing(members: list[ZipInfo], limits: Limits) -> None:
    """What the table of contents already tells."""
    names = [member.filename for member in members]
    if len(members) > limits.members:
        raise Unreadable(
            "members", f"文件内部有{len(members)}个部件，超过{limits.members}个，{AS_XLSX}"
        )
    if len({name.lower() for name in names}) != len(names):
        raise Unreadable("broken", f"文件内部有重名部件，{AS_XLSX}")
    if any(_outside(member) for member in members):
        raise Unreadable("path", f"文件内部含有异常路径，{AS_XLSX}")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise Unreadable(
            "unpacked",
            f"文件展开后约{unpacked // MEGABYTE} MB，超过{limits.unpacked_bytes // MEGABYTE} MB，"
            "请拆分后分次上传，或另存为 csv（csv 可导入百万行）",
        )
    if unpacked > SMALL and unpacked > limits.ratio * max(packed, 1):
        raise Unreadable("ratio", f"文件压缩比异常（疑似恶意文件），{AS_XLSX}")
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise Unreadable("macros", f"工作簿含有宏，{AS_XLSX}")
    if any("externallinks/" in name for name in lower):
        raise Unreadable(
            "external_links",
            "工作簿引用了其他文件，请在“数据→编辑链接”中断开链接（或复制后粘贴为数值）再上传",
        )
    if "xl/workbook.bin" in lower:
        raise Unreadable("binary_workbook", f"这是二进制工作簿（xlsb），{AS_XLSX}")
    if not any(name.startswith("xl/") for name in lower):
        raise Unreadable("not_a_workbook", _other_archive(lower))


def _outside(member: ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = S_ISLNK(S_IFMT(member.external_attr >> 16))
    return is_link or path.is_absolute() or ".." in path.parts or ":" in member.filename


def _other_archive(names: list[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "这是 Word 文档，请把表格复制到 Excel 中另存为 xlsx 再上传"
    if any(name == "content.xml" for name in names):
        return f"这是 OpenDocument 文档，{AS_XLSX}"
    return "这是压缩包，不是 Excel 工作簿，请解压后上传其中的表格"


def _look_through(archive: ZipFile, members: list[ZipInfo], limits: Limits) -> Sheets:
    seen = Sheets()
    percent_styles = frozenset[bytes]()
    for member in sorted(members, key=lambda one: "styles" not in one.filename.lower()):
        name = member.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        with closing(_pieces(archive, member)) as pieces:
            if "worksheets/" in name and name.endswith(".xml"):
                _Sheet(member.filename, seen, percent_styles, limits).read(pieces)
            elif name.endswith("styles.xml"):
                percent_styles = _percent_styles(b"".join(pieces))
            else:
                for piece in pieces:
                    seen.since_1904 |= name == BOOK and SINCE_1904.search(piece) is not None
    return seen


def _pieces(archive: ZipFile, member: ZipInfo) -> Generator[bytes, None, None]:
    """The member in pieces that overlap, so that nothing hides on a seam."""
    tail = b""
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            if not tail and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:200]):
                raise Unreadable("broken", f"文件内部编码异常，{AS_XLSX}")
            whole = tail + piece
            if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole:
                raise Unreadable("doctype", f"文件内部含有外部实体声明（疑似恶意文件），{AS_XLSX}")
            yield whole
            tail = whole[-OVERLAP:]


def _percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell formats that show a percentage."""
    formats = re.findall(rb"<numFmt\b[^>]*>", styles)
    percent = {b"9", b"10"}
    for one in formats:
        code, number = (
            re.search(rb'formatCode="([^"]*)"', one),
            re.search(rb'numFmtId="(\d+)"', one),
        )
        if code and number and b"%" in code[1]:
            percent.add(number[1])
    _, _, after = styles.partition(b"<cellXfs")
    applied = re.findall(rb"<xf\b[^>]*>", after.partition(b"</cellXfs>")[0])
    found = (FORMAT_NUMBER.search(one) for one in applied)
    return frozenset(b"%d" % at for at, one in enumerate(found) if one and one[1] in percent)


class _Sheet:
    """One worksheet as it is unpacked: its size, and its cells that need a word."""

    def __init__(
        self, name: str, seen: Sheets, percent_styles: frozenset[bytes], limits: Limits
    ) -> None:
        self.name, self.seen, self.limits = name, seen, limits
        self.special = seen.special.setdefault(name, {})
        styles = b"|".join(sorted(percent_styles))
        self.percent = re.compile(STYLED % styles) if styles else None
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
