"""A test as rows of a form: comparisons in groups, and back.

Groups are joined one way and the comparisons inside a group the other: “every group, of each one”
or “one group, all of it”. Whatever is nested deeper is multiplied out, which says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import product
from typing import Any

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.choices import Op
from wuhan_smes.rulekit.fields import Dictionary, Field, Kind

Written = Mapping[str, Any]


class Join(StrEnum):
    """How groups are joined; inside a group it is the other one."""

    ALL = "all"
    ANY = "any"

    @property
    def inner(self) -> "Join":
        return Join.ANY if self is Join.ALL else Join.ALL


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row: in which group, and the comparison in the written form."""

    group: int
    leaf: Written


def rows_of(node: Written | None) -> tuple[Join, list[Comparison]]:
    """The rows of a test, and how its groups are joined."""
    if node is None:
        return Join.ALL, []
    join = _outer(node)
    groups = _groups(node, join)
    if groups is None:
        join, groups = Join.ANY, list(_multiplied(node))
    return join, [Comparison(n, leaf) for n, group in enumerate(groups, 1) for leaf in group]


def node_of(join: Join, rows: Sequence[Comparison]) -> dict[str, Any] | None:
    """The test that rows say; nothing where there are none."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(dict(row.leaf))
    parts = [_joined(join.inner, groups[group]) for group in sorted(groups)]
    return _joined(join, parts) if parts else None


def value_of(text: str, op: str, field: Field) -> Any:
    """What stands to be compared with, as it is written: a number, a word, several words."""
    if field.kind is Kind.YES_NO:
        return None
    if field.kind in {Kind.NUMBER, Kind.POSITION}:
        return number_of(text, field.label)
    codes = dict(zip(field.labels, field.words, strict=False))
    words = [codes.get(word, word) for word in _split(text)]
    return words if op in {Op.IN, Op.CONTAINS_ANY, Op.CONTAINS_NONE} else "".join(words[:1])


def number_of(text: str, label: str) -> int | float:
    """A number as files hold it. Refuses what is none."""
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise InputRefused(Fault("", "invalid", f"“{label}”应与数字比较，实为“{text}”")) from None
    return plain(found)


def plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def text_of(leaf: Written, dictionary: Dictionary) -> str:
    """The value of a comparison as a person types it."""
    value, field = leaf.get("value"), dictionary.get(leaf["field"])
    if value is None:
        return ""
    words = value if isinstance(value, list) else [str(value)]
    return "、".join(field.word(str(word)) if field else str(word) for word in words)


def _outer(node: Written) -> Join:
    return Join.ANY if "any" in node else Join.ALL


def _groups(node: Written, join: Join) -> list[list[Written]] | None:
    """The groups of a test two deep; None where it is deeper."""
    parts = node.get(join.value, [node])
    groups: list[list[Written]] = []
    for part in parts:
        inner = part.get(join.inner.value, [part])
        if any("all" in leaf or "any" in leaf for leaf in inner):
            return None
        groups.append(list(inner))
    return groups


def _multiplied(node: Written) -> Iterator[list[Written]]:
    """Every way in which the test holds, each as comparisons that must all hold."""
    if "any" in node:
        for part in node["any"]:
            yield from _multiplied(part)
    elif "all" in node:
        for ways in product(*(list(_multiplied(part)) for part in node["all"])):
            yield [leaf for way in ways for leaf in way]
    else:
        yield [node]


def _joined(join: Join, parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {join.value: list(parts)}


def _split(text: str) -> list[str]:
    for mark in "，,;；\n":
        text = text.replace(mark, "、")
    return [word.strip() for word in text.split("、") if word.strip()]


def leaf_of(given: Mapping[str, Any], dictionary: Dictionary, place: str) -> dict[str, Any]:
    """One row of the form in the written form; the unit is that of the field. Refuses a field
    nobody knows.
    """
    field = dictionary.get(given["field"])
    if field is None:
        raise InputRefused(Fault(place, "unknown", f"指标“{given['field']}”不在指标字典中"))
    value = value_of(given["value"], given["op"], field)
    said = {"field": field.name, "op": given["op"], "value": value, "unit": field.unit}
    said |= {"period": given["period"], "agg": given["agg"]}
    return {name: it for name, it in said.items() if it not in (None, "", [])}
