"""A photo keeps its picture to the byte and loses every word the camera wrote into it."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.visits import WUHAN
from tests.services.visits import pictures
from wuhan_smes.errors import InputRefused
from wuhan_smes.files.photos import read_photo

TAKEN = datetime(2026, 3, 3, 10, 5, 6, tzinfo=WUHAN)
MAKE = {"image/jpeg": pictures.jpeg, "image/png": pictures.png, "image/webp": pictures.webp}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", MAKE)
def test_time_and_place_are_read_and_nothing_of_them_stays(kind: str, order: str) -> None:
    photo = read_photo(MAKE[kind](exif=pictures.exif(order=order)))

    assert (photo.media_type, photo.taken.at) == (kind, TAKEN)
    assert (photo.taken.latitude, photo.taken.longitude) == (
        Decimal("30.591667"),
        Decimal("114.300000"),
    )
    assert not any(word in photo.data for word in (b"2026:03:03", b"secretly", b"Exif", b"EXIF"))


@pytest.mark.parametrize("kind", MAKE)
def test_the_same_picture_with_other_words_is_the_same(kind: str) -> None:
    one = read_photo(MAKE[kind](exif=pictures.exif()))
    other = read_photo(MAKE[kind](exif=pictures.exif(taken="2020:01:01 00:00:00", place=False)))

    assert one.data == other.data
    assert (other.taken.latitude, other.taken.longitude) == (None, None)


@pytest.mark.parametrize("kind", MAKE)
def test_what_was_taken_out_once_is_out(kind: str) -> None:
    once = read_photo(MAKE[kind](exif=pictures.exif()))

    again = read_photo(once.data)

    assert (again.data, again.taken.at) == (once.data, None)


def test_which_way_is_up_stays_and_nothing_else() -> None:
    photo = read_photo(pictures.jpeg(exif=pictures.exif(turned=6)))

    assert b"Exif" in photo.data
    assert b"2026:03:03" not in photo.data
    assert read_photo(photo.data).data == photo.data


def test_what_hangs_on_behind_the_picture_is_cut_off() -> None:
    plain, film = pictures.jpeg(), pictures.jpeg(tail=b"ftypmp42 secretly \xff\xd9")

    assert read_photo(film).data == read_photo(plain).data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"GIF89a" + bytes(20),
        b"%PDF-1.7",
        b"MZ" + bytes(100),
        b"\xff\xd8\xff\xe0",
        pictures.jpeg()[:60],
        pictures.png()[:40],
        pictures.webp()[:20],
        b"RIFF\x10\0\0\0WEBPVP8X\0\0\0\0",
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused):
        read_photo(data)


WHOLE = [make(exif=pictures.exif()) for make in MAKE.values()]


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 700),
)
def test_no_damaged_photo_breaks_more_than_itself(
    whole: bytes, damage: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(whole)
    for at, byte in damage:
        data[at % len(data)] = byte

    try:
        photo = read_photo(bytes(data[: len(data) - cut % 50]))
    except InputRefused:
        return

    assert len(photo.data) <= len(data) + 40
