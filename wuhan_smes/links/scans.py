"""Which scans of a signed paper are taken: told by their first bytes, whatever their names say."""

from typing import Final

from wuhan_smes.errors import Fault, InputRefused

TYPES: Final = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF-": "application/pdf",
}
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png"
MOST: Final = 5 * 1024 * 1024
HEAD: Final = 8


def scan_type(head: bytes, size: int) -> str:
    """The media type of a scan that begins with `head`. Raises InputRefused for any other file."""
    found = [kind for magic, kind in TYPES.items() if head.startswith(magic)]
    if not found or size > MOST:
        raise InputRefused(
            Fault("scan", "unsupported", "扫描件应为 PNG、JPEG 或 PDF，且不超过 5 MB")
        )
    return found[0]
