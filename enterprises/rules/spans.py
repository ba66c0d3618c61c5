"""Spans of days: half-open [from, until) inside, inclusive last day (`valid_to`) before people.

This is the one place that converts between the two.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, overload

from enterprises.rules.folding import folded, without_spaces
from wuhan_smes.errors import Fault, InputRefused

DAY: Final = timedelta(days=1)
TO: Final = r"(?:至|到|-|—|–|~|～|起至)"
DATE: Final = r"(\d{4})[年./-](\d{1,2})(?:[月./-](\d{1,2})日?|月)?"
RANGE: Final = re.compile(rf"(?:自|从)?{DATE}起?{TO}+{DATE}(?:止|为止)?")
TERM: Final = re.compile(r"(?:有效期)?([一二三四五六七八九十]|\d{1,2})(年|个月)")
NUMERALS: Final = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Validity:
    """What a list says about a title's term: both days (inclusive), or only its length."""

    valid_from: date | None = None
    valid_to: date | None = None
    months: int | None = None


@overload
def last_day(until: date) -> date: ...
@overload
def last_day(until: None) -> None: ...
def last_day(until: date | None) -> date | None:
    """The inclusive last day of a span that ends before `until`; none for an open span."""
    return None if until is None else until - DAY


@overload
def day_after(valid_to: date) -> date: ...
@overload
def day_after(valid_to: None) -> None: ...
def day_after(valid_to: date | None) -> date | None:
    """The exclusive bound of a span whose last day is `valid_to`; none for an open span."""
    if valid_to is None:
        return None
    if valid_to == date.max:
        raise InputRefused(Fault("valid_to", "out_of_range", "截止日期过大；长期有效请留空"))
    return valid_to + DAY


def require_order(valid_from: date, valid_to: date | None) -> None:
    """Refuses a last day that lies before the first."""
    if valid_to is not None and valid_to < valid_from:
        detail = f"截止日期 {valid_to} 早于起始日期 {valid_from}"
        raise InputRefused(Fault("valid_to", "reversed", detail))


def months_later(day: date, months: int) -> date:
    """The same day `months` on; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parse_validity(text: str) -> Validity:
    """The term written in a list: a range of days, a range of months, or a bare length."""
    plain = without_spaces(folded(text))
    try:
        if found := RANGE.fullmatch(plain):
            return _ordered(_first(*found.groups()[:3]), _last(*found.groups()[3:]))
    except ValueError:
        raise _unreadable(text) from None
    if found := TERM.fullmatch(plain):
        count = NUMERALS.get(found[1]) or int(found[1])
        return Validity(months=count * 12 if found[2] == "年" else count)
    raise _unreadable(text)


def _ordered(valid_from: date, valid_to: date) -> Validity:
    require_order(valid_from, valid_to)
    return Validity(valid_from, valid_to)


def _first(year: str, month: str, day: str | None) -> date:
    return date(int(year), int(month), int(day or 1))


def _last(year: str, month: str, day: str | None) -> date:
    end = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), int(day or end))


def _unreadable(text: str) -> InputRefused:
    detail = f"无法识别有效期“{text.strip()}”，请写成“2024年1月1日至2026年12月31日”"
    return InputRefused(Fault("validity", "unreadable", detail))
