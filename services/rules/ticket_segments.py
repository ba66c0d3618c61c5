"""Whose hour it was: the life of a ticket cut into the times of its holders, without a gap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Held:
    """From `at` on the ticket is with this holder; with nobody while it is closed."""

    at: datetime
    kind: str
    key: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One holder's uninterrupted time, [since, until)."""

    kind: str
    key: int
    name: str
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since


def segments(steps: Iterable[Held], *, until: datetime) -> list[Segment]:
    """The times of the holders in order, steps of one holder joined; the last lasts to `until`.

    They are disjoint and add up to the time the ticket was open.
    """
    found: list[Segment] = []
    for kind, key, name, since, end in _spans(list(steps), until):
        last = found[-1] if found else None
        if last and (last.kind, last.key, last.until) == (kind, key, since):
            found[-1] = Segment(kind, key, last.name, last.since, end)
        else:
            found.append(Segment(kind, key, name, since, end))
    return found


def open_time(steps: Iterable[Held], *, until: datetime) -> timedelta:
    """How long it was open: from its first step on, closed times left out."""
    spans = _spans(list(steps), until)
    return sum((end - since for *_, since, end in spans), timedelta())


def _spans(
    steps: list[Held], until: datetime
) -> Iterator[tuple[str, int, str, datetime, datetime]]:
    ends = [later.at for _, later in pairwise(steps)]
    ends.append(max(until, steps[-1].at) if steps else until)
    for step, end in zip(steps, ends, strict=False):
        if step.kind and step.key is not None:
            yield step.kind, step.key, step.name, step.at, end
