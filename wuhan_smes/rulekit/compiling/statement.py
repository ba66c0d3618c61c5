"""The whole statement: facts inside, criteria around them, the verdict outermost.

`OFFSET 0` keeps the planner from pulling the layers into one another, so that a fact is looked up
once a row however many criteria ask for it. Columns nobody selects are still left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.compiling.asked import Asked
from wuhan_smes.rulekit.compiling.lines import NOTHING, gap_of, line
from wuhan_smes.rulekit.compiling.literals import name
from wuhan_smes.rulekit.compiling.sources import FactSource
from wuhan_smes.rulekit.compiling.verdict import (
    Judged,
    inspected,
    lists_of,
    parts_of,
    score_result,
    subclass_of,
    totals,
    verdict_of,
)
from wuhan_smes.rulekit.fields import Dictionary
from wuhan_smes.rulekit.values import Rule, Rules

SUMMARY = ("verdict", "subclass", "inspection", "score_low", "score_high", "lacking", "open")


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion of the statement. `unit` is that of its value and distance."""

    rule: Rule
    unit: str
    scored: bool

    def names(self) -> tuple[str, ...]:
        kept = ("result", "value", "distance", *(("low", "high") if self.scored else ()))
        return tuple(f"{self.rule.code}.{one}" for one in kept)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one subject does on one criterion."""

    rule: Rule
    result: Result
    value: Decimal | None
    distance: Decimal | None
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One subject against one rule set."""

    id: int
    verdict: Result
    subclass: str | None
    inspection: bool
    score_low: Decimal | None
    score_high: Decimal | None
    lacking: tuple[str, ...]
    open: tuple[str, ...]
    parts: Mapping[str, tuple[Decimal, Decimal]]
    criteria: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement over a population: SQL that selects `id` (and what the source needs)."""

    rules: Rules
    application_kind: str
    columns: tuple[Column, ...]
    layers: tuple[Mapping[str, str], ...]
    source: FactSource

    def select(self, population: str, *, criteria: bool = True) -> str:
        """Everything, or (without `criteria`) the verdict and what it rests on."""
        inner = self.source.tables(population)
        kept = ["id"]
        for layer in self.layers:
            chosen = ", ".join(f"{sql} AS {name(column)}" for column, sql in layer.items())
            passed = "population.id" if kept == ["id"] else "facts.*"
            alias = f"(SELECT {passed}, {chosen} FROM {inner} OFFSET 0) facts"  # noqa: S608 - compiled of checked rules
            inner, kept = alias, [*kept, *layer]
        wanted = ", ".join(name(one) for one in self.names(criteria=criteria))
        return f"SELECT {wanted} FROM {inner}"  # noqa: S608 - compiled of checked rules

    def names(self, *, criteria: bool = True) -> tuple[str, ...]:
        """The columns selected, in order."""
        parts = tuple(
            f"part{n}.{end}" for n in range(1, self._parts + 1) for end in ("low", "high")
        )
        lines = tuple(one for column in self.columns for one in column.names())
        return ("id", *SUMMARY, *parts, *(lines if criteria else ()))

    def read(self, row: Sequence[Any]) -> Reading:
        """One row of the full selection."""
        found = dict(zip(self.names(), row, strict=True))
        return Reading(
            id=found["id"],
            verdict=Result(found["verdict"]),
            subclass=found["subclass"],
            inspection=found["inspection"],
            score_low=found["score_low"],
            score_high=found["score_high"],
            lacking=tuple(found["lacking"]),
            open=tuple(found["open"]),
            parts={
                part.name: (found[f"part{n}.low"], found[f"part{n}.high"])
                for n, part in enumerate(self.rules.score.parts if self.rules.score else (), 1)
            },
            criteria=tuple(self._standing(column, found) for column in self.columns),
        )

    @property
    def _parts(self) -> int:
        return len(self.rules.score.parts) if self.rules.score else 0

    @staticmethod
    def _standing(column: Column, found: Mapping[str, Any]) -> Standing:
        code = column.rule.code
        return Standing(
            rule=column.rule,
            result=Result(found[f"{code}.result"]),
            value=found[f"{code}.value"],
            distance=found[f"{code}.distance"],
            unit=column.unit,
            low=found.get(f"{code}.low"),
            high=found.get(f"{code}.high"),
        )


def compile_rules(
    rules: Rules, application_kind: str, source: FactSource, dictionary: Dictionary
) -> Compiled:
    """`rules` (layers already put over one another) for one kind of application.

    Compiled of checked rules only: what the check refuses may raise here, or mean something else.
    """
    asked = Asked(source, dictionary)
    judged = [
        Judged(rule, line(asked, rule, application_kind), rule.covers(application_kind))
        for rule in rules.criteria
    ]
    lines: dict[str, str] = {}
    gaps: dict[str, str] = {}
    for one in judged:
        code = one.rule.code
        lines[f"{code}.result"] = one.line.result
        lines[f"{code}.value"] = one.line.value or NOTHING
        gaps[f"{code}.distance"] = gap_of(one.line, one.result)
        if one.line.low:
            lines |= {f"{code}.low": one.line.low, f"{code}.high": one.line.high}
    outcome = {
        "verdict": verdict_of(rules, judged),
        **lists_of(rules, judged),
        "subclass": subclass_of(judged),
        "inspection": inspected(judged),
    }
    score = {"score_result": score_result(rules.score)} if rules.score else {}
    layers = (
        asked.columns(),
        lines,
        {**gaps, **parts_of(rules.score, judged)},
        totals(rules),
        score,
        outcome,
    )
    return Compiled(
        rules=rules,
        application_kind=application_kind,
        columns=tuple(Column(one.rule, one.line.unit, scored=bool(one.line.low)) for one in judged),
        layers=tuple(layer for layer in layers if layer),
        source=source,
    )
