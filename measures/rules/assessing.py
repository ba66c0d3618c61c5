"""Points of an index: each indicator earns a part of its weight. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from measures.choices import IndicatorAim

HUNDRED: Final = 100
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One indicator with its figure; None is unknown."""

    weight: int
    aim: IndicatorAim
    full: Decimal
    value: Decimal | None


def points(it: Weighed) -> Decimal | None:
    """What a figure earns: its share of the full figure, at most the weight; of what should be
    little, what is left of it. An unknown earns nothing that could be named.
    """
    if it.value is None:
        return None
    share = min(Decimal(1), it.value / it.full)
    earned = share if it.aim == IndicatorAim.MORE else 1 - share
    return (it.weight * earned).quantize(CENT, ROUND_HALF_UP)


def score(every: Iterable[Weighed]) -> Decimal | None:
    """0 to 100; unknown while any indicator is: what is not known is not 0."""
    total = Decimal(0)
    for it in every:
        earned = points(it)
        if earned is None:
            return None
        total += earned
    return total


def ranked(scores: list[Decimal | None]) -> list[int | None]:
    """The place of each score, best first; equal scores share a place, unknown ones have none."""
    known = sorted((score for score in scores if score is not None), reverse=True)
    return [None if score is None else known.index(score) + 1 for score in scores]
