"""Growth of a fixed set of enterprises: both periods known, so that nobody's coming or going and
no missing report passes for growth.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# Of fewer the growth of the set would be that of one of them.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """The same enterprises in a period and a year before. `told` have the figure of the period;
    of them `count` had it a year before too, and only theirs are added up.
    """

    told: int
    count: int
    now: Decimal | None
    before: Decimal | None

    @property
    def hidden(self) -> bool:
        """Whether there are too few to say anything of the set."""
        return self.count < FEWEST

    @property
    def growth(self) -> Decimal | None:
        """In per cent; unknown for too few, and where the year before is not above nought."""
        if self.hidden or self.now is None or self.before is None or self.before <= 0:
            return None
        return ((self.now - self.before) * 100 / self.before).quantize(Decimal("0.1"))
