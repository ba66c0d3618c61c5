"""One test as SQL: true, false, or NULL for unknown.

SQL's AND, OR and NOT are the three-valued logic rules are written in: false if any is false, else
unknown if any is unknown. Nothing here may turn a NULL into a false.
"""

from dataclasses import dataclass
from typing import Final

from wuhan_smes.rulekit.choices import NUMERIC, SINCE, Agg, Op
from wuhan_smes.rulekit.compiling.asked import Asked
from wuhan_smes.rulekit.compiling.literals import array, quoted
from wuhan_smes.rulekit.compiling.quantities import by_year, limit
from wuhan_smes.rulekit.compiling.sources import Fact
from wuhan_smes.rulekit.fields import Field, Kind
from wuhan_smes.rulekit.nodes import AllOf, AnyOf, Leaf, Node, leaves

PLACES: Final = 4  # how exactly people are told a number
FACTOR: Final = "10000.0"
UPWARD: Final = frozenset({Op.AT_LEAST, Op.MORE})
UNTIL_NOTHING: Final = frozenset({Op.EQUAL, Op.IS_FALSE, Op.CONTAINS_NONE})


@dataclass(frozen=True, slots=True)
class Measured:
    """What a test says in numbers; empty where it has none."""

    value: str = ""
    gap: str = ""
    unit: str = ""


def truth(asked: Asked, node: Node) -> str:
    """Whether the test holds."""
    if isinstance(node, Leaf):
        return _leaf(asked, node)
    return _joined(
        "AND" if isinstance(node, AllOf) else "OR", [truth(asked, p) for p in node.parts]
    )


def measured(asked: Asked, node: Node) -> Measured:
    """The first number of a test, and how much is missing in its unit: of alternatives the
    nearest, of several needs the farthest. What is compared in another unit is left out, and
    what is not known adds nothing: at least so much is missing.
    """
    first = next((leaf for leaf in leaves(node) if _has_gap(asked, leaf)), None)
    if first is None:
        return Measured()
    return Measured(_value(asked, first), _gap(asked, node, first.unit), first.unit)


def _leaf(asked: Asked, leaf: Leaf) -> str:
    field = asked.field(leaf.field)
    if field.kind is Kind.NUMBER:
        answers = [one.compared(leaf.op, limit(leaf)) for one in by_year(asked, leaf)]
    else:
        answers = [_plain(field, leaf, fact) for fact in asked.facts(leaf)]
    every = leaf.op in UNTIL_NOTHING if leaf.period in SINCE else leaf.agg is not Agg.ANY
    return _joined("AND" if every else "OR", answers)


def _plain(field: Field, leaf: Leaf, fact: Fact) -> str:
    if field.kind is Kind.YES_NO:
        return fact.value if leaf.op is Op.IS_TRUE else f"(NOT {fact.value})"
    if field.kind is Kind.POSITION:
        compared = f"({fact.value} {leaf.op.value} {limit(leaf)})"
        return (
            f"(CASE WHEN {fact.empty} THEN false ELSE {compared} END)" if fact.empty else compared
        )
    if field.kind is Kind.SET:
        touches = f"({fact.value} && {array(_words(leaf))})"
        return touches if leaf.op is Op.CONTAINS_ANY else f"(NOT {touches})"
    if field.kind is Kind.RANKED:
        (least,) = _words(leaf)
        order = array(field.words)
        return f"(array_position({order}, {fact.value}) >= {field.words.index(least) + 1})"
    if leaf.op is Op.IN:
        return f"({fact.value} = ANY ({array(_words(leaf))}))"
    (word,) = _words(leaf)
    return f"({fact.value} = {quoted(word)})"


def _has_gap(asked: Asked, leaf: Leaf) -> bool:
    kind = asked.field(leaf.field).kind
    return kind is Kind.NUMBER or (kind is Kind.POSITION and leaf.op in NUMERIC)


def _value(asked: Asked, leaf: Leaf) -> str:
    """Of several years the one that decides: the worst where each must do, else the best. While
    a year that is not known may decide, none does.
    """
    found = [f"round({one}, {PLACES})" for one in _numbers(asked, leaf)]
    if len(found) == 1:
        return found[0]
    worst = leaf.agg is Agg.EACH
    decides = _extreme(found, least=(leaf.op in UPWARD) == worst)
    return f"(CASE WHEN {truth(asked, leaf)} IS NOT NULL THEN {decides} END)"


def _gap(asked: Asked, node: Node, unit: str) -> str:
    if isinstance(node, AllOf | AnyOf):
        parts = [gap for part in node.parts if (gap := _gap(asked, part, unit))]
        if not parts or isinstance(node, AllOf):
            return _extreme(parts, least=False) if parts else ""
        # Where none holds, an alternative that misses no number misses something else; where one
        # may hold, nothing is missing for certain.
        nearest = _extreme([f"nullif({gap}, 0)" for gap in parts], least=True)
        return f"(CASE {truth(asked, node)} WHEN true THEN 0 WHEN false THEN {nearest} END)"
    if not _has_gap(asked, node) or node.unit != unit:
        return ""
    gaps = [_missing(one, node) for one in _numbers(asked, node)]
    return _extreme(gaps, least=node.agg is not Agg.EACH)


def _missing(number: str, leaf: Leaf) -> str:
    """Rounded up: what is missing is never shown as nothing. Unknown stays unknown."""
    gap = f"{limit(leaf)} - {number}" if leaf.op in UPWARD else f"{number} - {limit(leaf)}"
    return f"(CASE WHEN {gap} <= 0 THEN 0 ELSE ceil(({gap}) * {FACTOR}) / {FACTOR} END)"


def _numbers(asked: Asked, leaf: Leaf) -> list[str]:
    if asked.field(leaf.field).kind is Kind.NUMBER:
        return [one.quotient for one in by_year(asked, leaf)]
    return [fact.value for fact in asked.facts(leaf)]


def _extreme(values: list[str], *, least: bool) -> str:
    """Of those that are known: SQL's least and greatest pass NULL over, so whoever asks must be
    right about the others.
    """
    if len(values) == 1:
        return values[0]
    return f"{'least' if least else 'greatest'}({', '.join(values)})"


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"


def _words(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf.value, tuple):
        return leaf.value
    return (str(leaf.value),)
