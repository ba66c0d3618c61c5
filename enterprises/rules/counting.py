"""In which rows of the tier table an enterprise counts, given the titles it holds."""

from functools import cache
from types import MappingProxyType
from typing import Final

from enterprises.choices import CountBasis, Tier
from enterprises.rules.ladder import BASE_TITLES, BELOW_THE_RUNG, highest, rung

# Counted as sets of bits: a base title carries the bit of the union of base titles as well.
OWN_BIT: Final = MappingProxyType({tier: 1 << n for n, tier in enumerate(Tier)})
BITS: Final = MappingProxyType(
    {
        tier: bit | (OWN_BIT[Tier.TECH_INNOVATIVE] if tier in BASE_TITLES else 0)
        for tier, bit in OWN_BIT.items()
    }
)
NOT_COUNTED: Final = tuple(sorted(BELOW_THE_RUNG))
# Counted with its rung under `highest`; every other list beside the ladder is 0 there.
WITH_ITS_RUNG: Final = MappingProxyType({Tier.KEY_LITTLE_GIANT: Tier.LITTLE_GIANT})


@cache
def tiers_in(titles: int) -> frozenset[Tier]:
    """The tiers whose bits are set; the union of base titles is one of them."""
    return frozenset(tier for tier, bit in OWN_BIT.items() if titles & bit)


@cache
def counted(titles: int, basis: CountBasis) -> frozenset[Tier]:
    """The rows in which a holder of `titles` counts.

    持有口径: every tier held. 最高层级口径: only what stands on the highest rung held; both base
    titles stand on the base rung.
    """
    held = tiers_in(titles)
    if basis is CountBasis.HOLDER:
        return held
    top = highest(held)
    return frozenset(tier for tier in held if top and top in (rung(tier), WITH_ITS_RUNG.get(tier)))
