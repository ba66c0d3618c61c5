"""A second reading of the rules: row by row, in Python, sharing nothing with the compiler.

It reads the written rule sets and worked facts as plain JSON. True, False and None are the three
values; numbers are fractions, so that nothing is ever rounded.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[2] / "fixtures" / "reference" / "rule_sets.json"
Facts = dict[str, Any]
Truth = bool | None

SHARES: Final = {
    "main_revenue_ratio": ("main_revenue", "revenue"),
    "debt_ratio": ("total_liabilities", "total_assets"),
    "net_profit_margin": ("net_profit", "revenue"),
    "rd_revenue_ratio": ("rd_expense", "revenue"),
    "rd_sales_ratio": ("rd_expense", "sales_revenue"),
    "rd_cost_ratio": ("rd_expense", "cost_expense"),
    "science_staff_ratio": ("science_staff", "employees"),
    "rd_staff_ratio": ("rd_staff", "employees"),
}
ORDERS: Final = {
    "rd_institution_level": ["none", "below_municipal", "municipal", "provincial", "national"],
    "ckcn_enterprise_list": ["none", "top500", "top50"],
}
YEARS: Final = {
    "Y": [0],
    "Y-1": [1],
    "Y-1_end": [1],
    "Y-2..Y-1": [2, 1],
    "Y-3..Y-1": [3, 2, 1],
    "Y-1..Y": [1, 0],
}


@dataclass(frozen=True)
class Outcome:
    verdict: str
    results: dict[str, str]
    low: Fraction | None
    high: Fraction | None
    subclass: str | None


@cache
def written() -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in json.loads(FILE.read_text("utf-8"))}


def lines_of(code: str, kind: str, layers: Iterable[str] = ()) -> tuple[list[Any], set[str]]:
    """The criteria that stand for this kind, and the roles that have to be met."""
    return _lines_of(code, kind, tuple(layers))


@cache
def _lines_of(code: str, kind: str, layers: tuple[str, ...]) -> tuple[list[Any], set[str]]:
    base = written()[code]
    lines = list(base["criteria"])
    roles = set(base["passing"].get("must_meet_roles", []))
    for layer in layers:
        for change in written()[layer]["criteria"]:
            if change["change"] == "note" or kind not in change.get("applies_to", [kind]):
                continue
            lines = [line for line in lines if line["code"] != change["code"]]
            if change["change"] != "disable":
                lines.append(change)
                roles |= {change["role"]} & {"base", "hard", "veto", "exclusion"}
    return lines, roles


def outcome(code: str, kind: str, facts: Facts, layers: Iterable[str] = ()) -> Outcome:
    """One subject against one set."""
    lines, roles = lines_of(code, kind, layers)
    base = written()[code]
    mine = [line for line in lines if kind in line.get("applies_to", [kind])]
    results = {line["code"]: "not_applicable" for line in lines}
    points = {line["code"]: _points(line, facts) for line in mine if line["role"] == "score"}
    for line in mine:
        results[line["code"]] = _result(line, facts, points)
    low = high = None
    passes = "unmet"
    if base["scoring"]:
        low, failing_low = _total(base["scoring"], mine, points, worst=True)
        high, failing_high = _total(base["scoring"], mine, points, worst=False)
        passes = "met" if not failing_low else "unmet" if failing_high else "unknown"
    needed = [results[line["code"]] for line in mine if line["role"] in roles]
    routes = base["passing"].get("and_one_of", [])
    if routes:
        direct = [results[line["code"]] for line in mine if line["role"] == "direct"]
        needed.append(_any_route([*direct, passes] if "score" in routes else direct))
    if base["passing"].get("any_subclass"):
        return Outcome("not_applicable", results, low, high, _subclass(mine, results))
    for word in ("unmet", "unknown", "manual_review"):
        if word in needed:
            return Outcome(word, results, low, high, "")
    return Outcome("met", results, low, high, "")


def _any_route(results: list[str]) -> str:
    if {"met", "exempt"} & set(results):
        return "met"
    for word in ("unknown", "manual_review"):
        if word in results:
            return word
    return "unmet"


def _subclass(lines: list[Any], results: dict[str, str]) -> str | None:
    for line in lines:
        if line["role"] == "subclass" and line["kind"] == "test":
            if results[line["code"]] == "met":
                return str(line["subclass"])
            if results[line["code"]] == "unknown":
                return None
    return ""


def _result(line: Any, facts: Facts, points: dict[str, Fraction | None]) -> str:
    if line["role"] == "score":
        got = points[line["code"]]
        if got is None:
            return "manual_review" if "points_field" in line else "unknown"
        return "met" if got > 0 else "unmet"
    if line["kind"] == "manual":
        judged = facts.get(line.get("judgement_field", ""))
        return {True: "met", False: "unmet", None: "manual_review"}[judged]
    holds = _holds(line["test"], facts)
    if "exempt_if" not in line:
        return {True: "met", False: "unmet", None: "unknown"}[holds]
    exempt = _holds(line["exempt_if"], facts)
    if exempt:
        return "exempt"
    if holds:
        return "met"
    return "unmet" if holds is False and exempt is False else "unknown"


def _points(line: Any, facts: Facts) -> Fraction | None:
    if "points_field" in line:
        typed = facts.get(line["points_field"])
        return None if typed is None else min(_exact(typed), Fraction(line["max"]))
    for band in line["bands"]:
        holds = True if band["when"] is None else _holds(band["when"], facts)
        if holds is None:
            return None
        if holds:
            return Fraction(band["points"])
    raise AssertionError("the last band takes the rest")


def _total(
    scoring: Any, lines: list[Any], points: dict[str, Fraction | None], *, worst: bool
) -> tuple[Fraction, bool]:
    """The points if everything unknown went one way, and whether that would fail."""
    total, fails = Fraction(0), False
    for name, part in scoring["parts"].items():
        groups: dict[str, list[Fraction]] = {}
        for line in lines:
            if line["role"] == "score" and line["part"] == name:
                got = points[line["code"]]
                if got is None:
                    got = Fraction(0) if worst else Fraction(line["max"])
                groups.setdefault(line.get("alternative_group", line["code"]), []).append(got)
        reached = sum((max(group) for group in groups.values()), Fraction(0))
        fails |= "min" in part and reached < part["min"]
        fails |= "min_exclusive" in part and reached <= part["min_exclusive"]
        total += reached
    return total, fails or total < scoring["pass_total"]


def _holds(node: Any, facts: Facts) -> Truth:
    if "all" in node:
        return _all([_holds(part, facts) for part in node["all"]])
    if "any" in node:
        return _any([_holds(part, facts) for part in node["any"]])
    return _leaf(node, facts)


def _all(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def _any(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False


def _leaf(leaf: Any, facts: Facts) -> Truth:
    years = YEARS.get(leaf["period"])
    if years is None:
        return _compared(leaf, _plain(leaf["field"], facts))
    if leaf.get("agg") in {"sum", "avg"}:
        found = [_number(leaf["field"], year, facts) for year in years]
        if None in found:
            return None
        total = sum((one for one in found if one is not None), Fraction(0))
        return _ordered(leaf, total / len(years) if leaf["agg"] == "avg" else total)
    answers = [_of_year(leaf, year, facts) for year in years]
    return _any(answers) if leaf.get("agg") == "any" else _all(answers)


def _of_year(leaf: Any, year: int, facts: Facts) -> Truth:
    if leaf["field"] == "revenue_cagr_2y":
        last, base = _stored("revenue", year, facts), _stored("revenue", year + 2, facts)
        if last is None or base is None or base <= 0:
            return None
        factor = 1 + Fraction(leaf["value"]) / 100
        return _ordered({**leaf, "value": 0}, last - base * factor * factor)
    if isinstance(leaf.get("value"), int | float):
        got = _number(leaf["field"], year, facts)
        return None if got is None else _ordered(leaf, got)
    return _compared(leaf, facts.get(leaf["field"], {}).get(_year(year)))


def _plain(name: str, facts: Facts) -> Any:
    value = facts.get(name)
    return value.get("Y-1") if isinstance(value, dict) else value


def _compared(leaf: Any, value: Any) -> Truth:
    op, wanted = leaf["op"], leaf.get("value")
    if value is None:
        return None
    if value == "none_known":
        return False
    if op in {"is_true", "is_false"}:
        return bool(value is (op == "is_true"))
    if op == "in":
        return value in wanted
    if op in {"contains_any", "contains_none"}:
        return bool(set(value) & set(wanted)) is (op == "contains_any")
    if leaf["field"] in ORDERS:
        order = ORDERS[leaf["field"]]
        return order.index(value) >= order.index(wanted)
    if isinstance(wanted, str):
        return bool(value == wanted)
    return _ordered(leaf, _exact(value))


def _ordered(leaf: Any, value: Fraction) -> bool:
    wanted = _exact(leaf["value"])
    return {
        ">=": value >= wanted,
        "<=": value <= wanted,
        ">": value > wanted,
        "<": value < wanted,
        "==": value == wanted,
    }[leaf["op"]]


def _number(name: str, year: int, facts: Facts) -> Fraction | None:
    if name in SHARES:
        part, whole = (_stored(one, year, facts) for one in SHARES[name])
        return None if part is None or whole is None or whole <= 0 else part * 100 / whole
    if name == "main_revenue_growth":
        now, before = (_stored("main_revenue", one, facts) for one in (year, year + 1))
        return None if now is None or before is None or before <= 0 else (now / before - 1) * 100
    return _stored(name, year, facts)


def _stored(name: str, year: int, facts: Facts) -> Fraction | None:
    value = facts.get(name, {}).get(_year(year))
    return None if value is None else _exact(value)


def _year(year: int) -> str:
    return f"Y-{year}" if year else "Y"


@cache
def _exact(value: Any) -> Fraction:
    """What was written, not what a binary fraction made of it; a few thousand different ones."""
    return Fraction(str(value))
