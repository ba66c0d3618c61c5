"""Facts with a past: what changed supersedes the open row and adds its successors."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from wuhan_smes.operations.demo.rows import moment, span

SOURCE: Final = "示例数据"
FIRST_RECORD: Final = date(2019, 1, 4)  # when the register began


class Change(NamedTuple):
    """From `on` something else held, or nothing any more; it was recorded on `known_on`."""

    on: date
    known_on: date


class Kept(NamedTuple):
    """One row of a fact: which of its values, whether its span has ended, and its times."""

    value: int
    closed: bool
    during: str
    recorded_at: str
    superseded_at: str | None


def kept(start: date, changes: tuple[Change, ...], gone: Change | None) -> Iterator[Kept]:
    """The rows of a fact that began on `start`, changed a few times and perhaps ended.

    Value n held until the n-th change. Each open row is superseded when its end is learnt.
    """
    recorded = moment(recorded_on(start))
    number = -1
    for number, end in enumerate((*changes, gone) if gone else changes):
        known = moment(end.known_on)
        yield Kept(number, False, span(start, None), recorded, known)
        yield Kept(number, True, span(start, end.on), known, None)
        start, recorded = end.on, known
    if gone is None:
        yield Kept(number + 1, False, span(start, None), recorded, None)


def recorded_on(day: date) -> date:
    """Facts are recorded as they happen, the older ones when the register began."""
    return max(day, FIRST_RECORD)
