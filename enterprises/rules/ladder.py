"""The ladder as people see it. What the law asks for first is another thing: prerequisites."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from enterprises.choices import Tier, TierSubclass

# The five rungs, lowest first, under the short names of boards and tables.
RUNGS: Final[Mapping[Tier, str]] = MappingProxyType(
    {
        Tier.TECH_INNOVATIVE: "科技和创新型",
        Tier.SRDI_SME: "专精特新",
        Tier.LITTLE_GIANT: "“小巨人”",
        Tier.CHAMPION: "单项冠军",
        Tier.UNICORN: "独角兽",
    }
)

# Until 科技和创新型 has a standard of its own it is the union of these titles.
BASE_TITLES: Final = frozenset({Tier.TECH_SME, Tier.INNOVATIVE_SME, Tier.TECH_INNOVATIVE})

# Titles shown beside a rung and never added to it.
BESIDE: Final[Mapping[Tier, Tier]] = MappingProxyType(
    {
        Tier.INNOVATIVE_SME: Tier.TECH_INNOVATIVE,
        Tier.KEY_LITTLE_GIANT: Tier.LITTLE_GIANT,
        Tier.CHAMPION_PROVINCIAL: Tier.CHAMPION,
    }
)

# Lists beside the ladder; the old provincial 小巨人 never counts as the national one.
PARALLEL: Final = frozenset(
    {Tier.KEY_LITTLE_GIANT, Tier.LITTLE_GIANT_PROVINCIAL, Tier.CHAMPION_PROVINCIAL, Tier.GAZELLE}
)

# 种子 and 潜在 stand on the unicorn list, but not on the rung.
BELOW_THE_RUNG: Final = frozenset({TierSubclass.POTENTIAL_UNICORN, TierSubclass.SEED_UNICORN})

DISPLAY_RANK: Final[Mapping[Tier, int]] = MappingProxyType(
    {tier: rank for rank, tier in enumerate(RUNGS, start=1)} | dict.fromkeys(BASE_TITLES, 1)
)

# Legal prerequisites: any one of these, valid on the day, opens the way to the tier.
PREREQUISITE_ANY: Final[Mapping[Tier, frozenset[Tier]]] = MappingProxyType(
    {
        Tier.SRDI_SME: BASE_TITLES,
        Tier.LITTLE_GIANT: frozenset({Tier.SRDI_SME}),
        Tier.KEY_LITTLE_GIANT: frozenset({Tier.LITTLE_GIANT}),
    }
)


@cache
def rung(tier: str, subclass: str = "") -> Tier | None:
    """The rung a title stands on; base titles fold into one, parallel lists have none."""
    if subclass in BELOW_THE_RUNG:
        return None
    known = Tier(tier)
    return Tier.TECH_INNOVATIVE if known in BASE_TITLES else known if known in RUNGS else None


def highest(tiers: Iterable[str]) -> Tier | None:
    """The highest rung among the tiers held; none where only parallel lists remain."""
    rungs = [step for tier in tiers if (step := rung(tier))]
    return max(rungs, key=DISPLAY_RANK.__getitem__, default=None)


def may_apply(tier: str, held: Iterable[str]) -> bool:
    """Whether the titles held open the way to `tier`."""
    needed = PREREQUISITE_ANY.get(Tier(tier))
    return needed is None or not needed.isdisjoint(Tier(code) for code in held)
