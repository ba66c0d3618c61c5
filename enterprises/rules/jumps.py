"""Figures of a period that leap beside the period before, or beside the same one a year ago."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.choices import JumpAgainst

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """How far one figure may move against an earlier one before somebody asks, in per cent.

    Nothing is asked while both are below `least`: small figures leap by nature.
    """

    indicator: str
    label: str
    against: JumpAgainst
    rise: int | None
    fall: int | None
    least: Decimal


@dataclass(frozen=True, slots=True)
class Jump:
    """One leap, said so that whoever fills in can answer it."""

    indicator: str
    text: str


def jumps(
    now: Figures, earlier: Mapping[JumpAgainst, Figures], limits: Sequence[Limit]
) -> list[Jump]:
    """What leaps, in the order of the limits; the unknown on either side leaps nowhere."""
    return list(_jumps(now, earlier, limits))


def _jumps(
    now: Figures, earlier: Mapping[JumpAgainst, Figures], limits: Sequence[Limit]
) -> Iterator[Jump]:
    for limit in limits:
        this, that = now.get(limit.indicator), earlier.get(limit.against, {}).get(limit.indicator)
        if this is None or that is None:
            continue
        word = moved(Decimal(this), Decimal(that), limit)
        if word:
            yield Jump(limit.indicator, f"{limit.label}比{limit.against.label}{word}")


def moved(this: Decimal, that: Decimal, limit: Limit) -> str:
    """How it moved, in words, if it moved too far; a rate against nothing or a loss is not told."""
    if max(abs(this), abs(that)) < limit.least:
        return ""
    if that <= 0:
        return "由非正数变动，无法计算幅度" if this > limit.least and limit.rise is not None else ""
    percent = (this - that) * 100 / that
    if limit.rise is not None and percent > limit.rise:
        return f"增长 {percent:.1f}%"
    if limit.fall is not None and percent < -limit.fall:
        return f"下降 {-percent:.1f}%"
    return ""
