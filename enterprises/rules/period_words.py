"""How lists write a month or a quarter. Plain text in, plain text out: the process that reads files
uses it too.
"""

import re
from typing import Final

from enterprises.rules.folding import folded, without_spaces

QUARTERS: Final = {char: n for n, char in enumerate("一二三四", start=1)}
MONTHS: Final = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": 11,
    "十二": 12,
}
MONTH: Final = re.compile(
    r"(\d{4})[年./-]?(\d{1,2}|[一二三四五六七八九十]{1,2})月?份?(?:[./-]0?1)?"
)
QUARTER: Final = re.compile(r"(\d{4})[年./-]?(?:第?([一二三四1-4])季度?|q([1-4]))", re.IGNORECASE)


def month_or_quarter(text: str) -> tuple[int, str, int] | None:
    """(year, "month" or "quarter", number); None for what is neither. 2026-03, 202603, 2026年3月,
    2026-Q1, 2026年第一季度; a date that is the first of a month means the month.
    """
    plain = without_spaces(folded(text))
    if found := QUARTER.fullmatch(plain):
        return int(found[1]), "quarter", QUARTERS.get(found[2] or "") or int(found[2] or found[3])
    if found := MONTH.fullmatch(plain):
        number = MONTHS.get(found[2]) or (int(found[2]) if found[2].isdecimal() else 0)
        return (int(found[1]), "month", number) if 1 <= number <= 12 else None
    return None
