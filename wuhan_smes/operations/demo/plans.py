"""How many enterprises live which life, so that the figures of the reply come out exactly.

A plan says what an enterprise holds on the day of the reply, 2025-07-25, and what becomes of it.
The sums: 创新型 7,077 · 专精特新 2,432 · 小巨人 348 of 12,000, in proportion for other sizes.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from wuhan_smes.operations.demo.spread import spread

DEFAULT_SIZE: Final = 12_000
INNOVATIVE, SRDI, GIANTS = 7_077, 2_432, 348

# Shares of each batch among those who hold the title on the day; assumed.
GIANTS_OF: Final = {1: 8, 2: 15, 3: 23, 4: 154, 5: 88, 6: 60}
LOST_GIANTS: Final = {3: 3, 4: 4}  # 49 in three batches, 207 in September 2022, 348 at end-2024
SRDI_OF: Final = {1: 30, 2: 90, 3: 320, 4: 380, 5: 620, 6: 520, 7: 472}
INNOVATIVE_OF: Final = {1: 235, 2: 165, 3: 175, 4: 165, 5: 140, 6: 120}
# Titles struck or entered after the day of the reply, in pairs, so that both counts agree.
LATE: Final = {"inno": 12, "srdi": 5, "giant": 1}


class Plan(NamedTuple):
    """`kind` is what is held on the day; `cohort` its batch; `base` what lies under it."""

    kind: str
    cohort: int = 0
    base: str = "inno"
    extra: str = ""


@dataclass(slots=True)
class Quotas:
    """Collects plans with their numbers, for one size of the city."""

    size: int

    def of(self, at_default: int) -> int:
        """A figure of the default city in proportion to this one."""
        return round(at_default * self.size / DEFAULT_SIZE)

    def plans(self) -> list[tuple[Plan, int]]:
        """Every plan with how many enterprises follow it; together they fill the city."""
        giants = list(self._giants())
        srdi = list(self._srdi(self.of(SRDI) - sum(n for plan, n in giants if plan.cohort)))
        under = sum(n for plan, n in (*giants, *srdi) if plan.base == "inno")
        innovative = list(self._innovative(self.of(INNOVATIVE) - under))
        titled = [*giants, *srdi, *innovative, *self._others()]
        left = self.size - sum(n for _, n in titled)
        return [*titled, *self._untitled(left)]

    def _giants(self) -> Iterator[tuple[Plan, int]]:
        """All of them hold 专精特新 on the day; those of `lost` no longer the higher title."""
        late = self.of(LATE["giant"])
        numbers = spread(self.of(GIANTS), list(GIANTS_OF.values()))
        numbers[-1] -= late
        for cohort, number in zip(GIANTS_OF, numbers, strict=True):
            tech = number // 18
            keys = number // 4 if cohort in {4, 5, 6} else 0
            yield Plan("giant", cohort, "tech"), tech
            yield Plan("giant", cohort, extra="key"), keys
            yield Plan("giant", cohort, extra="falsified"), int(cohort == 5 and number > 50)
            rest = number - tech - keys - int(cohort == 5 and number > 50)
            yield Plan("giant", cohort), rest
        for cohort, number in LOST_GIANTS.items():
            yield Plan("giant_lost", cohort), self.of(number)
        yield Plan("giant_late", 6), late
        yield Plan("giant_struck", 6), late

    def _srdi(self, total: int) -> Iterator[tuple[Plan, int]]:
        late = self.of(LATE["srdi"])
        extras = {
            "champion": self.of(29),
            "champion_provincial": self.of(60),
            "giant_next": self.of(36),
            "falsified": self.of(5),
            "unicorn": self.of(10),
            "leaves": self.of(12),
        }
        tech = self.of(170)
        plain = total - late - tech - sum(extras.values())
        yield Plan("srdi_late", 6), late
        for extra, number in extras.items():
            yield from self._by_cohort("srdi", number, {4: 1, 6: 1, 7: 1}, extra=extra)
        yield from self._by_cohort("srdi", tech, {3: 1, 5: 2, 7: 1}, base="tech")
        yield from self._by_cohort("srdi", plain, SRDI_OF)

    def _innovative(self, total: int) -> Iterator[tuple[Plan, int]]:
        late, struck = self.of(LATE["inno"]), self.of(LATE["srdi"])
        extras = {
            "srdi_failed": self.of(130),
            "srdi_next": self.of(430),
            "unicorn": self.of(14),
            "potential": self.of(60),
            "gazelle": self.of(150),
            "leaves": self.of(110),
        }
        yield Plan("inno_late", 5), late
        yield Plan("srdi_struck", 4), struck
        for extra, number in extras.items():
            weights = {1: 1, 2: 1} if extra == "srdi_failed" else {3: 1, 4: 1, 5: 1}
            yield from self._by_cohort("inno", number, weights, extra=extra)
        plain = total - late - struck - sum(extras.values())
        yield from self._by_cohort("inno", plain, INNOVATIVE_OF)

    def _others(self) -> Iterator[tuple[Plan, int]]:
        """Nothing of the three counted titles, as we know it now, on the day of the reply."""
        yield Plan("inno_struck", 5), self.of(LATE["inno"])
        yield from self._by_cohort("past_inno", self.of(330), {1: 3, 2: 2, 3: 2, 4: 1})
        yield from self._by_cohort("past_srdi", self.of(60), {3: 1, 4: 1, 5: 1})
        yield from self._by_cohort("past_srdi", self.of(6), {4: 1, 5: 1}, extra="falsified")
        yield from self._by_cohort("later_inno", self.of(780), {7: 1, 8: 1})
        yield Plan("legacy"), self.of(40)
        yield Plan("tech"), self.of(900)
        yield Plan("tech", extra="seed"), self.of(80)

    def _untitled(self, left: int) -> Iterator[tuple[Plan, int]]:
        unicorns = min(left, self.of(20))
        candidates = min(left - unicorns, self.of(120))
        yield Plan("none", extra="unicorn"), unicorns
        yield Plan("none", extra="candidate"), candidates
        yield Plan("none"), left - unicorns - candidates

    @staticmethod
    def _by_cohort(
        kind: str, total: int, weights: dict[int, int], base: str = "inno", extra: str = ""
    ) -> Iterator[tuple[Plan, int]]:
        numbers = spread(total, list(weights.values()))
        for cohort, number in zip(weights, numbers, strict=True):
            yield Plan(kind, cohort, base, extra), number


def dealt(size: int, rng: Random) -> Iterator[Plan]:
    """One plan for each enterprise, in an order that only the seed decides."""
    quotas = Quotas(size).plans()
    deck = array("B")
    for index, (_, number) in enumerate(quotas):
        deck.extend([index] * number)
    if len(deck) != size or min(number for _, number in quotas) < 0:
        raise ValueError(f"a city of {size} cannot hold the plans")
    rng.shuffle(deck)
    return (quotas[index][0] for index in deck)
