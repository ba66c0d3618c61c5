"""看板: the gradient of the city, or of one's own unit, on any day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from enterprises.choices import CountBasis, Tier
from enterprises.rules.ladder import RUNGS
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.asof import AsOfForm
from wuhan_smes.operations.queries.board import Board, board, last_year
from wuhan_smes.operations.queries.ending import ending_soon
from wuhan_smes.operations.rows import Cell
from wuhan_smes.web.charts import Chart, Mark, Series, bars, lines
from wuhan_smes.web.pages import ScopedPage


class BoardPage(ScopedPage):
    """The ladder against its targets, units by tier, the last year, and what ends soon."""

    capability = Capability.COUNTS_VIEW
    title = "梯度培育看板"
    template_name = "operations/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AsOfForm(self.request.GET)
        day, basis = form.day, form.counted_as
        picture = board(on=day, basis=basis, access=self.access)
        return super().get_context_data(
            form=form,
            on=day,
            basis=basis,
            adds_up=basis == CountBasis.HIGHEST,
            board=picture,
            units=_units(picture),
            trends=_trends(last_year(on=day, basis=basis, access=self.access)),
            ending=ending_soon(on=day, access=self.access),
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            bases=[_switch(self.request.path, day, one, basis) for one in CountBasis],
            **kwargs,
        )


def _switch(path: str, day: date, one: CountBasis, chosen: CountBasis) -> dict[str, Any]:
    url = f"{path}?on={day.isoformat()}&basis={one.value}"
    return {"label": one.label, "url": url, "here": one == chosen}


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


def _trends(found: Mapping[Tier, Sequence[tuple[date, Cell]]]) -> list[Chart]:
    """One small chart a rung: their sizes differ too much for one scale."""
    return [
        lines(
            f"trend-{tier.value}",
            RUNGS[tier],
            [f"{day:%Y-%m}" for day, _ in points[:-1]] + [points[-1][0].isoformat()],
            [Series(RUNGS[tier], [_mark(cell) for _, cell in points], f"--tier-{step}")],
        )
        for step, (tier, points) in enumerate(found.items(), start=1)
    ]


def _mark(cell: Cell) -> Mark:
    return Mark(cell.value, cell.url)
