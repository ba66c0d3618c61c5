"""Why a figure is another than a period before: causes that exclude each other and add up."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from wuhan_smes.access import Access
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Cause, Changed, Choice, Part, Report
from wuhan_smes.reporting.members import MOST, held, names_of

# So many rows of a cause are named; its number tells of all.
NAMED: Final = 200
CAME, WENT, OTHER = "新计入", "不再计入", "金额变化"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The choices that ask for the period before, and what that period is called."""

    choices: Mapping[str, str]
    said: str


def why_changed(
    report: Report, access: Access, choices: Mapping[str, str], key: str, column: str
) -> Changed | None:
    """The figure against a period before: by the causes the report itself can tell, else by the
    rows that came and went. None where a figure has no period, no rows, or too many to tell one by
    one.
    """
    before = earlier(report.choices, choices)
    if before is None:
        return None
    told = report.changed(access, choices, before.choices, key, column)
    if told is not None or column not in report.behind:
        return told
    return _by_rows(report.behind[column], access, choices, before, key)


def earlier(known: Sequence[Choice], choices: Mapping[str, str]) -> Earlier | None:
    """The same day a month before, the span of days or the year before; None for neither."""
    days = {it.name for it in known if not it.options and not it.pattern}
    if "on" in days:
        then = month_before(date.fromisoformat(choices["on"])).isoformat()
        return Earlier({**choices, "on": then}, then)
    if {"from", "to"} <= days:
        first, last = span_before(
            date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
        )
        asked = {"from": first.isoformat(), "to": last.isoformat()}
        return Earlier({**choices, **asked}, f"{first} 至 {last}")
    year = choices.get("year", "")
    if year.isdecimal() and any(
        it.name == "year" and str(int(year) - 1) in it.options for it in known
    ):
        return Earlier({**choices, "year": str(int(year) - 1)}, f"{int(year) - 1} 年")
    return None


def month_before(on: date) -> date:
    """The same day a month earlier, or that month's last day."""
    last = on.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(on.day, last.day))


def span_before(first: date, last: date) -> tuple[date, date]:
    """As many days before; of whole months as many months."""
    eve = first - timedelta(days=1)
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole:
        return first - (last - first) - timedelta(days=1), eve
    serial = first.year * 12 + first.month - 1
    serial -= last.year * 12 + last.month - serial
    return date(serial // 12, serial % 12 + 1, 1), eve


def _by_rows(
    behind: Behind,
    access: Access,
    choices: Mapping[str, str],
    before: Earlier,
    key: str,
) -> Changed | None:
    rows = behind.rows(access, choices, key).order_by()
    if rows.count() > MOST:
        return None
    was, now = (held(behind, access, asked, key) for asked in (before.choices, choices))
    came = {pk: now[pk] for pk in now if pk not in was}
    went = {pk: -was[pk] for pk in was if pk not in now}
    other = {pk: now[pk] - was[pk] for pk in now if pk in was and now[pk] != was[pk]}
    parts = []
    for label, changes in ((CAME, came), (WENT, went), (OTHER, other)):
        if changes:
            first = sorted(changes)[:NAMED]
            names = names_of(behind, first, access, rows.model)
            named = [Cause(names[pk], label, plain(changes[pk])) for pk in first if pk in names]
            parts.append(Part(label, plain(sum(changes.values())), tuple(named)))
    told, today = plain(sum(was.values())), plain(sum(now.values()))
    return Changed(before.said, told, today, tuple(parts))


def plain(value: Decimal | int) -> int | Decimal:
    """Whole where whole things are counted."""
    return int(value) if value == int(value) else Decimal(value)
