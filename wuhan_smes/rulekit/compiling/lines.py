"""One criterion as columns: its result, its points at worst and at best, its value and its gap."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wuhan_smes.rulekit.choices import CriterionKind, Result
from wuhan_smes.rulekit.compiling.asked import Asked
from wuhan_smes.rulekit.compiling.comparing import Measured, measured, truth
from wuhan_smes.rulekit.compiling.literals import number
from wuhan_smes.rulekit.values import Rule

NOTHING: Final = "NULL::numeric"


@dataclass(frozen=True, slots=True)
class Line:
    """SQL over the fact columns. `low` and `high` are empty where there is nothing to score."""

    result: str
    low: str = ""
    high: str = ""
    value: str = ""
    gap: str = ""
    unit: str = ""


def line(asked: Asked, rule: Rule, application_kind: str) -> Line:
    """What `rule` says of an applicant of this kind."""
    if not rule.covers(application_kind):
        return Line(said(Result.NOT_APPLICABLE))
    if rule.kind == CriterionKind.BANDS:
        return _banded(asked, rule)
    if rule.kind == CriterionKind.MANUAL:
        return _judged(asked, rule)
    if rule.test is None:
        raise ValueError(f"{rule.code} tests nothing")
    numbers = measured(asked, rule.test)
    return _measured_line(_tested(asked, rule), numbers)


def said(result: Result) -> str:
    """A result as a literal."""
    return f"'{result.value}'::text"


def _tested(asked: Asked, rule: Rule) -> str:
    if rule.test is None:
        raise ValueError(f"{rule.code} tests nothing")
    holds = truth(asked, rule.test)
    if rule.exempt_if is None:
        return (
            f"CASE {holds} WHEN true THEN {said(Result.MET)}"
            f" WHEN false THEN {said(Result.UNMET)} ELSE {said(Result.UNKNOWN)} END"
        )
    exempt = truth(asked, rule.exempt_if)
    return (
        f"CASE WHEN {exempt} THEN {said(Result.EXEMPT)} WHEN {holds} THEN {said(Result.MET)}"
        f" WHEN NOT ({holds} OR {exempt}) THEN {said(Result.UNMET)}"
        f" ELSE {said(Result.UNKNOWN)} END"
    )


def _measured_line(result: str, numbers: Measured, low: str = "", high: str = "") -> Line:
    return Line(result, low, high, numbers.value, numbers.gap, numbers.unit)


def _banded(asked: Asked, rule: Rule) -> Line:
    """The first true band counts; a band that cannot be told before it leaves the points open."""
    steps: list[str] = []
    rest = Decimal(0)
    for band in rule.bands:
        if band.when is None:
            rest = band.points
            continue
        holds = truth(asked, band.when)
        steps += [
            f"WHEN {holds} THEN {number(band.points)}",
            f"WHEN {holds} IS NULL THEN {NOTHING}",
        ]
    points = f"CASE {' '.join(steps)} ELSE {number(rest)} END"
    best = next((band.when for band in rule.bands if band.when is not None), None)
    numbers = measured(asked, best) if best is not None else Measured()
    return _scored(points, rule.max_points or Decimal(0), Result.UNKNOWN, numbers)


def _judged(asked: Asked, rule: Rule) -> Line:
    if rule.points_field:
        points = asked.today(rule.points_field)
        best = rule.max_points or Decimal(0)
        capped = f"(CASE WHEN {points} > {number(best)} THEN {number(best)} ELSE {points} END)"
        return _scored(capped, best, Result.MANUAL, Measured())
    if not rule.judgement_field:
        return Line(said(Result.MANUAL))
    judged = asked.today(rule.judgement_field)
    return Line(
        f"CASE {judged} WHEN true THEN {said(Result.MET)} WHEN false THEN {said(Result.UNMET)}"
        f" ELSE {said(Result.MANUAL)} END"
    )


def _scored(points: str, best: Decimal, open_as: Result, numbers: Measured) -> Line:
    """Any points at all are “met”; how many, the points say."""
    result = (
        f"CASE WHEN {points} > 0 THEN {said(Result.MET)} WHEN {points} <= 0 THEN"
        f" {said(Result.UNMET)} ELSE {said(open_as)} END"
    )
    low, high = f"coalesce({points}, 0)", f"coalesce({points}, {number(best)})"
    return _measured_line(result, numbers, low, high)


def gap_of(found: Line, result_column: str) -> str:
    """How much is missing where something is; nothing where all is there; unknown otherwise, and
    where what is missing is no number.
    """
    if not found.gap:
        return NOTHING
    return (
        f"CASE {result_column} WHEN {said(Result.UNMET)} THEN nullif({found.gap}, 0)"
        f" WHEN {said(Result.MET)} THEN 0 END"
    )
