"""Histories over a list of days, as the counting functions pack them: places of days, not dates."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

PLACE: Final = 8  # bits for one place in the list


def held_from_to(
    titles: Sequence[int], days_here: int, days: int
) -> Iterator[tuple[int, int, int]]:
    """(first place, place past the last, set of titles held) for each stretch without a change.

    Each of `titles` is a set of titles with the stretch over which it was in force; `days_here` has
    a bit for every day on which the enterprise counted at all. Nothing is told of the other days.
    """
    stretches = [_unpacked(title) for title in titles]
    edges = {0, days, *_edges(days_here, days)}
    for first, past, _ in stretches:
        edges |= {first, past}
    ordered = sorted(edges)
    for first, past in pairwise(ordered):
        if days_here >> first & 1:
            held = 0
            for start, end, title in stretches:
                if start <= first < end:
                    held |= title
            if held:
                yield first, past, held


def _unpacked(title: int) -> tuple[int, int, int]:
    low = (1 << PLACE) - 1
    return title >> PLACE & low, title & low, title >> 2 * PLACE


def _edges(days_here: int, days: int) -> Iterator[int]:
    """Where a run of days begins or ends."""
    flips = days_here ^ days_here << 1
    return (place for place in range(days + 1) if flips >> place & 1)
