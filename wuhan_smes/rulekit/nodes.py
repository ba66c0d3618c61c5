"""What a criterion asks, as values: leaves joined by “all” and “any”."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wuhan_smes.rulekit.choices import Agg, Op, Period


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison. `value` is a number, a word, several words, or nothing for yes and no."""

    field: str
    op: Op
    value: Decimal | str | tuple[str, ...] | None
    period: Period
    unit: str = ""
    agg: Agg | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Node", ...]


Node = Leaf | AllOf | AnyOf


def leaves(node: Node | None) -> Iterator[Leaf]:
    """Every comparison of a test, in the order written."""
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        for part in node.parts:
            yield from leaves(part)
