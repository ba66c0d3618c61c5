"""How much a programme pays: read from JSON, checked, told in Chinese. None is 未明确, never 0."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from enterprises.choices import Tier
from measures.rules.payments import MOST, yuan
from measures.rules.written import decimal_of, refused, text_of

CENT: Final = Decimal("0.01")
KINDS: Final = {
    "fixed": "定额",
    "per_unit": "按数量",
    "share": "按比例",
    "table": "按档",
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for everybody."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class PerUnit:
    """So much for each; at most `cap`."""

    amount: Decimal
    of: str
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of something is supported at most: a loan of so much, rent for so many months."""

    of: str
    most: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an amount; at most `cap`, and for nothing beyond its `limits`."""

    percent: Decimal
    of: str
    cap: Decimal | None
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """An amount for a title, or from a number upwards."""

    key: str
    amount: Decimal

    @property
    def least(self) -> Decimal:
        return Decimal(self.key)


@dataclass(frozen=True, slots=True)
class Table:
    """By the title gained (`of` is "tier"), or by how high a number is, best first."""

    of: str
    steps: tuple[Step, ...]


AmountRule = Fixed | PerUnit | Share | Table
TIER: Final = "tier"


def amount_rule(written: Mapping[str, Any] | None) -> AmountRule | None:
    """Refuses what cannot be read, with its place."""
    if written is None:
        return None
    place = "amount_rule"
    kind = written.get("kind")
    if kind == "fixed":
        return Fixed(_money(written.get("amount"), f"{place}.amount"))
    if kind == "per_unit":
        return PerUnit(
            _money(written.get("amount"), f"{place}.amount"),
            text_of(written, "of", place),
            _cap(written, place),
        )
    if kind == "share":
        percent = decimal_of(written.get("percent"), f"{place}.percent")
        if not 0 < percent <= 100:
            raise refused(f"{place}.percent", "比例应在 0 至 100 之间")
        limits = tuple(_limits(written.get("limits") or (), f"{place}.limits"))
        return Share(percent, text_of(written, "of", place), _cap(written, place), limits)
    if kind == "table":
        return _table(written, place)
    raise refused(f"{place}.kind", f"不认识的金额标准“{kind}”")


def _limits(written: Sequence[Mapping[str, Any]], place: str) -> Iterator[Limit]:
    for number, one in enumerate(written, 1):
        most = decimal_of(one.get("most"), f"{place}[{number}].most")
        if most <= 0:
            raise refused(f"{place}[{number}].most", "上限应为正数")
        yield Limit(text_of(one, "of", f"{place}[{number}]"), most)


def _table(written: Mapping[str, Any], place: str) -> Table:
    of = text_of(written, "of", place)
    rows = written.get("rows")
    if not isinstance(rows, list) or not rows:
        raise refused(f"{place}.rows", "按档须至少写一档")
    steps = []
    for number, row in enumerate(rows, 1):
        key = text_of(row, "from", f"{place}.rows[{number}]")
        if of != TIER:
            decimal_of(key, f"{place}.rows[{number}].from")
        elif key not in Tier.values:
            raise refused(f"{place}.rows[{number}].from", f"没有称号“{key}”")
        steps.append(Step(key, _money(row.get("amount"), f"{place}.rows[{number}].amount")))
    if len({step.key for step in steps}) < len(steps):
        raise refused(f"{place}.rows", "同一档写了两次")
    if of != TIER:
        steps.sort(key=lambda step: -step.least)
    return Table(of, tuple(steps))


def computed(rule: AmountRule | None, facts: Mapping[str, Decimal | str | None]) -> Decimal | None:
    """The standard for somebody of whom `facts` are known; None while it cannot be told."""
    if rule is None:
        return None
    if isinstance(rule, Fixed):
        return rule.amount
    fact = facts.get(rule.of)
    if isinstance(rule, Table) and rule.of == TIER:
        return next((step.amount for step in rule.steps if step.key == fact), None)
    if fact is None:
        return None
    if any(facts.get(limit.of) is None for limit in limits_of(rule)):
        return None
    number = Decimal(fact)
    if isinstance(rule, Table):
        return next((step.amount for step in rule.steps if number >= step.least), Decimal(0))
    whole = rule.amount * number if isinstance(rule, PerUnit) else rule.percent * number / 100
    found = max(Decimal(0), whole).quantize(CENT, ROUND_HALF_UP)
    return found if rule.cap is None else min(found, rule.cap)


def limits_of(rule: AmountRule | None) -> tuple[Limit, ...]:
    return rule.limits if isinstance(rule, Share) else ()


def facts_asked(rule: AmountRule | None) -> tuple[str, ...]:
    """The facts an amount depends on, and those it has limits for."""
    if rule is None or isinstance(rule, Fixed) or rule.of == TIER:
        return ()
    return (rule.of, *(limit.of for limit in limits_of(rule)))


def told(rule: AmountRule | None, labels: Mapping[str, str]) -> str:
    """What a page shows: 未明确 where nobody said."""
    if rule is None:
        return "未明确"
    return "，".join(_told(rule, labels))


def _told(rule: AmountRule, labels: Mapping[str, str]) -> Iterator[str]:
    if isinstance(rule, Fixed):
        yield f"{yuan(rule.amount)} 元"
        return
    of = labels.get(rule.of, rule.of)
    if isinstance(rule, Table):
        for step in rule.steps:
            key = labels.get(step.key, step.key) if rule.of == TIER else f"{of}达 {step.key}"
            yield f"{key} {yuan(step.amount)} 元"
        return
    if isinstance(rule, PerUnit):
        yield f"每{of} {yuan(rule.amount)} 元"
    else:
        yield f"{of}的 {rule.percent.normalize():f}%"
    if rule.cap is not None:
        yield f"最高 {yuan(rule.cap)} 元"
    for limit in limits_of(rule):
        yield f"{labels.get(limit.of, limit.of)}不超过 {limit.most.normalize():,f}"


def _money(written: object, place: str) -> Decimal:
    found = decimal_of(written, place)
    if not 0 < found <= MOST or found != found.quantize(CENT):
        raise refused(place, "金额应为正数，至多两位小数；未明确时整项留空")
    return found


def _cap(written: Mapping[str, Any], place: str) -> Decimal | None:
    cap = written.get("cap")
    return None if cap in (None, "") else _money(cap, f"{place}.cap")
