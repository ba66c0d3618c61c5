"""What a file is, told from its first bytes; its name is only a hint."""

import re
from enum import Enum
from pathlib import Path
from typing import Final

from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import MEGABYTE, Limits

HEAD: Final = 4096
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
AS_XLSX: Final = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿（*.xlsx）”再上传"
MARKUP: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!DOCTYPE\s+html|html|head|body|table|meta|style|\?mso|Workbook|ss:Workbook)\b",
    re.IGNORECASE | re.DOTALL,
)
FOREIGN: Final = (
    (b"%PDF", "pdf", "这是 PDF 文件，无法按表格读取，请使用原始的 Excel 表格"),
    (b"Rar!", "archive", "这是压缩包，请解压后上传其中的表格"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "这是压缩包，请解压后上传其中的表格"),
    (b"\x1f\x8b", "archive", "这是压缩包，请解压后上传其中的表格"),
    (b"\x89PNG", "picture", "这是图片，无法按表格读取，请使用原始的 Excel 表格"),
    (b"\xff\xd8\xff", "picture", "这是图片，无法按表格读取，请使用原始的 Excel 表格"),
    (b"GIF8", "picture", "这是图片，无法按表格读取，请使用原始的 Excel 表格"),
    (b"MIME-Version:", "markup", f"这是网页格式的文件，不是真正的 Excel 表格，{AS_XLSX}"),
    (b"{\\rtf", "document", "这是文字文档，请把表格复制到 Excel 中另存为 xlsx 再上传"),
)


class Format(Enum):
    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "csv"
    JSON = "json"


def format_of(path: Path, file_name: str, limits: Limits) -> Format:
    """The format of a file we can read. Raises Unreadable for every other, saying what to do."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        most = limits.file_bytes // MEGABYTE
        raise Unreadable("too_big", f"文件为{size // MEGABYTE} MB，超过{most} MB，请拆分后分次上传")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Unreadable("empty", "文件是空的，请检查是否选错文件")
    if head.startswith(b"PK"):
        return Format.XLSX
    if head.startswith(OLE):
        return _compound(path, limits)
    for magic, code, detail in FOREIGN:
        if head.startswith(magic):
            raise Unreadable(code, detail)
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        raise Unreadable("old_workbook", f"这是 Excel 5.0 以前的旧格式，{AS_XLSX}")
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("markup", f"这是网页或 XML 格式，只是取了表格的扩展名，{AS_XLSX}")
    if (
        file_name.lower().endswith(".json")
        or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2] in JSON_STARTS
    ):
        return Format.JSON
    return Format.TEXT


JSON_STARTS: Final = frozenset({b"[{", b"[\n", b"[\r", b"[ ", b"[]", b'{"', b"{\n", b"{\r"})


def _compound(path: Path, limits: Limits) -> Format:
    """A compound file is an .xls, an encrypted workbook or something else altogether."""
    if path.stat().st_size > limits.unpacked_bytes:
        raise Unreadable("too_big", f"xls 文件过大，{AS_XLSX}")
    content = path.read_bytes()
    if ENCRYPTED in content:
        raise Unreadable(
            "password", "工作簿设有打开密码，请在 Excel 中取消密码（文件→信息→保护工作簿）后再上传"
        )
    if not any(name in content for name in WORKBOOK_STREAMS):
        raise Unreadable(
            "not_a_workbook", "这不是 Excel 工作簿（可能是 Word 等文档），请上传表格文件"
        )
    return Format.XLS
