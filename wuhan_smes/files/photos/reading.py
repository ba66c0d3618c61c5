"""Taking a photo apart: its kind by its first bytes, its picture without what is written into it.

Only three kinds are taken. Nothing is decoded or packed anew: the parts of a file that hold no
picture are left out, so that the picture itself stays exactly as it was taken.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.files.photos.exif import (
    HEADER,
    ORIENTATION,
    SHORT,
    UPRIGHT,
    Taken,
    orientation_of,
    read_exif,
)

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
# Parts without which the picture looks different; every other part is a word of the camera.
PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)
WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_WRITTEN: Final = 0x08 | 0x04  # the flags in VP8X that promise Exif and XMP
APP0, APP1, APP2, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
COMMENT, SCAN, END = 0xFE, 0xDA, 0xD9
# Within coded data, FF 00 is a byte and FF D0 to FF D7 mark where decoding may start again.
NEXT_MARKER: Final = re.compile(rb"\xff+(?=[^\x00\xff\xd0-\xd7])")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a known kind, with nothing written into it, and what was."""

    media_type: str
    data: bytes
    taken: Taken

    @property
    def suffix(self) -> str:
        return {JPEG: "jpg", PNG: "png", WEBP: "webp"}[self.media_type]


def read_photo(data: bytes) -> Photo:
    """Raises InputRefused for anything that is not a whole JPEG, PNG or WebP."""
    try:
        if data[:3] == b"\xff\xd8\xff":
            return _jpeg(data)
        if data[:8] == PNG_BEGINS:
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError, _BrokenError):
        raise InputRefused(Fault("photo", "broken", "照片不完整或已损坏，请重新选择")) from None
    raise InputRefused(Fault("photo", "kind", "只接受 JPEG、PNG 或 WebP 照片"))


class _BrokenError(Exception):
    """The parts of the file do not follow each other as its kind asks."""


def _jpeg(data: bytes) -> Photo:
    kept, taken = [data[:2]], Taken()
    for marker, segment in _jpeg_segments(data):
        body = segment[4:]
        if marker == APP1 and body.startswith(HEADER):
            taken = read_exif(body)
            kept.append(_turned(body))
        elif not _told(marker, body):
            kept.append(segment)
    return Photo(JPEG, b"".join(kept), taken)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment up to the end of the picture, a scan with its coded data. What a telephone
    hangs on after the end, a second picture or a film, is none of them.
    """
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        if data[at] != 0xFF:
            raise _BrokenError
        marker = data[at + 1]
        if marker == END:
            yield marker, data[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        until = at + 2 + length
        if length < 2 or until > len(data):
            raise _BrokenError
        if marker == SCAN:
            following = NEXT_MARKER.search(data, until)
            if following is None:
                raise _BrokenError
            until = following.start()
        yield marker, data[at:until]
        at = until


def _told(marker: int, body: bytes) -> bool:
    """Whether a segment tells about the picture; JFIF, Adobe's and colours are part of it."""
    if marker == COMMENT:
        return True
    if not APP0 <= marker <= APP15 or marker in {APP0, APP14}:
        return False
    return not (marker == APP2 and body.startswith(b"ICC_PROFILE\0"))


def _turned(body: bytes) -> bytes:
    """An Exif segment that says only which way is up; empty where the picture stands upright."""
    value = orientation_of(body)
    if value == UPRIGHT:
        return b""
    field = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, value, 0)
    only = HEADER + b"MM\0*" + struct.pack(">IH", 8, 1) + field + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(only) + 2) + only


def _png(data: bytes) -> Photo:
    kept, taken = [PNG_BEGINS], Taken()
    for name, chunk in _png_chunks(data):
        if name in PNG_KEPT:
            kept.append(chunk)
        elif name == b"eXIf":
            taken = read_exif(chunk[8:-4])
        if name == b"IEND":
            return Photo(PNG, b"".join(kept), taken)
    raise _BrokenError


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_BEGINS)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise _BrokenError
        yield chunk[4:8], chunk
        at += len(chunk)


def _webp(data: bytes) -> Photo:
    kept, taken, seen = [], Taken(), False
    for name, chunk in _webp_chunks(data):
        if name == b"EXIF":
            taken = read_exif(chunk[8:])
        elif name == b"VP8X":
            kept.append(chunk[:8] + bytes([chunk[8] & ~WEBP_WRITTEN & 0xFF]) + chunk[9:])
        elif name in WEBP_KEPT:
            kept.append(chunk)
            seen = True
    if not seen:
        raise _BrokenError
    body = b"WEBP" + b"".join(kept)
    return Photo(WEBP, b"RIFF" + struct.pack("<I", len(body)) + body, taken)


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    (size,) = struct.unpack_from("<I", data, 4)
    end, at = 8 + size, 12
    if end > len(data):
        raise _BrokenError
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", data, at + 4)
        padded = length + (length & 1)
        chunk = data[at : at + 8 + padded]
        if len(chunk) < 8 + length:
            raise _BrokenError
        yield chunk[:4], chunk
        at += 8 + padded
