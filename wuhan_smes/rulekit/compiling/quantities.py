"""Numbers as fractions: compared by multiplying out, divided only to be shown.

Postgres divides numerics to a limited number of places; a boundary must not be lost to that.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wuhan_smes.rulekit.choices import YEARS, Agg, Op
from wuhan_smes.rulekit.compiling.asked import Asked
from wuhan_smes.rulekit.compiling.literals import number
from wuhan_smes.rulekit.fields import CompoundGrowth, Growth, Share
from wuhan_smes.rulekit.nodes import Leaf

SIGNS: Final = {op: "=" if op is Op.EQUAL else op.value for op in Op}


@dataclass(frozen=True, slots=True)
class Fraction:
    """top / bottom. `bottom` is NULL where it is not above zero: the quotient is unknown then."""

    top: str
    bottom: str = ""

    def compared(self, op: Op, value: str) -> str:
        right = f"{value} * {self.bottom}" if self.bottom else value
        return f"({self.top} {SIGNS[op]} {right})"

    @property
    def quotient(self) -> str:
        return f"({self.top} / {self.bottom})" if self.bottom else self.top


@dataclass(frozen=True, slots=True)
class Squared:
    """Compound growth over two years: (last / base) against ((100 + value) / 100) squared."""

    last: str
    base: str

    def compared(self, op: Op, value: str) -> str:
        factor = f"(100 + {value})"
        return f"({self.last} * 10000 {SIGNS[op]} {self.base} * {factor} * {factor})"

    @property
    def quotient(self) -> str:
        """A last year below nothing has no root: that rate is not told, though it is too low."""
        root = f"CASE WHEN {self.last} >= 0 THEN sqrt({self.last} / {self.base}) END"
        return f"((({root}) - 1) * 100)"


Quantity = Fraction | Squared


def quantity(asked: Asked, name: str, year: int) -> Quantity:
    """A yearly field, or what is worked out of yearly fields."""
    derived = asked.field(name).derived
    if derived is None:
        return Fraction(asked.in_year(name, year))
    if isinstance(derived, Share):
        whole = _positive(asked.in_year(derived.whole, year))
        return Fraction(f"({asked.in_year(derived.part, year)} * 100)", whole)
    if isinstance(derived, Growth):
        before = asked.in_year(derived.of, year - 1)
        return Fraction(
            f"(({asked.in_year(derived.of, year)} - {before}) * 100)", _positive(before)
        )
    if isinstance(derived, CompoundGrowth):
        base = _positive(asked.in_year(derived.of, year - 2))
        return Squared(asked.in_year(derived.of, year), base)
    raise TypeError(f"{derived!r} is no way to work out a field")


def by_year(asked: Asked, leaf: Leaf) -> tuple[Quantity, ...]:
    """What a numeric comparison weighs: one quantity a year, or all years as one."""
    if leaf.period not in YEARS:
        return tuple(Fraction(fact.value) for fact in asked.facts(leaf))
    found = tuple(quantity(asked, leaf.field, year) for year in YEARS[leaf.period])
    if leaf.agg in {Agg.SUM, Agg.AVG}:
        terms = [one for one in found if isinstance(one, Fraction)]
        return (_summed(terms, mean=leaf.agg is Agg.AVG),)
    return found


def limit(leaf: Leaf) -> str:
    """The number a comparison is made with."""
    if not isinstance(leaf.value, Decimal):
        raise TypeError(f"{leaf.field} is compared with {leaf.value!r}")
    return number(leaf.value)


def _positive(column: str) -> str:
    return f"(CASE WHEN {column} > 0 THEN {column} END)"


def _summed(terms: list[Fraction], *, mean: bool) -> Fraction:
    """a/b + c/d = (a·d + c·b) / (b·d): still a fraction, and the bottom still above zero."""
    bottoms = [term.bottom for term in terms]
    if not any(bottoms):
        top = f"({' + '.join(term.top for term in terms)})"
        return Fraction(top, f"{len(terms)}::numeric" if mean else "")
    tops = [
        " * ".join([term.top, *(other.bottom for other in terms if other is not term)])
        for term in terms
    ]
    bottom = " * ".join(bottoms)
    return Fraction(f"({' + '.join(tops)})", f"({bottom} * {len(terms) if mean else 1})")
