"""Small errors somebody could make in a line of a rule: a threshold shifted or made strict, an
alternative forgotten, the unknown taken for a no or a yes. Worked cases that are complete notice
every one of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, Final

import pytest

from tests.rulekit import by_hand
from tests.rulekit.golden import OPEN

COUNTED: Final = frozenset({"人", "项", "位", "次", "级", ""})
STRICT: Final = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
UPWARD: Final = frozenset({">=", ">"})
OPPOSITE: Final = {"is_true": "is_false", "is_false": "is_true"}
Line = dict[str, Any]
Fact = tuple[str, str]


def answer(line: Line, facts: by_hand.Facts) -> Any:
    """What a line says of facts, as worked cases write it."""
    if line["role"] == "score":
        points = by_hand._points(line, facts)
        return OPEN if points is None else points
    return by_hand._result(line, facts, {})


def mutants(line: Line) -> Iterator[tuple[str, Line]]:
    """Each small error, with what it is."""
    for path in _leaves(line):
        for told, wrong in _errors(_at(line, path)):
            other = deepcopy(line)
            _at(other, path).update(wrong)
            yield f"{'.'.join(map(str, path))} {told}", other
    for path in _alternatives(line):
        other = deepcopy(line)
        holder = _at(other, path[:-1])
        if len(holder) > 1:
            del holder[path[-1]]
            yield f"{'.'.join(map(str, path))} forgotten", other
    if "exempt_if" in line:
        yield "exemption forgotten", {name: it for name, it in line.items() if name != "exempt_if"}
    for n, _ in enumerate(line.get("bands", ())):
        other = deepcopy(line)
        other["bands"][n]["points"] += 1
        yield f"points of band {n + 1}", other


@contextmanager
def unknown_taken_for(what: bool, fact: Fact) -> Iterator[None]:
    """Of one fact the reading by hand knows no unknown."""
    honest = by_hand._leaf

    def hasty(node: Line, facts: by_hand.Facts) -> by_hand.Truth:
        found = honest(node, facts)
        return what if found is None and (node["field"], node["period"]) == fact else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_hand, "_leaf", hasty)
        yield


def facts_of(line: Line) -> set[Fact]:
    """What a line looks at: a field and a period each."""
    return {(leaf["field"], leaf["period"]) for leaf in (_at(line, it) for it in _leaves(line))}


def _errors(leaf: Line) -> Iterator[tuple[str, Line]]:
    """Each small error of a comparison, with the comparison as it would then stand."""
    op, value = leaf["op"], leaf.get("value")
    if op in OPPOSITE:
        yield "turned round", leaf | {"op": OPPOSITE[op]}
    elif isinstance(value, list):
        for word in value if len(value) > 1 else ():
            yield f"without {word}", leaf | {"value": [one for one in value if one != word]}
    elif isinstance(value, str) and leaf["field"] in by_hand.ORDERS:
        order = by_hand.ORDERS[leaf["field"]]
        for step in (-1, 1):
            if 0 < order.index(value) + step < len(order):
                other = order[order.index(value) + step]
                yield f"as {other}", leaf | {"value": other}
    elif isinstance(value, int | float) and op in STRICT:
        by: float = 1 if leaf.get("unit", "") in COUNTED else 0.02
        lax = value - by if op in UPWARD else value + by
        yield f"{STRICT[op]} {value}", leaf | {"op": STRICT[op]}
        yield f"{op} {lax}", leaf | {"value": lax}
    elif isinstance(value, int | float):
        yield f"{op} {value + 1}", leaf | {"value": value + 1}


def _leaves(line: Line) -> list[tuple[Any, ...]]:
    return [path for path in _nodes(line) if "field" in _at(line, path)]


def _alternatives(line: Line) -> list[tuple[Any, ...]]:
    return [path for path in _nodes(line) if path[-2:-1] in {("any",), ("all",)}]


def _nodes(line: Line) -> Iterator[tuple[Any, ...]]:
    for name in ("test", "exempt_if"):
        if name in line:
            yield from _below(line[name], (name,))
    for n, band in enumerate(line.get("bands", ())):
        if band["when"] is not None:
            yield from _below(band["when"], ("bands", n, "when"))


def _below(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    for word in ("all", "any"):
        for n, part in enumerate(node.get(word, ())):
            yield from _below(part, (*path, word, n))


def _at(line: Any, path: tuple[Any, ...]) -> Any:
    found = line
    for step in path:
        found = found[step]
    return found
