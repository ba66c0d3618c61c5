"""One enterprise against one standard, line by line: what each looked at, and its papers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.models import AnnualIndicators, Enterprise, IndicatorEvidence
from enterprises.queries.assessment import Basis, assessed, played
from enterprises.queries.facts_told import Facts, facts_told, places_of
from wuhan_smes.access import Reach
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.compiling import Reading
from wuhan_smes.rulekit.compiling.documents import year_name
from wuhan_smes.rulekit.compiling.statement import Standing
from wuhan_smes.rulekit.fields import Field, declared
from wuhan_smes.rulekit.values import Rule
from wuhan_smes.rulekit.wording import exemption, threshold

# Indicator and year counted from Y → the files kept for it.
Files = Mapping[tuple[str, int], list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Input:
    """One fact a line looked at. `year` is empty for the day itself; `evidence` names the paper,
    `files` are those kept for it, by id and name.
    """

    field: Field
    year: int | None
    value: Any
    evidence: str
    files: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, as people are told it."""

    rule: Rule
    result: Result
    value: Decimal | None
    distance: Decimal | None
    unit: str
    low: Decimal | None
    high: Decimal | None
    threshold: str
    exemption: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The whole answer for one enterprise."""

    basis: Basis
    reading: Reading
    lines: tuple[Line, ...]
    facts: Facts


def explain(enterprise_id: int, basis: Basis, *, reach: Reach) -> Explained:
    """How one enterprise of the reach stands today. Raises DoesNotExist out of reach."""
    mine = Enterprise.objects.within(reach).filter(pk=enterprise_id)
    mine.only("pk").get()
    (reading,) = assessed(mine, basis)
    facts = facts_told(mine, basis)[enterprise_id]
    return _explained(basis, reading, facts, *_behind(enterprise_id, basis, reach))


def explain_played(
    enterprise_id: int, basis: Basis, changes: Mapping[str, Any], *, reach: Reach
) -> Explained:
    """The same, if some facts were others; nothing is saved."""
    mine = Enterprise.objects.within(reach).filter(pk=enterprise_id)
    mine.only("pk").get()
    facts = merged(facts_told(mine, basis)[enterprise_id], changes)
    return _explained(basis, played(facts, basis), facts, *_behind(enterprise_id, basis, reach))


def explain_facts(facts: Facts, basis: Basis) -> Explained:
    """Facts alone, of nobody in particular."""
    return _explained(basis, played(facts, basis), facts, {}, {})


def merged(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """`facts` with some said otherwise, year by year; a change to null takes the fact away."""
    found = dict(facts)
    for name, value in changes.items():
        before = found.get(name)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            found[name] = {**before, **value}
        else:
            found[name] = value
    return found


def _explained(
    basis: Basis, reading: Reading, facts: Facts, papers: Mapping[int, str], files: Files
) -> Explained:
    lines = tuple(_line(one, facts, papers, files) for one in reading.criteria)
    return Explained(basis, reading, lines, facts)


def _line(one: Standing, facts: Facts, papers: Mapping[int, str], files: Files) -> Line:
    dictionary = declared()
    return Line(
        rule=one.rule,
        result=one.result,
        value=one.value,
        distance=one.distance,
        unit=one.unit,
        low=one.low,
        high=one.high,
        threshold=threshold(one.rule, dictionary),
        exemption=exemption(one.rule, dictionary),
        inputs=tuple(_inputs(one.rule, facts, papers, files)),
    )


def _inputs(rule: Rule, facts: Facts, papers: Mapping[int, str], files: Files) -> Iterator[Input]:
    for name, year in dict.fromkeys(places_of(rule)):
        told = facts.get(name)
        if isinstance(told, Mapping):
            told = told.get(year_name(year or 0))
        paper = papers.get(year, "") if year is not None else papers.get(0) or papers.get(-1, "")
        mine = tuple(files.get((name, year if year is not None else -1), ()))
        yield Input(declared()[name], year, told, "" if told is None else paper, mine)


def _behind(enterprise_id: int, basis: Basis, reach: Reach) -> tuple[dict[int, str], Files]:
    """What stands behind the figures: papers named by year, and files kept for an indicator."""
    return _papers(enterprise_id, basis, reach), _files(enterprise_id, basis, reach)


def _files(enterprise_id: int, basis: Basis, reach: Reach) -> Files:
    rows = IndicatorEvidence.objects.within(reach).standing().filter(enterprise_id=enterprise_id)
    found: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for pk, name, year, indicator in rows.exclude(indicator="").values_list(
        "pk", "name", "year", "indicator"
    ):
        found.setdefault((indicator, year - basis.on.year), []).append((pk, name))
    return found


def _papers(enterprise_id: int, basis: Basis, reach: Reach) -> dict[int, str]:
    """Year counted from Y → the papers named for its figures, or where the figures come from."""
    rows = AnnualIndicators.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    return {
        year - basis.on.year: evidence or source
        for year, evidence, source in rows.values_list("year", "evidence", "source")
    }
