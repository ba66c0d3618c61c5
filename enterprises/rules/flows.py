"""Why a count changed: membership at both ends of a period plus one cause decides the column.

Every rule reads one `History`: what is alike about some enterprises over the period.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from enterprises.choices import CountBasis, CountCut, StayCause, Tier
from enterprises.choices import FlowColumn as Column
from enterprises.rules.counting import BITS, OWN_BIT, WITH_ITS_RUNG, counted, tiers_in
from enterprises.rules.ladder import DISPLAY_RANK, highest, rung

GAINS: Final = (
    Column.RECOGNISED,
    Column.MOVED_IN,
    Column.RESTORED,
    Column.UPGRADED_IN,
    Column.RECLASSIFIED_IN,
)
LOSSES: Final = tuple(column for column in Column if column not in GAINS)
# What ends a stay for good; any other end is a move out of the city.
DISSOLVING: Final = frozenset({StayCause.DEREGISTERED, StayCause.MERGED})


@dataclass(frozen=True, slots=True)
class History:
    """What enterprises of one kind held at both ends (_o opening, _c closing), and what between.

    `key_*` is the row of the table; `part_*` the titles held under that row, `held_*` all titles;
    `here_*`: managed by some unit of the city; `seen_*`: by a unit in reach. `came` and `gone` are
    the causes of a stay that began or ended in between, `brought` the titles held the evening
    before it began. The rest are sets of titles: begun with that outcome, or ended that way.
    """

    key_o: str | None
    key_c: str | None
    seen_o: bool
    seen_c: bool
    here_o: bool
    here_c: bool
    part_o: int
    part_c: int
    held_o: int
    held_c: int
    came: str
    brought: int
    gone: str
    renamed: bool
    restored: int
    arrived: int
    renewed: int
    revoked: int
    waived: int
    not_reviewed: int
    moved_out: int
    deregistered: int
    expired: int
    enterprises: int


ENDINGS: Final = MappingProxyType(
    {
        Column.REVOKED: "revoked",
        Column.WAIVED: "waived",
        Column.NOT_REVIEWED: "not_reviewed",
        Column.MOVED_OUT: "moved_out",
        Column.DEREGISTERED: "deregistered",
        Column.EXPIRED: "expired",
    }
)


def opening(h: History, basis: CountBasis) -> frozenset[Tier]:
    """The tiers whose opening count, in row `key_o`, includes these enterprises."""
    return counted(h.held_o, basis) & tiers_in(h.part_o) if h.seen_o else frozenset()


def closing(h: History, basis: CountBasis) -> frozenset[Tier]:
    """The tiers whose closing count, in row `key_c`, includes these enterprises."""
    return counted(h.held_c, basis) & tiers_in(h.part_c) if h.seen_c else frozenset()


def deciding(tier: Tier, basis: CountBasis) -> frozenset[Tier]:
    """The tiers whose titles decide the row of `tier`: by highest rung every one of them.

    By holder those of its own and of its rung, with which it may fall.
    """
    if basis is CountBasis.HIGHEST:
        return frozenset(BITS)
    own = OWN_BIT[tier] | OWN_BIT[_rung(tier)]
    return frozenset(it for it, bits in BITS.items() if bits & own)


def changes(h: History, cut: CountCut, basis: CountBasis) -> Iterator[tuple[str, Tier, Column]]:
    """(row, tier, column) for each change these enterprises make to the table."""
    before, after = opening(h, basis), closing(h, basis)
    if h.key_o == h.key_c:
        before, after = before - after, after - before
    for tier in before:
        yield h.key_o or "", tier, _loss(h, tier, cut, basis)
    for tier in after:
        yield h.key_c or "", tier, _gain(h, tier, cut, basis)


def _loss(h: History, tier: Tier, cut: CountCut, basis: CountBasis) -> Column:
    if h.here_c and tier in counted(h.held_c, basis):
        return Column.MOVED_OUT if _is_move(h, cut) else Column.RECLASSIFIED_OUT
    if not h.here_c:
        return Column.DEREGISTERED if h.gone in DISSOLVING else Column.MOVED_OUT
    if basis is CountBasis.HIGHEST and _height(h.held_c) > _rank(tier):
        return Column.UPGRADED_OUT
    return _ending(h, tier)


def _gain(h: History, tier: Tier, cut: CountCut, basis: CountBasis) -> Column:
    if h.here_o and tier in counted(h.held_o, basis):
        return Column.MOVED_IN if _is_move(h, cut) else Column.RECLASSIFIED_IN
    bit = OWN_BIT[tier]
    if not h.here_o and h.brought & bit:
        back = h.came == StayCause.REACTIVATED or h.restored & bit
        return Column.RESTORED if back else Column.MOVED_IN
    if h.here_o and basis is CountBasis.HIGHEST and (height := _height(h.held_o)):
        if height < _rank(tier):
            return Column.UPGRADED_IN
        if height > _rank(tier):
            return Column.RESTORED
    if h.restored & bit:
        return Column.RESTORED
    return Column.MOVED_IN if h.arrived & bit else Column.RECOGNISED


def _is_move(h: History, cut: CountCut) -> bool:
    """Between units, or over the border of what the viewer sees."""
    return cut is CountCut.JURISDICTION or not (h.seen_o and h.seen_c)


def _ending(h: History, tier: Tier) -> Column:
    """How the title ended; one counted with its rung may fall with the title of that rung."""
    for bit in (OWN_BIT[tier], OWN_BIT[_rung(tier)]):
        for column, name in ENDINGS.items():
            if getattr(h, name) & bit:
                return column
    return Column.EXPIRED


def _rung(tier: Tier) -> Tier:
    return rung(tier) or WITH_ITS_RUNG.get(tier, tier)


def _rank(tier: Tier) -> int:
    """How high the rung lies on which `tier` counts."""
    return DISPLAY_RANK[_rung(tier)]


def _height(titles: int) -> int:
    """How high a holder of these titles stands; 0 on no rung."""
    top = highest(tiers_in(titles))
    return DISPLAY_RANK[top] if top else 0
