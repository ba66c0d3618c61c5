"""What a measure did to those it paid, beside others like them. Values in, values out.

Exact matching: whoever was paid is compared with those not paid of the same unit, rung, size and
section. The interval is Newcombe's for the difference of two shares, carried over to strata
(MOVER on Wilson intervals, weighted by who was paid): it needs no draw and never leaves [-1, 1].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

# With fewer on either side nothing is told: a handful proves nothing.
LEAST: Final = 20
Z: Final = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Stratum:
    """Enterprises alike in all that is matched: how many of each side, and how many rose."""

    treated: int
    treated_up: int
    control: int
    control_up: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The share of the paid that rose, of those like them, the difference and its 95 % interval.

    Shares and interval are None where too few were matched on either side.
    """

    paid: int
    matched: int
    controls: int
    share: float | None = None
    control_share: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        if self.share is None or self.control_share is None:
            return None
        return self.share - self.control_share

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that there is no difference."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def effect(strata: Iterable[Stratum]) -> Effect:
    """Every stratum weighs as many as were paid in it; those without a like are told apart."""
    every = list(strata)
    paid = sum(it.treated for it in every)
    both = [it for it in every if it.treated and it.control]
    matched, controls = sum(it.treated for it in both), sum(it.control for it in both)
    if matched < LEAST or controls < LEAST:
        return Effect(paid, matched, controls)
    weights = [it.treated / matched for it in both]
    share, below, above = _whole(weights, [(it.treated_up, it.treated) for it in both])
    other, other_below, other_above = _whole(weights, [(it.control_up, it.control) for it in both])
    difference = share - other
    low = difference - sqrt(below + other_above)
    high = difference + sqrt(above + other_below)
    return Effect(paid, matched, controls, share, other, max(-1.0, low), min(1.0, high))


def wilson(up: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    share, square = up / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _whole(
    weights: Sequence[float], counts: Sequence[tuple[int, int]]
) -> tuple[float, float, float]:
    """The weighted share, and the squared distances to its lower and its upper end."""
    share = below = above = 0.0
    for weight, (up, of) in zip(weights, counts, strict=True):
        low, high = wilson(up, of)
        here = up / of
        share += weight * here
        below += (weight * (here - low)) ** 2
        above += (weight * (high - here)) ** 2
    return share, below, above
