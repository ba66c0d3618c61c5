"""Which files may be kept with a piece of work: a few kinds, told by their first bytes, never by
their names.

Nothing is opened or shown: a file is kept as it came, and handed out to be saved. Pictures lose
what the camera wrote into them. Office files are looked through for bombs and macros.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.files.photos import read_photo

MOST_BYTES: Final = 10 * 1024 * 1024
MEMBERS: Final = 2000
UNPACKED: Final = 200 * 1024 * 1024
RATIO: Final = 100
NAME: Final = 120
# Control characters, what a file system refuses, and marks that turn the order of letters round.
FORBIDDEN: Final = re.compile('[\\x00-\\x1f\\x7f<>:"|?*\\u202a-\\u202e\\u2066-\\u2069]')
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
# By the folder an office file keeps its text in: suffix and kind.
PACKED: Final = {
    "word/": ("docx", f"{OFFICE}wordprocessingml.document"),
    "xl/": ("xlsx", f"{OFFICE}spreadsheetml.sheet"),
    "ppt/": ("pptx", f"{OFFICE}presentationml.presentation"),
}
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx"
TOLD: Final = "PDF、图片（JPEG、PNG、WebP）或 Office 文件（docx、xlsx、pptx），单个不超过 10 MB"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that may be kept: what it is called, what it is, its bytes."""

    name: str
    media_type: str
    data: bytes


def read_attachment(name: str, data: bytes) -> Attached:
    """Raises InputRefused for anything that is too large, of another kind, or dangerous."""
    if not data:
        raise _refused("empty", f"“{_shown(name)}”是空文件")
    if len(data) > MOST_BYTES:
        raise _refused("too_large", f"“{_shown(name)}”超过 10 MB，请压缩或拆分后再传")
    if data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        picture = read_photo(data)
        return Attached(_named(name, picture.suffix), picture.media_type, picture.data)
    if data.startswith(b"%PDF-"):
        return Attached(_named(name, "pdf"), "application/pdf", data)
    if data.startswith(b"PK\x03\x04"):
        suffix, kind = _packed(name, data)
        return Attached(_named(name, suffix), kind, data)
    raise _refused("unsupported", f"“{_shown(name)}”不能作为附件，可上传{TOLD}")


def _packed(name: str, data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _refused("broken", f"“{_shown(name)}”已损坏，请重新保存后再传") from error
    names = {member.filename for member in members}
    size = sum(member.file_size for member in members)
    if len(members) > MEMBERS or size > UNPACKED or size > RATIO * len(data):
        raise _refused("bomb", f"“{_shown(name)}”解压后过大，不能接收")
    if any("vbaproject" in it.lower() or "/embeddings/" in it.lower() for it in names):
        raise _refused("macros", f"“{_shown(name)}”含宏或嵌入对象，请另存为普通文档后再传")
    for folder, kind in PACKED.items():
        if "[Content_Types].xml" in names and any(it.startswith(folder) for it in names):
            return kind
    raise _refused("unsupported", f"“{_shown(name)}”不能作为附件，可上传{TOLD}")


def _named(name: str, suffix: str) -> str:
    """The name the person gave, without path and control characters, with the ending it has."""
    stem = PurePosixPath(_shown(name)).stem.strip(" .") or "附件"
    return f"{stem[:NAME]}.{suffix}"


def _shown(name: str) -> str:
    return FORBIDDEN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1])


def _refused(code: str, detail: str) -> InputRefused:
    return InputRefused(Fault("attachment", code, detail))
