"""Which files may be evidence of a figure: told by their first bytes, never by their names."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from wuhan_smes.errors import Fault, InputRefused

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_A_YEAR: Final = 40
NAME: Final = 120
# First bytes → the ending and the kind.
KINDS: Final = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}
FORBIDDEN: Final = re.compile('[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
TOLD: Final = "PDF、JPEG 或 PNG，单个不超过 10 MB"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that may be kept."""

    name: str
    media_type: str
    data: bytes


def read_evidence(name: str, data: bytes) -> Given:
    """Raises InputRefused for what is empty, too large, or of another kind."""
    if not data:
        raise _refused("empty", "文件是空的")
    if len(data) > MOST_BYTES:
        raise _refused("too_large", "文件超过 10 MB，请压缩或拆分后再传")
    for head, (suffix, kind) in KINDS.items():
        if data.startswith(head):
            return Given(_named(name, suffix), kind, data)
    raise _refused("unsupported", f"佐证文件应为{TOLD}")


def require_room(count: int) -> None:
    """Refuses one more where a year has as many as it may."""
    if count >= MOST_A_YEAR:
        raise _refused("too_many", f"每家企业每年最多 {MOST_A_YEAR} 个佐证文件")


def _named(name: str, suffix: str) -> str:
    """The name the person gave, without path and control characters, with the ending it has."""
    plain = FORBIDDEN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1])
    return f"{(PurePosixPath(plain).stem.strip(' .') or '佐证')[:NAME]}.{suffix}"


def _refused(code: str, detail: str) -> InputRefused:
    return InputRefused(Fault("file", code, detail))
