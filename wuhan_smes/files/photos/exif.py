"""When and where a camera says it took a picture: the few fields of Exif that tell it.

Everything is checked before it is read: a field that points outside its block is no field.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

WUHAN: Final = ZoneInfo("Asia/Shanghai")
HEADER: Final = b"Exif\0\0"
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
ORIENTATION, UPRIGHT = 0x0112, 1
ASCII, SHORT, LONG, RATIONAL = 2, 3, 4, 5
SIZES: Final = {1: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, 7: 1, 9: 4, 10: 8}
MOST_FIELDS: Final = 200
STEP: Final = Decimal("0.000001")
MOMENT: Final = "%Y:%m:%d %H:%M:%S"

Fields = Mapping[int, tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the camera wrote; None where it wrote nothing one can believe."""

    at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def read_exif(block: bytes) -> Taken:
    """Time and place from an Exif block, with or without its header."""
    block, order, first = _first(block)
    latitude, longitude = _place(_below(block, first, GPS_IFD, order), order)
    return Taken(_moment(_below(block, first, EXIF_IFD, order)), latitude, longitude)


def orientation_of(block: bytes) -> int:
    """Which way the picture is turned, 1 to 8; upright where nothing says otherwise."""
    _, order, first = _first(block)
    kind, raw = first.get(ORIENTATION, (0, b""))
    value: int = struct.unpack(f"{order}H", raw)[0] if kind == SHORT and len(raw) == 2 else UPRIGHT
    return value if 1 <= value <= 8 else UPRIGHT


def _first(block: bytes) -> tuple[bytes, str, Fields]:
    """The block without its header, its byte order, and the fields it begins with."""
    block = block.removeprefix(HEADER)
    order = {b"II": "<", b"MM": ">"}.get(block[:2], "")
    if not order or len(block) < 8:
        return b"", ">", {}
    return block, order, _fields(block, struct.unpack_from(f"{order}I", block, 4)[0], order)


def _below(block: bytes, fields: Fields, tag: int, order: str) -> Fields:
    kind, raw = fields.get(tag, (0, b""))
    if kind != LONG or len(raw) != 4:
        return {}
    return _fields(block, struct.unpack(f"{order}I", raw)[0], order)


def _fields(block: bytes, start: int, order: str) -> Fields:
    if start + 2 > len(block):
        return {}
    (count,) = struct.unpack_from(f"{order}H", block, start)
    found: dict[int, tuple[int, bytes]] = {}
    for number in range(min(count, MOST_FIELDS)):
        at = start + 2 + 12 * number
        if at + 12 > len(block):
            break
        tag, kind, length = struct.unpack_from(f"{order}HHI", block, at)
        size = SIZES.get(kind, 0) * length
        if size > 4:
            (at,) = struct.unpack_from(f"{order}I", block, at + 8)
        else:
            at += 8
        if 0 < size <= 4096 and at + size <= len(block):
            found[tag] = (kind, block[at : at + size])
    return found


def _moment(fields: Fields) -> datetime | None:
    """A camera that names no zone goes by the clock in Wuhan."""
    try:
        plain = datetime.strptime(_text(fields, TAKEN), MOMENT)  # noqa: DTZ007 - zone follows
    except ValueError:
        return None
    return plain.replace(tzinfo=_zone(_text(fields, TAKEN_OFFSET))) if plain.year >= 2000 else None


def _zone(text: str) -> tzinfo:
    try:
        return datetime.strptime(text, "%z").tzinfo or WUHAN
    except ValueError:
        return WUHAN


def _place(fields: Fields, order: str) -> tuple[Decimal | None, Decimal | None]:
    """Both or neither; the zero point in the sea is a camera that had no signal."""
    latitude = _degrees(fields, LATITUDE, order)
    longitude = _degrees(fields, LONGITUDE, order)
    if latitude is None or longitude is None or not (latitude or longitude):
        return None, None
    if latitude > 90 or longitude > 180:
        return None, None
    south = _text(fields, LATITUDE_REF) == "S"
    west = _text(fields, LONGITUDE_REF) == "W"
    return (-latitude if south else latitude), (-longitude if west else longitude)


def _degrees(fields: Fields, tag: int, order: str) -> Decimal | None:
    kind, raw = fields.get(tag, (0, b""))
    if kind != RATIONAL or len(raw) != 24:
        return None
    parts = struct.unpack(f"{order}6I", raw)
    if 0 in parts[1::2]:
        return None
    degrees, minutes, seconds = (
        Decimal(n) / d for n, d in zip(parts[::2], parts[1::2], strict=True)
    )
    whole: Decimal = degrees + minutes / 60 + seconds / 3600
    return whole.quantize(STEP)


def _text(fields: Fields, tag: int) -> str:
    kind, raw = fields.get(tag, (0, b""))
    return raw.rstrip(b"\0 ").decode("ascii", "replace") if kind == ASCII else ""
