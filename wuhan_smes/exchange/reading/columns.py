"""One column of one table: a cell in, a piece of JSON out. Equal cells are parsed once.

Lists repeat themselves (districts, dates, titles), so a dictionary look-up replaces most parsing.
"""

import json
from collections.abc import Callable
from datetime import date
from json.encoder import encode_basestring
from typing import Any, Final

from wuhan_smes.exchange.reading.cells import NOTHING, Cell, column_letters, squeezed
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.spec import FieldSpec
from wuhan_smes.exchange.reading.values import Context
from wuhan_smes.exchange.reading.values.spans import Span
from wuhan_smes.exchange.reading.values.types import NOT_WORDS, NUMERIC, Parse
from wuhan_smes.exchange.reading.worksheet_scan import UNCALCULATED

MOST_KEPT: Final = 20_000
# Stands for a cell with a fault among the pieces of JSON of a row.
BAD: Final = "\0"
ABSENT: Final = frozenset({"无", "暂无", "无数据", "N/A", "n/a", "NA", "null", "NULL"})
SPREADSHEET_ERRORS: Final = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
USUAL_LENGTH: Final = 200
# First characters of cells that may be empty after all, or hold an error; "" is an empty cell.
ODD_STARTS: Final = frozenset("# \t\n\r\x0b\x0c\xa0\xad\u3000\ufeff") | {
    "",
    *map(chr, range(0x2000, 0x2070)),
}
quoted: Final[Callable[[str], str]] = encode_basestring
_encode: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


def as_json(value: object) -> str:
    return quoted(value) if value.__class__ is str else _encode(value)


class ValueColumn(dict[Cell, str]):
    """Pieces of JSON by cell, as `"field":value` ready for COPY; empty for an empty cell, BAD for
    one with a fault, which `fault_of` tells.
    """

    def __init__(
        self, index: int, field: FieldSpec, parse: Parse, context: Context, longest: int
    ) -> None:
        super().__init__()
        self.index, self.field, self.parse, self.context = index, field, parse, context
        self.longest = longest
        self.look_up: Callable[[Cell], str] = self.__getitem__
        self.name = as_json(field.name) + ":"
        self.absent = NOTHING | ABSENT if field.type in NOT_WORDS else NOTHING
        self.odd = {word[0] for word in self.absent} | ODD_STARTS

    def __missing__(self, cell: Cell) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        piece = self[cell] = self.piece(cell)
        return piece

    def piece(self, cell: Cell) -> str:
        """The piece for a cell, whatever it is."""
        try:
            return self.read(cell)
        except CellRefused:
            return BAD

    def judge(self, rows: int) -> None:
        """After some rows: looking up cells that hardly ever come again is not worth it."""
        if len(self) * 10 > rows * 9:
            self.look_up = self.piece
            self.clear()

    @property
    def numeric(self) -> bool:
        return self.field.type in NUMERIC

    def read(self, cell: Cell) -> str:
        """The piece for a cell. Raises CellRefused."""
        if cell.__class__ is str and (cell[:1] in self.odd or len(cell) > USUAL_LENGTH):
            text = cell.strip()
            if not text or text in self.absent or not squeezed(text):
                return self._nothing()
            if text[0] == "#":
                _refuse_error(text)
            if len(text) > self.longest:
                raise CellRefused("too_long", f"内容有{len(text)}字，超过{self.longest}字，请精简")
        value = self.parse(cell, self.context)
        if value.__class__ is str:
            if not value:
                return self._nothing()
            piece = self.name + quoted(value)
            return escaped(piece) if "\\" in piece else piece
        if value.__class__ is int:
            return f"{self.name}{value}"
        if isinstance(value, Span):
            return self._span(cell, value)
        return self._nothing() if value is None else escaped(self.name + as_json(value))

    def piece_of(self, span: Span) -> str:
        """Both ends of a term, as the fields <name>_from and <name>_to."""
        name = self.field.name
        ends = {f"{name}_from": _iso(span.start), f"{name}_to": _iso(span.end)}
        return as_json({key: value for key, value in ends.items() if value})[1:-1]

    def fault_of(self, cell: Cell) -> dict[str, str]:
        """Why a cell is BAD."""
        try:
            self.read(cell)
        except CellRefused as refused:
            return self.fault(refused.code, refused.detail)
        raise AssertionError(f"nothing is wrong with {cell!r}")

    def open_span(self, cell: Cell) -> Span | None:
        """The term in a cell, if it has one that another cell may close."""
        if self.field.type != "date_span" or self[cell] is not BAD:
            return None
        try:
            value = self.parse(cell, self.context)
        except CellRefused:
            return None
        return value if isinstance(value, Span) else None

    def fault(self, code: str, detail: str) -> dict[str, str]:
        return {
            "column": column_letters(self.index) if self.index >= 0 else "",
            "field": self.field.name,
            "code": code,
            "detail": detail,
        }

    def _nothing(self) -> str:
        if self.field.required:
            raise CellRefused("required", f"“{self.field.label}”不能为空，请填写")
        return ""

    def _span(self, cell: Cell, span: Span) -> str:
        if span.start and span.end:
            return self.piece_of(span)
        missing = "起始日" if span.months or span.start is None else "截止日"
        raise CellRefused(
            "span_is_open",
            f"“{cell}”没有{missing}，请写成 2024年1月1日至2026年12月31日，或另设“有效期起”列",
        )


def escaped(text: str) -> str:
    """`text` as COPY takes it: JSON has no tabs or line breaks, only backslashes to double."""
    return text.replace("\\", "\\\\")


def adapted(parse: Callable[[str, Context], object], as_text: Callable[[Cell], str]) -> Parse:
    """A parser of an app, which takes the text of a cell and what is known of its column."""

    def read(cell: Cell, context: Context) -> object:
        return parse(as_text(cell), context)

    return read


def _refuse_error(text: str) -> None:
    if text == UNCALCULATED:
        raise CellRefused("formula", "单元格是公式且没有保存计算结果，请复制后“粘贴为数值”再上传")
    if text in SPREADSHEET_ERRORS or set(text) == {"#"}:
        raise CellRefused("formula_error", f"单元格显示为错误值“{text}”，请改正公式或直接填写数值")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
