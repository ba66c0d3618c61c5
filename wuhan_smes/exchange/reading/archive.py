"""The guard before an xlsx is parsed: what could harm is refused, each sheet is looked through.

Every member of XML is unpacked once, in pieces, so that declared and real sizes agree.
"""

import re
import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path, PurePosixPath
from stat import S_IFMT, S_ISLNK
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.formats import AS_XLSX
from wuhan_smes.exchange.reading.limits import MEGABYTE, Limits
from wuhan_smes.exchange.reading.worksheet_scan import Sheets, WorksheetScan, percent_styles

PIECE: Final = 2 * MEGABYTE
OVERLAP: Final = 4096
SMALL: Final = MEGABYTE
BOOK: Final = "xl/workbook.xml"
SINCE_1904: Final = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)")


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
    styles = frozenset[bytes]()
    for member in sorted(members, key=lambda one: "styles" not in one.filename.lower()):
        name = member.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        with closing(_pieces(archive, member)) as pieces:
            if "worksheets/" in name and name.endswith(".xml"):
                WorksheetScan(member.filename, seen, styles, limits).read(pieces)
            elif name.endswith("styles.xml"):
                styles = percent_styles(b"".join(pieces))
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
