"""How well stations and districts serve (服务指数): three shares and their weighted sum, versioned.

What was not counted is unknown, never 0: an index with an unknown share has no value and no place.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

HUNDRED: Final = Decimal(100)
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Weights:
    """Percent of each share. 办结成效 = 已解决或部分解决 / 办结，满意率 as in the assessment of
    call-backs, 覆盖率 = 已走访 / 包联企业，指数 = 按权重相加 × 100。
    """

    service: int
    satisfaction: int
    coverage: int


@dataclass(frozen=True, slots=True)
class Share:
    """Some of those counted; None where nothing was."""

    of: int
    part: Decimal

    @property
    def value(self) -> Decimal | None:
        return self.part / self.of if self.of else None

    @property
    def percent(self) -> Decimal | None:
        value = self.value
        return None if value is None else (value * HUNDRED).quantize(CENT, ROUND_HALF_UP)


def index(service: Share, satisfaction: Share, coverage: Share, weights: Weights) -> Decimal | None:
    """0 to 100; unknown while any of the three is."""
    pairs = (
        (weights.service, service.value),
        (weights.satisfaction, satisfaction.value),
        (weights.coverage, coverage.value),
    )
    known = [weight * value for weight, value in pairs if value is not None]
    if len(known) < len(pairs):
        return None
    return sum(known, Decimal(0)).quantize(CENT, ROUND_HALF_UP)
