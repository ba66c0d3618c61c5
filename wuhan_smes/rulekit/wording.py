"""What a criterion asks, in words: the threshold beside a value, the sentence on paper."""

from decimal import Decimal
from typing import Final

from wuhan_smes.rulekit.choices import CriterionKind, Op, Period
from wuhan_smes.rulekit.fields import Dictionary, Field
from wuhan_smes.rulekit.nodes import AllOf, Leaf, Node
from wuhan_smes.rulekit.values import Rule

SIGNS: Final = {
    Op.AT_LEAST: "≥",
    Op.AT_MOST: "≤",
    Op.MORE: "＞",
    Op.LESS: "＜",
    Op.EQUAL: "＝",
    Op.IN: "为",
    Op.CONTAINS_ANY: "含",
    Op.CONTAINS_NONE: "不含",
}


def threshold(rule: Rule, dictionary: Dictionary) -> str:
    """What it takes to pass, or to score full points; empty where a person decides."""
    if rule.kind == CriterionKind.BANDS:
        bands = (
            f"{said(band.when, dictionary) if band.when else '其余'} {number_of(band.points)} 分"
            for band in rule.bands
        )
        return "；".join(bands)
    if rule.test is None:
        return ""
    return said(rule.test, dictionary)


def exemption(rule: Rule, dictionary: Dictionary) -> str:
    """What frees from the criterion; empty if nothing does."""
    return "" if rule.exempt_if is None else said(rule.exempt_if, dictionary)


def said(node: Node, dictionary: Dictionary, *, inner: bool = False) -> str:
    """A test as people say it."""
    if isinstance(node, Leaf):
        return _leaf(node, dictionary[node.field])
    word = "，且" if isinstance(node, AllOf) else "，或"
    text = word.join(said(part, dictionary, inner=True) for part in node.parts)
    return f"（{text}）" if inner else text


def _leaf(leaf: Leaf, field: Field) -> str:
    when = "" if leaf.period == Period.AS_OF else leaf.period.label
    how = f"{leaf.agg.label}" if leaf.agg else ""
    label = f"{when}{how}{field.label}"
    if leaf.op in {Op.IS_TRUE, Op.IS_FALSE}:
        return f"{label}：{'是' if leaf.op == Op.IS_TRUE else '否'}"
    return f"{label} {SIGNS[leaf.op]} {_value(leaf, field)}"


def _value(leaf: Leaf, field: Field) -> str:
    if isinstance(leaf.value, Decimal):
        return f"{number_of(leaf.value)} {field.unit}".strip()
    words = leaf.value if isinstance(leaf.value, tuple) else (str(leaf.value),)
    return "、".join(field.word(word) for word in words)


def number_of(value: Decimal) -> str:
    return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,}"


def digits(value: Decimal | None) -> str | None:
    """A number as programs are told it: every digit that says something, and no other."""
    if value is None:
        return None
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
