"""From results to one verdict, as columns over the columns of the criteria."""

from collections.abc import Sequence
from dataclasses import dataclass

from wuhan_smes.rulekit.choices import Result, Role
from wuhan_smes.rulekit.compiling.lines import Line, said
from wuhan_smes.rulekit.compiling.literals import name, number, quoted
from wuhan_smes.rulekit.values import Rule, Rules, Score

SCORED = "score"


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its line, as the columns around it see it."""

    rule: Rule
    line: Line
    applies: bool

    @property
    def result(self) -> str:
        return name(f"{self.rule.code}.result")


def parts_of(score: Score | None, judged: Sequence[Judged]) -> dict[str, str]:
    """Column → SQL: each part at worst and at best, as `part1.low` … in the order written."""
    found: dict[str, str] = {}
    for n, part in enumerate(score.parts if score else (), 1):
        mine = [
            one for one in judged if one.rule.part == part.name and one.line.low and one.applies
        ]
        for end in ("low", "high"):
            groups: dict[str, list[str]] = {}
            for one in mine:
                key = one.rule.alternative_group or f".{one.rule.code}"
                groups.setdefault(key, []).append(name(f"{one.rule.code}.{end}"))
            sums = [f"greatest({', '.join(columns)})" for columns in groups.values()]
            found[f"part{n}.{end}"] = " + ".join(sums) or "0"
    return found


def totals(rules: Rules) -> dict[str, str]:
    """The points at worst and at best, and whether the score passes."""
    if rules.score is None:
        return {"score_low": "NULL::numeric", "score_high": "NULL::numeric"}
    count = len(rules.score.parts)
    return {
        f"score_{end}": " + ".join(name(f"part{n}.{end}") for n in range(1, count + 1))
        for end in ("low", "high")
    }


def score_result(score: Score) -> str:
    """Met if it passes at worst, unmet if it fails at best."""
    return (
        f"CASE WHEN {_passes(score, 'low')} THEN {said(Result.MET)}"
        f" WHEN NOT ({_passes(score, 'high')}) THEN {said(Result.UNMET)}"
        f" ELSE {said(Result.UNKNOWN)} END"
    )


def verdict_of(rules: Rules, judged: Sequence[Judged]) -> str:
    """Unmet before unknown before waiting for a person before met."""
    if rules.passing.any_subclass:
        return said(Result.NOT_APPLICABLE)
    needed = [one.result for one in _needed(rules, judged)]
    routes = _routes(rules, judged)
    if routes:
        needed.append(_best(routes))
    return _worst(needed)


def lists_of(rules: Rules, judged: Sequence[Judged]) -> dict[str, str]:
    """Which needed criteria are not met, and which cannot be told yet: codes in order."""
    needed = [(one.rule.code, one.result) for one in _needed(rules, judged)]
    routes = _routes(rules, judged)
    if routes:
        needed.append((SCORED, _best(routes)))
    return {
        "lacking": _codes(needed, (Result.UNMET,)),
        "open": _codes(needed, (Result.UNKNOWN, Result.MANUAL)),
    }


def subclass_of(judged: Sequence[Judged]) -> str:
    """The first that applies; '' is none, and unknown while one before it is."""
    steps: list[str] = []
    for one in judged:
        if one.rule.role == Role.SUBCLASS and one.rule.test is not None and one.applies:
            steps += [
                f"WHEN {one.result} = {said(Result.MET)} THEN {quoted(one.rule.subclass)}",
                f"WHEN {one.result} = {said(Result.UNKNOWN)} THEN NULL",
            ]
    return f"CASE {' '.join(steps)} ELSE '' END" if steps else "''::text"


def inspected(judged: Sequence[Judged]) -> str:
    """Whether anything calls for a look on site; never a reason to refuse."""
    found = [
        f"{one.result} = {said(Result.MET)}"
        for one in judged
        if one.rule.role == Role.INSPECTION_TRIGGER and one.applies
    ]
    return " OR ".join(found) or "false"


def _needed(rules: Rules, judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.rule.role in rules.passing.roles and one.applies]


def _routes(rules: Rules, judged: Sequence[Judged]) -> list[str]:
    """The results of which one suffices."""
    found: list[str] = []
    if rules.passing.direct:
        found += [one.result for one in judged if one.rule.role == Role.DIRECT and one.applies]
    if rules.passing.score and rules.score is not None:
        found.append(name("score_result"))
    return found


def _passes(score: Score, end: str) -> str:
    needs = [f"score_{end} >= {number(score.pass_total)}"]
    for n, part in enumerate(score.parts, 1):
        column = name(f"part{n}.{end}")
        if part.least is not None:
            needs.append(f"{column} >= {number(part.least)}")
        if part.above is not None:
            needs.append(f"{column} > {number(part.above)}")
    return " AND ".join(needs)


def _worst(results: Sequence[str]) -> str:
    return _first(results, (Result.UNMET, Result.UNKNOWN, Result.MANUAL), Result.MET)


def _best(results: Sequence[str]) -> str:
    """Of routes one is enough; an exempt one counts as met."""
    either = f"ARRAY[{', '.join(results)}]"
    met = f"{either} && ARRAY[{said(Result.MET)}, {said(Result.EXEMPT)}]"
    rest = _first(results, (Result.UNKNOWN, Result.MANUAL), Result.UNMET)
    return f"(CASE WHEN {met} THEN {said(Result.MET)} ELSE {rest} END)"


def _first(results: Sequence[str], order: Sequence[Result], otherwise: Result) -> str:
    if not results:
        return said(otherwise)
    among = f"ANY (ARRAY[{', '.join(results)}])"
    steps = " ".join(f"WHEN {said(one)} = {among} THEN {said(one)}" for one in order)
    return f"(CASE {steps} ELSE {said(otherwise)} END)"


def _codes(needed: Sequence[tuple[str, str]], results: Sequence[Result]) -> str:
    wanted = ", ".join(said(one) for one in results)
    picked = ", ".join(
        f"CASE WHEN {result} IN ({wanted}) THEN {quoted(code)} END" for code, result in needed
    )
    return f"array_remove(ARRAY[{picked}]::text[], NULL)"
