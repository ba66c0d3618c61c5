"""Reported figures beside computed ones (口径差异)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enterprises.models import ReportedFigure
from enterprises.queries.computed import Computed
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure on the day it speaks of: its as-of date, or the day it was stated."""

    figure: ReportedFigure
    on: date
    computed: int | None
    basis: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Computed minus reported; None where nothing is computed or may be seen."""
        return None if self.computed is None else self.computed - self.figure.value


def comparisons(figures: Iterable[ReportedFigure], *, reach: Reach) -> list[Comparison]:
    """In the order given. Only whoever counts the whole city sees computed ones: a share of a
    unit beside a figure of the city would mislead.
    """
    counted = Computed(reach) if reach.everywhere else None
    return [_compare(figure, counted) for figure in figures]


def _compare(figure: ReportedFigure, counted: Computed | None) -> Comparison:
    on = figure.as_of or figure.stated_on
    if on is None:
        raise LookupError(f"figure {figure.code} has no date, against its constraint")
    if counted is None or not figure.computed_by:
        return Comparison(figure, on, None)
    name = figure.computed_by
    return Comparison(figure, on, counted.value(name, on), counted.basis(name))
