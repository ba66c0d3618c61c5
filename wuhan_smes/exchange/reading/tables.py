"""The tables of a sheet, top to bottom: where the header is, which lines are rows, which are not.

A sheet is walked once and in order, so that a million rows pass through without being held.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wuhan_smes.exchange.reading.cells import Row, squeezed
from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.header_rows import HeaderBlock, find_header, starts_header
from wuhan_smes.exchange.reading.headers import HeaderWords, Proposal
from wuhan_smes.exchange.reading.lines import (
    COMPANY,
    CUT_OFF,
    SUSPECT,
    LineKind,
    filled_cells,
    is_note,
    is_section,
    is_total,
    text_of,
)
from wuhan_smes.exchange.reading.pages import Page

LOOK_AHEAD: Final = 60
MOST_REPORTED: Final = 200
Numbered = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is no row of data, and why."""

    line: int
    why: LineKind
    text: str


class Walk:
    """One sheet on its way through; gives its tables one after the other."""

    def __init__(self, page: Page, words: HeaderWords) -> None:
        self.page, self.words = page, words
        self._rows = enumerate(page.rows(), start=0 if page.keyed else 1)
        self._ahead: deque[Numbered] = deque()
        self.lines: list[str] = []

    def tables(self) -> Iterator["Table"]:
        """One after the other; what is left of a table is skipped when the next is asked for."""
        block = self._first_header()
        while block is not None:
            table = Table(self, block, self.lines)
            self.lines = []
            yield table
            for _ in table.rows():
                pass
            block = table.next_header

    def next(self) -> Numbered | None:
        if self._ahead:
            return self._ahead.popleft()
        return next(self._rows, None)

    def peek(self, count: int) -> list[Numbered]:
        """The next `count` lines without taking them."""
        while len(self._ahead) < count and (line := next(self._rows, None)) is not None:
            self._ahead.append(line)
        return list(self._ahead)[:count]

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.next()

    def _first_header(self) -> "HeaderBlock | None":
        ahead = self.peek(LOOK_AHEAD)
        block = find_header(ahead, self.page, self.words)
        taken = len(ahead) if block is None else block.at
        above = [text_of(row) for _, row in ahead[:taken]]
        self.lines = [line for line in above if line]
        self.skip(taken if block is None else block.at + block.height)
        return block


@dataclass(slots=True)
class Table:
    """A header and the rows below it. `section` is the heading the latest row stands under."""

    walk: Walk
    block: HeaderBlock
    notes: list[str]
    section: str = ""
    sections: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    left_out_count: int = 0
    next_header: HeaderBlock | None = None
    _name_columns: frozenset[int] = frozenset()
    _reading: Iterator[Numbered] | None = None

    @property
    def page(self) -> Page:
        return self.walk.page

    @property
    def header_line(self) -> int:
        """The line the header starts on, as a spreadsheet counts it."""
        return self.block.line

    def proposals(self) -> list[Proposal]:
        """What each column probably is; a field named by two columns is left to a person."""
        block = self.block
        found = [
            self.walk.words.propose(column, group, keyed=self.page.keyed)
            for column, group in zip(block.columns, block.groups, strict=True)
        ]
        named = [one.field for one in found if one.field]
        return [
            Proposal("", "none", (one.field,)) if named.count(one.field) > 1 else one
            for one in found
        ]

    def rows(self) -> Iterator[Numbered]:
        """The rows of data with their line numbers; every caller goes on where the last stopped."""
        if self._reading is None:
            self._reading = self._read()
        return self._reading

    def _read(self) -> Iterator[Numbered]:
        width = len(self.block.columns)
        few = 2 if width > 3 else 1
        probe, probed = self.block.probe()
        self._name_columns = self._names()
        keyed, take = self.page.keyed, self.walk.next
        fresh = False
        while (line := take()) is not None:
            number, row = line
            if keyed:
                yield line
                continue
            length = len(row)
            suspect = fresh or length - row.count("") <= few
            if not suspect:
                first = row[0] or (row[1] if length > 1 else "") or (row[2] if length > 2 else "")
                suspect = first.__class__ is str and (first[:1] in SUSPECT or first[-1:] == "计")
                suspect = suspect or (probe < length and row[probe] == probed)
            if not suspect:
                yield line
                continue
            if fresh and self._next_table(line):
                return
            kind = self._judge(number, row, width)
            fresh = kind is not LineKind.DATA
            if kind is LineKind.DATA:
                yield line
            elif kind is not LineKind.BLANK:
                self._leave_out(number, row, kind)

    def _judge(self, number: int, row: Row, width: int) -> LineKind:
        filled = filled_cells(row)
        if not filled:
            return LineKind.BLANK
        if filled[0][1].startswith(CUT_OFF):
            raise Unreadable("cut_off", "文件不完整：导出中途出错，请重新导出后再上传")
        if is_total(filled):
            return LineKind.TOTAL
        if self.block.repeated_by(filled):
            return LineKind.REPEATED
        if is_note(filled, width):
            return LineKind.NOTE
        if len(filled) > 1:
            return LineKind.DATA
        column, text = filled[0]
        if column in self._name_columns and COMPANY.fullmatch(squeezed(text)):
            return LineKind.DATA
        laid_over = self.page.merged.columns_of(number - 1, column)
        if is_section(text) or laid_over > max(width // 2, 1):
            return LineKind.SECTION
        if width > 1 and column == 0 and column not in self._name_columns:
            return LineKind.DATA if _is_number(text) else LineKind.SECTION
        return LineKind.DATA

    def _names(self) -> frozenset[int]:
        return frozenset(index for index, one in enumerate(self.proposals()) if "name" in one.field)

    def _leave_out(self, number: int, row: Row, kind: LineKind) -> None:
        text = text_of(row)
        if kind is LineKind.SECTION:
            self.section = " ".join(text.split())[:200]
            self.sections.append(self.section)
        if kind in {LineKind.SECTION, LineKind.NOTE}:
            self.walk.lines.append(text)
            del self.walk.lines[:-LOOK_AHEAD]
        self.left_out_count += 1
        if len(self.left_out) < MOST_REPORTED:
            self.left_out.append(LeftOut(number, kind, text[:200]))

    def _next_table(self, line: Numbered) -> bool:
        """Whether another header begins here, different from ours."""
        ahead = [line, *self.walk.peek(2)]
        block = starts_header(ahead, self.page, self.walk.words)
        if block is None or block.fingerprint == self.block.fingerprint:
            return False
        self.walk.skip(block.height - 1)
        self.next_header = block
        return True


def _is_number(text: str) -> bool:
    return squeezed(text).replace(".", "").isdecimal()
