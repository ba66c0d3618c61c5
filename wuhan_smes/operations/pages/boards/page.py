"""The board: the ladder on its way to the targets, the units, what ends soon; the rest follows."""

from dataclasses import dataclass
from typing import Any

from enterprises.choices import CountBasis, Tier
from enterprises.rules.ladder import RUNGS
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.boards.asked import Asked, asked
from wuhan_smes.operations.pages.boards.definitions import FIRST_VIEW
from wuhan_smes.operations.pages.boards.parts import Part, open_parts
from wuhan_smes.operations.queries.board import Board, board
from wuhan_smes.operations.queries.ending import ending_soon
from wuhan_smes.operations.queries.heat import heated, tiles
from wuhan_smes.operations.rows import Cell
from wuhan_smes.web.charts import Chart, Mark, Series, bars
from wuhan_smes.web.pages import ScopedPage


@dataclass(frozen=True, slots=True)
class Later:
    """A part that is loaded after the page."""

    part: Part
    url: str


class BoardPage(ScopedPage):
    """What one statement counts stands there at once; each other part is asked for by itself."""

    capability = Capability.COUNTS_VIEW
    reads_replica = True
    title = "梯度培育看板"
    template_name = "operations/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = asked(self.request, self.access)
        return super().get_context_data(**first_view(it), **kwargs)


def first_view(it: Asked) -> dict[str, Any]:
    """What the board and the wall begin with."""
    access = it.access
    picture = board(on=it.on, basis=it.basis, access=access, unit=it.unit)
    warm = heated(picture.units)
    ending = access.holds(Capability.REGISTER_VIEW)
    return {
        "asked": it,
        "form": it.form,
        "on": it.on,
        "days": it.days(),
        "basis": it.basis,
        "adds_up": it.basis == CountBasis.HIGHEST,
        "board": picture,
        "definitions": FIRST_VIEW,
        "warm": warm,
        "tiles": tiles(warm),
        "tile_column": picture.column(it.form.tier),
        "tile_label": RUNGS[it.form.tier],
        "rungs": [
            {"label": label, "url": it.url("board", rung=tier.value), "here": tier == it.form.tier}
            for tier, label in RUNGS.items()
        ],
        "unit_urls": {unit.code: it.url("board", unit=unit.code) for unit in it.units},
        "units": _units(picture),
        "ending": ending_soon(on=it.on, access=access, unit=it.unit) if ending else [],
        "may_see_ending": ending,
        "may_export": access.holds(Capability.REGISTER_EXPORT),
        "bases": [
            {
                "label": one.label,
                "url": it.url("board", basis=one.value),
                "here": one == it.basis,
            }
            for one in CountBasis
        ],
        "later": [Later(part, it.url("board-part", part.code)) for part in open_parts(access)],
        "wall_url": it.url("board-wall"),
    }


def _units(picture: Board) -> Chart | None:
    """The two rungs that districts are compared by; the base would dwarf them."""
    if not picture.units:
        return None
    names = [row.label for row in picture.units]
    series = [
        Series(
            RUNGS[tier], [_mark(row.cells[picture.column(tier)]) for row in picture.units], colour
        )
        for tier, colour in ((Tier.SRDI_SME, "--tier-2"), (Tier.LITTLE_GIANT, "--tier-3"))
    ]
    return bars("units", "各单位专精特新与“小巨人”企业数", names, series, lying=True)


def _mark(cell: Cell) -> Mark:
    return Mark(cell.value, cell.url)
