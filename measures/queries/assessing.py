"""The ranking of districts in a round, with the evidence behind every point."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.choices import IndicatorAim, ReturnState
from measures.models import AssessmentRound, DistrictFigure, DistrictReturn, IndexIndicator
from measures.rules.assessing import Weighed, points, ranked, score
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Earned:
    """One indicator of one unit: reported, held by the city, and what it earns."""

    indicator: IndexIndicator
    figure: DistrictFigure | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a round. `score` is what counts, known once the city checked; `own_score` what
    the unit's own figures would earn. `rank_before` is that of the round before.
    """

    unit: Jurisdiction
    row: DistrictReturn | None
    earned: Sequence[Earned]
    own_score: Decimal | None
    score: Decimal | None
    rank: int | None
    rank_before: int | None


def ranking(of: AssessmentRound, *, reach: Reach) -> list[UnitLine]:
    """Every unit in reach, best first; places only for who sees all units."""
    units = [
        it
        for it in Jurisdiction.objects.managing().order_by("display_order", "id")
        if reach.covers(it.pk)
    ]
    before = AssessmentRound.objects.filter(last_on__lt=of.last_on).order_by("-last_on").first()
    placed = _places(before, units, reach) if before is not None else {}
    indicators = list(of.index.indicators.order_by("display_order"))
    rows = _rows(of, reach)
    scores = {unit.pk: _score(rows.get(unit.pk), indicators) for unit in units}
    places = _placed(scores, reach)
    lines = [
        UnitLine(
            unit,
            rows.get(unit.pk),
            _earned(rows.get(unit.pk), indicators),
            _own(rows.get(unit.pk), indicators),
            scores[unit.pk],
            places.get(unit.pk),
            placed.get(unit.pk),
        )
        for unit in units
    ]
    return sorted(lines, key=lambda it: (it.rank is None, it.rank or 0))


def _places(
    of: AssessmentRound, units: Iterable[Jurisdiction], reach: Reach
) -> Mapping[int, int | None]:
    indicators, rows = list(of.index.indicators.all()), _rows(of, reach)
    return _placed({unit.pk: _score(rows.get(unit.pk), indicators) for unit in units}, reach)


def _placed(scores: Mapping[int, Decimal | None], reach: Reach) -> Mapping[int, int | None]:
    if not reach.everywhere:
        return {}
    return dict(zip(scores, ranked(list(scores.values())), strict=True))


def _rows(of: AssessmentRound, reach: Reach) -> dict[int, DistrictReturn]:
    rows = DistrictReturn.objects.within(reach).for_list().filter(round=of)
    return {row.jurisdiction_id: row for row in rows}


def _figures(row: DistrictReturn | None) -> dict[int, DistrictFigure]:
    return {it.indicator_id: it for it in row.figures.all()} if row is not None else {}


def _weighed(indicator: IndexIndicator, value: Decimal | None) -> Weighed:
    return Weighed(indicator.weight, IndicatorAim(indicator.aim), indicator.full, value)


def _score(row: DistrictReturn | None, indicators: Sequence[IndexIndicator]) -> Decimal | None:
    if row is None or row.state != ReturnState.CHECKED:
        return None
    held = _figures(row)
    return score(_weighed(it, held[it.pk].checked if it.pk in held else None) for it in indicators)


def _own(row: DistrictReturn | None, indicators: Sequence[IndexIndicator]) -> Decimal | None:
    told = _figures(row)
    values = ((it, told[it.pk].reported if it.pk in told else None) for it in indicators)
    return score(_weighed(it, value) for it, value in values)


def _earned(row: DistrictReturn | None, indicators: Sequence[IndexIndicator]) -> Sequence[Earned]:
    held = _figures(row)
    checked = row is not None and row.state == ReturnState.CHECKED
    found = []
    for it in indicators:
        figure = held.get(it.pk)
        value = None if figure is None else figure.checked if checked else figure.reported
        found.append(Earned(it, figure, points(_weighed(it, value))))
    return found
