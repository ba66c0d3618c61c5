"""A rule set as a value: what a version says, read from rows or from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wuhan_smes.rulekit.choices import OBLIGING, Change, CriterionKind, Layer, Role
from wuhan_smes.rulekit.nodes import Node


@dataclass(frozen=True, slots=True)
class Band:
    """Points for whoever passes `when`; none is the rest."""

    when: Node | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion as a layer states it. `applies_to` empty: every kind of application."""

    code: str
    name: str
    change: Change = Change.ADD
    role: Role = Role.HARD
    kind: CriterionKind = CriterionKind.TEST
    test: Node | None = None
    exempt_if: Node | None = None
    bands: tuple[Band, ...] = ()
    part: str = ""
    max_points: Decimal | None = None
    alternative_group: str = ""
    judgement_field: str = ""
    points_field: str = ""
    applies_to: tuple[str, ...] = ()
    subclass: str = ""
    manual_check: str = ""
    note: str = ""
    clause: str = ""
    document: str = ""

    @property
    def source(self) -> str:
        """The document that says so, with the clause where it is known."""
        return f"{self.document} {self.clause}".strip()

    def covers(self, application_kind: str) -> bool:
        return not self.applies_to or application_kind in self.applies_to


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score; it must reach `least`, or exceed `above`."""

    name: str
    max_points: Decimal
    least: Decimal | None = None
    above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    max_total: Decimal
    pass_total: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """What passing takes: the roles to be met, and of `one_of` at least one route. A set that only
    tells the subclass passes and fails nobody.
    """

    roles: frozenset[Role] = frozenset()
    direct: bool = False
    score: bool = False
    any_subclass: bool = False

    @property
    def has_routes(self) -> bool:
        return self.direct or self.score


@dataclass(frozen=True, slots=True)
class Use:
    """A kind of application this set is for, [since, until)."""

    application_kind: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of one layer; or, once overlaid, all layers as one."""

    code: str
    version: int
    layer: Layer
    tier: str
    name: str
    document_no: str
    passing: Passing
    score: Score | None
    criteria: tuple[Rule, ...]
    uses: tuple[Use, ...] = ()
    overrides: str = ""
    layers: tuple[str, ...] = ()


def overlaid(base: Rules, layers: Sequence[Rules], application_kind: str) -> Rules:
    """`base` with the lines of each later layer put over it, for one kind of application.

    A line disabled or replaced for a review alone still stands for whoever applies anew.
    """
    lines: dict[str, Rule] = {rule.code: rule for rule in base.criteria}
    roles = set(base.passing.roles)
    for layer in sorted(layers, key=_order):
        for rule in layer.criteria:
            if rule.change == Change.NOTE or not rule.covers(application_kind):
                continue
            if rule.change == Change.DISABLE:
                lines.pop(rule.code, None)
            else:
                lines[rule.code] = rule
                roles |= {rule.role} & OBLIGING
    return replace(
        base,
        criteria=tuple(lines.values()),
        passing=replace(base.passing, roles=frozenset(roles)),
        layers=tuple(f"{one.code}/{one.version}" for one in (base, *sorted(layers, key=_order))),
    )


def _order(layer: Rules) -> tuple[int, str]:
    return list(Layer).index(layer.layer), layer.code
