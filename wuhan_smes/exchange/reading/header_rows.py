"""Finding the header of a table: one row, or a row of groups over a row of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wuhan_smes.exchange.reading.cells import Row, squeezed
from wuhan_smes.exchange.reading.headers import HeaderWords, Heading, fingerprint, heading
from wuhan_smes.exchange.reading.lines import filled_cells, is_note, is_total
from wuhan_smes.exchange.reading.pages import Page

LONGEST_HEADER: Final = 40
OURS: Final = frozenset({"问题说明", "原位置"})
NO_HEADING: Final = Heading("", "")
Numbered = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header of one table: `at` lines into what was looked at, `height` lines high.

    `groups` has the heading above each column, empty where there is none; `length` counts the cells
    of the longest of its lines. `cut`: from this column on stands what we added ourselves when we
    handed a list back for correction.
    """

    line: int
    at: int
    height: int
    columns: tuple[Heading, ...]
    groups: tuple[Heading, ...]
    raw: tuple[tuple[tuple[int, str], ...], ...]
    length: int
    cut: int = 0

    @property
    def fingerprint(self) -> str:
        return fingerprint([*self.groups, *self.columns])

    def text(self, column: int) -> str:
        """The header as a person reads it: group and column."""
        group, own = self.groups[column].text.strip(), self.columns[column].text.strip()
        return " ".join(f"{group} {own}".split())

    def unit(self, column: int) -> str:
        return self.columns[column].unit or self.groups[column].unit

    def probe(self) -> tuple[int, str]:
        """A column, and the text whose appearance there may be the header once more."""
        index, text = max(self.raw[0], key=lambda one: len(one[1]))
        return index, text

    def repeated_by(self, filled: list[tuple[int, str]]) -> bool:
        """Whether a line says again what one of the header's lines says."""
        keys = {(index, squeezed(text)) for index, text in filled}
        return len(keys) > 1 and any(
            keys <= {(index, squeezed(text)) for index, text in line} for line in self.raw
        )


def find_header(ahead: Sequence[Numbered], page: Page, words: HeaderWords) -> HeaderBlock | None:
    """The first header among the lines looked at; known words decide, then the look of a header."""
    if page.keyed:
        return _block(ahead, 0, 1, page)
    for at, (_, row) in enumerate(ahead):
        filled = filled_cells(row)
        known = _known(filled, words)
        if known >= 2 or (known == 1 and _alone(ahead, at, filled)):
            return _whole(ahead, at, page, words)
    for at, (_, row) in enumerate(ahead):
        if _looks_like_one(ahead, at, row):
            return _whole(ahead, at, page, words)
    return None


def starts_header(ahead: Sequence[Numbered], page: Page, words: HeaderWords) -> HeaderBlock | None:
    """The header that begins on the first of these lines, known by its words."""
    for at in (0, 1):
        if at < len(ahead):
            filled = filled_cells(ahead[at][1])
            if _known(filled, words) >= max(2, (len(filled) + 1) // 2):
                block = _whole(ahead, at, page, words)
                return block if block.at == 0 else None
    return None


def _known(filled: list[tuple[int, str]], words: HeaderWords) -> int:
    return sum(words.known(text) for _, text in filled)


def _alone(ahead: Sequence[Numbered], at: int, filled: list[tuple[int, str]]) -> bool:
    """A header with one word of ours: its cells are all short words and rows follow."""
    if any(not _is_word(text) for _, text in filled) or is_note(filled, len(filled)):
        return False
    below = [filled_cells(row) for _, row in ahead[at + 1 : at + 4]]
    columns = {index for index, _ in filled}
    return any(line and {index for index, _ in line} <= columns for line in below)


def _looks_like_one(ahead: Sequence[Numbered], at: int, row: Row) -> bool:
    """Two or more different short words, and a line below that fills as many cells."""
    filled = filled_cells(row)
    texts = [text for _, text in filled]
    if len(filled) < 2 or len(set(texts)) < len(texts) or not all(map(_is_word, texts)):
        return False
    if is_note(filled, len(filled)) or is_total(filled):
        return False
    below = filled_cells(ahead[at + 1][1]) if at + 1 < len(ahead) else []
    return len(below) >= max(2, len(filled) // 2)


def _is_word(text: str) -> bool:
    plain = squeezed(text)
    return len(plain) <= LONGEST_HEADER and not plain.replace(".", "").replace("-", "").isdecimal()


def _whole(ahead: Sequence[Numbered], at: int, page: Page, words: HeaderWords) -> HeaderBlock:
    """The header with its row of groups above or its row of columns below, if there is one."""
    if at + 1 < len(ahead) and _is_lower(ahead[at], ahead[at + 1], page):
        return _block(ahead, at, 2, page)
    if at > 0 and _is_upper(ahead[at - 1], ahead[at], page):
        return _block(ahead, at - 1, 2, page)
    return _block(ahead, at, 1, page)


def _is_lower(upper: Numbered, lower: Numbered, page: Page) -> bool:
    """Whether `lower` names columns under the groups of `upper`."""
    above = dict(filled_cells(upper[1]))
    # A cell merged over both rows says the same in both.
    below = [(i, t) for i, t in filled_cells(lower[1]) if squeezed(above.get(i, "")) != squeezed(t)]
    if not below or not all(_is_word(text) for _, text in below):
        return False
    if is_total(below) and below[0][0] <= min(above) + 1:
        return False  # the line below is the sum of all rows; a group may have a column of sums
    covered = page.merged.covered(upper[0] - 1)
    under_group = 0
    for index, _ in below:
        if index in covered:
            under_group += 1
        elif index in above:
            next_is_open = index + 1 not in above and any(i == index + 1 for i, _ in below)
            if not next_is_open:
                return False
        elif any(i < index for i in above):
            under_group += 1
        else:
            return False
    return under_group > 0


def _is_upper(upper: Numbered, lower: Numbered, page: Page) -> bool:
    """Whether `upper` holds groups over some columns of `lower`, and no title."""
    filled = filled_cells(upper[1])
    if not filled or is_note(filled, len(lower[1])) or not all(_is_word(t) for _, t in filled):
        return False
    covered = page.merged.covered(upper[0] - 1)
    columns = len(filled_cells(lower[1]))
    if covered:
        return len(covered) < columns or len(filled) > 1
    return len(filled) > 1 and all(":" not in t and "：" not in t for _, t in filled)


def _block(ahead: Sequence[Numbered], at: int, height: int, page: Page) -> HeaderBlock:
    lines = ahead[at : at + height]
    raw = tuple(tuple(filled_cells(row)) for _, row in lines)
    width = max(index for line in raw for index, _ in line) + 1
    cut = min((index for index, text in raw[-1] if text in OURS), default=0)
    width = cut or width
    length = max(len(row) for _, row in lines)
    own = dict(raw[-1])
    columns, groups = [], []
    above = dict(raw[0]) if height == 2 else {}
    covered = page.merged.covered(lines[0][0] - 1) if height == 2 else set[int]()
    group = ""
    for index in range(width):
        group = above.get(index, group if index in covered or not covered else "")
        text = own.get(index, "")
        if index in above and squeezed(text) == squeezed(above[index]):
            text = ""  # one cell over both rows
        columns.append(heading(text) if text else heading(above.get(index, "")))
        groups.append(heading(group) if text and group else NO_HEADING)
    return HeaderBlock(lines[0][0], at, height, tuple(columns), tuple(groups), raw, length, cut)
