"""What the system itself counts for a figure that some document states."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from enterprises.choices import CountBasis, Tier
from enterprises.queries.tier_counts import tier_counts
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

TIER_HOLDERS: Final = "tier_holders"
MANAGING_UNITS: Final = "managing_units"
# The names a figure may carry in `computed_by`, besides those that other apps register.
OWN: Final = frozenset({MANAGING_UNITS, *(f"{TIER_HOLDERS}:{tier.value}" for tier in Tier)})
Counting = Callable[[Reach, date], int]
# How a count is set to count, in the words shown beside it.
Wording = Callable[[], str]
_REGISTERED: Final[dict[str, Counting]] = {}
_WORDED: Final[dict[str, Wording]] = {}


def register(name: str, count: Counting, *, basis: Wording | None = None) -> None:
    """Make a count of another app known: those above this one know it, not the other way.

    `basis` says how it is set to count, where that is a setting.
    """
    if name in computations():
        raise ValueError(f"two computations are called {name}")
    _REGISTERED[name] = count
    if basis is not None:
        _WORDED[name] = basis


def computations() -> frozenset[str]:
    """Every name a figure may carry in `computed_by`."""
    return OWN | _REGISTERED.keys()


class Computed:
    """The counts of one viewer; those of a day are asked for once.

    Raises LookupError for a computation nobody wrote.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._days: dict[date, Mapping[Tier, int]] = {}

    def value(self, name: str, on: date) -> int:
        """`tier_holders:little_giant` on a day, `managing_units`, or what another app counts."""
        if name in _REGISTERED:
            return _REGISTERED[name](self._reach, on)
        if name not in OWN:
            raise LookupError(f"no computation is called {name}")
        if name == MANAGING_UNITS:
            return Jurisdiction.objects.managing().standing(on=on).count()
        return self.holders(Tier(name.partition(":")[2]), on)

    def basis(self, name: str) -> str:
        """The setting a count follows, in words; empty where it follows none."""
        return _WORDED[name]() if name in _WORDED else ""

    def holders(self, tier: Tier, on: date) -> int:
        if on not in self._days:
            counts = tier_counts(self._reach, on=on, basis=CountBasis.HOLDER)
            self._days[on] = {one.tier: one.count for one in counts}
        return self._days[on][tier]
