"""企业划型 (工信部联企业〔2011〕300号): floors by industry, given as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from enterprises.choices import SizeClass

ASCENDING: Final = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)


@dataclass(frozen=True, slots=True)
class Floors:
    """The least value of one indicator for small, medium and large."""

    small: Decimal
    medium: Decimal
    large: Decimal

    def reached(self, value: Decimal) -> int:
        return sum(value >= floor for floor in (self.small, self.medium, self.large))


@dataclass(frozen=True, slots=True)
class SizeRule:
    """The floors one industry is measured by; an indicator the rule does not use is none."""

    code: str
    category: str
    prefixes: tuple[str, ...]
    staff: Floors | None = None
    revenue: Floors | None = None
    assets: Floors | None = None


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """One year's figures: persons, 万元, 万元; none is unknown, zero is a fact."""

    staff: Decimal | None = None
    revenue: Decimal | None = None
    assets: Decimal | None = None


def rule_for(industry_code: str, rules: Iterable[SizeRule]) -> SizeRule | None:
    """The rule with the longest matching code prefix; none where the standard is silent."""
    matches = [
        (len(prefix), rule)
        for rule in rules
        for prefix in rule.prefixes
        if industry_code.startswith(prefix)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def size_class(rule: SizeRule, figures: SizeFigures) -> SizeClass | None:
    """Large only if every floor of large is met, and so down; none while a figure is missing.

    A known figure below the floor of small decides alone: nothing can lift it.
    """
    used = [
        (floors, value)
        for floors, value in (
            (rule.staff, figures.staff),
            (rule.revenue, figures.revenue),
            (rule.assets, figures.assets),
        )
        if floors is not None
    ]
    reached = [floors.reached(value) for floors, value in used if value is not None]
    if len(reached) < len(used) and 0 not in reached:
        return None
    return ASCENDING[min(reached)]
