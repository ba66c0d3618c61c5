"""A term with two ends: validity and public notices, both days included."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell, folded, printed, unquoted
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context
from wuhan_smes.exchange.reading.values.days import (
    FIRST_YEAR,
    LAST_YEAR,
    POINT,
    Point,
    plain_days,
    point_of,
)

EXAMPLE: Final = "应形如 2024年1月1日至2026年12月31日"
OPENING: Final = re.compile(r"^(?:证书)?(?:有效期限?|公示期|公示时间)?(?:为|是|[::])?(?:自|从|由)?")
CLOSING: Final = re.compile(r"(?:止|为止|[,,。.;;])+$")
BETWEEN: Final = re.compile(r"(?:起|起始|开始|日起)?[,,]?(?:至|到|~+|-+|–+|―+|〜|～|/|\.{2,})")
LASTING: Final = re.compile(
    r"(?:起|起算|开始)?[,，]?(?:有效期限?为?|有效)?[,，]?(\d{1,3})(个月|年)"
)
ONLY_END: Final = re.compile(r"^(?:至|到|截至|截止(?:至|到)?)")
SHORT_END: Final = re.compile(
    r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?|(?P<only>\d{1,2})[日号]"
)
MONTHS_OF_YEAR: Final = re.compile(r"(\d{4})年(\d{1,2})月?[-~至到](\d{1,2})月(?!\d)")
GAP: Final = re.compile(r"(?<=[\d日月年])\s+(?=\d{4}(?!\d))")


@dataclass(frozen=True, slots=True)
class Span:
    """Both ends where the text says both; a length where it only says for how long."""

    start: date | None
    end: date | None
    months: int = 0

    def ending(self, start: date) -> "Span":
        """The same length counted from `start`: three years from 1 January end on 31 December."""
        return Span(start, later(start, self.months) - timedelta(days=1))


def later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last one before it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year, month + 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def read_span(cell: Cell, context: Context) -> Span:
    """The term in a cell. Months and years count whole: 2023.7-2026.6 ends on 30 June."""
    if not isinstance(cell, str):
        raise CellRefused("not_a_span", f"“{printed(cell)}”只有一个日期，{EXAMPLE}")
    shown = unquoted(cell).strip()
    text = plain_days(GAP.sub("至", folded(shown)))
    text = MONTHS_OF_YEAR.sub(r"\1年\2月至\1年\3月", text)
    text = CLOSING.sub("", OPENING.sub("", text))
    if ONLY_END.match(text):
        return Span(None, _only(ONLY_END.sub("", text), shown).last())
    if alone := LASTING.fullmatch(text):
        return Span(None, None, _months(alone))
    first = POINT.match(text)
    if first is None:
        raise CellRefused("not_a_span", f"“{shown}”看不出起止日期，{EXAMPLE}")
    start, rest = _sensible(point_of(first), shown), text[first.end() :]
    if lasting := LASTING.fullmatch(rest):
        return Span(None, None, _months(lasting)).ending(start.first())
    between = BETWEEN.match(rest)
    if between is None:
        raise CellRefused("not_a_span", f"“{shown}”看不出起止日期，{EXAMPLE}")
    return _both(start, _end(rest[between.end() :], start, shown), shown)


def _both(start: Point, end: Point, shown: str) -> Span:
    span = Span(start.first(), end.last())
    if span.start and span.end and span.start > span.end:
        raise CellRefused("span_reversed", f"“{shown}”的起始日晚于截止日，请核对")
    return span


def _end(text: str, start: Point, shown: str) -> Point:
    """The second end; what it leaves out it takes from the first."""
    if short := SHORT_END.fullmatch(text):
        if short["only"]:
            return Point(start.year, start.month, int(short["only"]))
        return Point(start.year, int(short["month"]), int(short["day"] or 0))
    return _only(text, shown)


def _only(text: str, shown: str) -> Point:
    found = POINT.fullmatch(text)
    if found is None:
        raise CellRefused("not_a_span", f"“{shown}”看不出截止日期，{EXAMPLE}")
    return _sensible(point_of(found), shown)


def _sensible(point: Point, shown: str) -> Point:
    if not FIRST_YEAR <= point.year <= LAST_YEAR:
        raise CellRefused("year_out_of_range", f"“{shown}”的年份不合理，请核对")
    return point


def _months(found: re.Match[str]) -> int:
    length = int(found[1])
    months = length if found[2] == "个月" else length * 12
    if not 0 < months <= 600:
        raise CellRefused("not_a_span", f"“{found[0]}”不是合理的期限，{EXAMPLE}")
    return months
