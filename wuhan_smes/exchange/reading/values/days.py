"""One point in time: days, months, years, in the spellings people type."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell, folded, printed, unquoted
from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
# Day numbers of a spreadsheet that can be meant as days: 1927-05-18 to 2099-12-31.
SERIALS: Final = range(10_000, 73_051)
NUMERALS: Final = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "两": "2",
}
CHINESE_NUMBER: Final = re.compile(r"[〇零○一二两三四五六七八九十]+(?=个?[年月日号])")
CLOCK: Final = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\s*$")
UNORDERED: Final = re.compile(
    r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{2}[./\-年]\d{1,2}[./\-月]\d{1,2}日?"
)
POINT: Final = re.compile(
    r"(?P<packed>(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?)(?!\d)"
    r"|(?P<year>\d{4})(?:年度?|(?=\D)|$)"
    r"(?:[./\-]?(?P<month>\d{1,2})(?!\d)(?:月份?)?(?:(?<=月)(?P<day>\d{1,2})[日号]?(?!\d)"
    r"|[./\-](?P<day2>\d{1,2})[日号]?(?!\d))?)?"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month or a day, as exact as the text says."""

    year: int
    month: int = 0
    day: int = 0

    def first(self) -> date:
        return _day(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """The last day meant: of the year, of the month, or the day itself."""
        if self.day:
            return self.first()
        month = self.month or 12
        start = _day(self.year, month, 1)
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def plain_days(text: str) -> str:
    """`text` folded, without spaces, numerals before 年月日 in digits: 二〇二四年 → 2024年."""
    plain = "".join(folded(text).split())
    return CHINESE_NUMBER.sub(lambda found: _arabic(found[0]), plain).replace("—", "-")


def point_of(found: re.Match[str]) -> Point:
    """What a match of POINT says."""
    if packed := found["packed"]:
        return Point(int(packed[:4]), int(packed[4:6]), int(packed[6:] or 0))
    return Point(
        int(found["year"]), int(found["month"] or 0), int(found["day"] or found["day2"] or 0)
    )


def read_point(cell: Cell, context: Context) -> Point:
    """The year, month or day in a cell, spreadsheet day numbers included."""
    if isinstance(cell, date):
        return Point(cell.year, cell.month, cell.day)
    if isinstance(cell, time | timedelta):
        raise CellRefused("not_a_date", f"“{printed(cell)}”是时刻，不是日期，请填写年月日")
    text = unquoted(printed(cell))
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:
        start = date(1904, 1, 1) if context.since_1904 else date(1899, 12, 30)
        day = start + timedelta(days=int(text))
        return Point(day.year, day.month, day.day)
    if isinstance(cell, float) and not cell.is_integer():
        if int(cell) in SERIALS:
            return read_point(float(int(cell)), context)
        if FIRST_YEAR <= cell <= LAST_YEAR and text.endswith(".1"):
            detail = f"“{text}”是数字格式，可能是1月也可能是10月，请把该列设为文本后重新填写"
            raise CellRefused("month_ambiguous", detail)
    found = POINT.fullmatch(plain_days(CLOCK.sub("", folded(text))))
    if found is None:
        return _unknown(text)
    point = point_of(found)
    if not FIRST_YEAR <= point.year <= LAST_YEAR:
        raise CellRefused("year_out_of_range", f"“{text.strip()}”的年份不合理，请核对")
    return point


def read_date(cell: Cell, context: Context) -> str:
    """A day, ISO."""
    if cell.__class__ is date:
        return cell.isoformat()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    point = read_point(cell, context)
    if not point.day:
        shown = printed(cell).strip()
        raise CellRefused("day_missing", f"“{shown}”没有写到日，请补全为年月日，如 2024-01-01")
    return point.first().isoformat()


def read_first_day(cell: Cell, context: Context) -> str:
    """A day, ISO; a month stands for its first day."""
    point = read_point(cell, context)
    if not point.month:
        shown = printed(cell).strip()
        raise CellRefused("month_missing", f"“{shown}”没有写到月，应形如 2024-01 或 2024-01-01")
    return point.first().isoformat()


def read_month(cell: Cell, context: Context) -> str:
    """A month, as 2024-01."""
    point = read_point(cell, context)
    if not point.month:
        raise CellRefused("month_missing", f"“{printed(cell).strip()}”没有写到月，应形如 2024-01")
    return point.first().isoformat()[:7]


def read_year(cell: Cell, context: Context) -> int:
    """A year, as a number."""
    return read_point(cell, context).year


def _unknown(text: str) -> Point:
    shown = text.strip()
    if re.fullmatch(
        r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{2}[./\-年]\d{1,2}[./\-月]\d{1,2}日?", shown
    ):
        raise CellRefused("date_order", f"“{shown}”看不出年月日的顺序，请写成 2024-01-01 的样子")
    raise CellRefused("not_a_date", f"“{shown}”不是日期，应形如 2024-01-01 或 2024年1月1日")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused("no_such_day", f"没有{year}年{month}月{day}日这一天，请核对") from None


def _arabic(numeral: str) -> str:
    """二〇二四 → 2024, 十二 → 12, 三十一 → 31."""
    if "十" not in numeral:
        return "".join(NUMERALS[c] for c in numeral)
    tens, _, ones = numeral.partition("十")
    return (NUMERALS.get(tens, "1") if tens else "1") + (NUMERALS.get(ones, "0") if ones else "0")
