"""A cell as a reader of files gives it, and the text a person would see in it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from wuhan_smes.exchange.reading.errors import CellRefused

Cell = str | float | int | date | datetime | time | timedelta
Row = list[Cell]

# From here on a spreadsheet has rounded the number: it keeps fifteen digits.
MOST_DIGITS_KEPT: Final = 10**14
UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
# What our own writers put an apostrophe before, with the apostrophes it had itself.
GUARDED: Final = re.compile(f"'+[{re.escape(FORMULA_STARTS)}\x01-\x1f]")
TEXT_TRICK: Final = re.compile(r'="([^"]*)"')
TRICKS: Final = frozenset({"'", "="})
NOTHING: Final = frozenset({"-", "--", "—", "——", "–", "/", "\\", "－", "―"})


def printed(cell: Cell) -> str:
    """The cell as it stands on the page; nothing in it that PostgreSQL could not keep."""
    if isinstance(cell, str):
        return cell if cell.isprintable() else UNSTORABLE.sub("", cell)
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 10**15
        return str(int(cell)) if whole else format(cell, ".15g")
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "seconds")
    return str(cell)


def folded(text: str) -> str:
    """`text` in NFKC without control and format characters; spaces and line breaks are kept."""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})


def squeezed(text: str) -> str:
    """`text` folded and without any space or line break."""
    return "".join(folded(text).split())


def unquoted(text: str) -> str:
    """Undoes what writers of lists do to keep a spreadsheet from calculating: '=x and ="001"."""
    if text[:1] == "'" and GUARDED.match(text):
        return text[1:]
    if text[:2] == '="' and (trick := TEXT_TRICK.fullmatch(text)):
        return trick[1]
    return text


def as_code(cell: Cell) -> str:
    """The text of a cell in a column of codes or words; a number may have lost its last digits."""
    if cell.__class__ is str and cell.isprintable() and cell[:1] not in TRICKS:
        return cell
    if isinstance(cell, float | int) and abs(cell) >= MOST_DIGITS_KEPT:
        raise CellRefused(
            "digits_lost",
            f"“{printed(cell)}”是数字格式，超过15位的部分已丢失，请把该列设为文本后重新填写",
        )
    return unquoted(printed(cell))


def column_letters(index: int) -> str:
    """0 → A, 26 → AA, as a spreadsheet names its columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
