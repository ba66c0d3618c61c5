"""Photos made by hand: small ones, with and without what a camera writes into them."""

import struct
import zlib

EXIF = b"Exif\0\0"
# A grey pixel: quantisation, frame, Huffman tables and scan of the smallest JPEG there is.
TABLES = b"\xff\xdb\x00\x43\x00" + bytes([1] * 64)
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
CODES = b"\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x00" + b"\xff\xc4\x00\x14\x10\x01" + bytes(16)
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
JFIF = b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def jpeg(*, exif: bytes = b"", tail: bytes = b"", grey: int = 1) -> bytes:
    """A whole JPEG; `tail` is what a telephone hangs on behind the picture."""
    app1 = b""
    if exif:
        body = EXIF + exif
        app1 = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    comment = b"\xff\xfe\x00\x0asecretly"
    coded = bytes([grey & 0x7F, 0x3F])
    return b"".join(
        [b"\xff\xd8", JFIF, app1, comment, TABLES, FRAME, CODES, SCAN, coded, b"\xff\xd9", tail]
    )


def png(*, exif: bytes = b"") -> bytes:
    parts = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"tEXt", b"Author\0secretly"),
        _chunk(b"eXIf", exif) if exif else b"",
        _chunk(b"IDAT", zlib.compress(b"\0\0")),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def webp(*, exif: bytes = b"") -> bytes:
    vp8x = b"VP8X" + struct.pack("<I", 10) + bytes([0x08 if exif else 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    picture = b"VP8L" + struct.pack("<I", 2) + b"/\0"
    tagged = b"EXIF" + struct.pack("<I", len(exif)) + exif + bytes(len(exif) & 1) if exif else b""
    body = b"WEBP" + vp8x + picture + tagged
    return b"RIFF" + struct.pack("<I", len(body)) + body


def exif(
    *, taken: str = "2026:03:03 10:05:06", place: bool = True, turned: int = 1, order: str = ">"
) -> bytes:
    """A block as a telephone writes it in Wuhan; `order` is > or <."""
    mark = b"MM" if order == ">" else b"II"
    first, below, gps, data = 8, 8 + 2 + 3 * 12 + 4, 100, 200
    fields = [
        struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0),
        struct.pack(f"{order}HHII", 0x8769, 4, 1, below),
        struct.pack(f"{order}HHII", 0x8825, 4, 1, gps),
    ]
    text = taken.encode() + b"\0"
    below_fields = [struct.pack(f"{order}HHII", 0x9003, 2, len(text), data)]
    north = (30, 1, 35, 1, 3000, 100)
    east = (114, 1, 18, 1, 0, 1)
    gps_fields = [
        struct.pack(f"{order}HHI4s", 1, 2, 2, b"N\0\0\0"),
        struct.pack(f"{order}HHII", 2, 5, 3, data + 40),
        struct.pack(f"{order}HHI4s", 3, 2, 2, b"E\0\0\0"),
        struct.pack(f"{order}HHII", 4, 5, 3, data + 64),
    ]
    block = bytearray(data + 88)
    block[:8] = mark + struct.pack(f"{order}HI", 42, first)
    _put(block, first, fields, order)
    _put(block, below, below_fields, order)
    if place:
        _put(block, gps, gps_fields, order)
    block[data : data + len(text)] = text
    block[data + 40 : data + 64] = struct.pack(f"{order}6I", *north)
    block[data + 64 : data + 88] = struct.pack(f"{order}6I", *east)
    return bytes(block)


def _put(block: bytearray, at: int, fields: list[bytes], order: str) -> None:
    block[at : at + 2] = struct.pack(f"{order}H", len(fields))
    for number, field in enumerate(fields):
        block[at + 2 + 12 * number : at + 14 + 12 * number] = field


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
