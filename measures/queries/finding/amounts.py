"""How much, as SQL: the same arithmetic as rules/amounts.py, to the cent."""

from typing import Final

from enterprises.queries.rule_facts import RegisterFacts
from enterprises.queries.rule_fields import TEN_THOUSAND_YUAN
from measures.rules.amounts import TIER, AmountRule, Fixed, PerUnit, Share, Table
from wuhan_smes.rulekit.compiling.literals import number, quoted
from wuhan_smes.rulekit.fields import declared

UNKNOWN: Final = "NULL::numeric"
LAST_YEAR: Final = -1


def of_event(rule: AmountRule | None) -> str:
    """The amount that the event alone decides (over `h`); NULL where it does not."""
    if isinstance(rule, Fixed):
        return number(rule.amount)
    if isinstance(rule, Table) and rule.of == TIER:
        steps = " ".join(f"WHEN {quoted(s.key)} THEN {number(s.amount)}" for s in rule.steps)
        return f"(CASE h.tier {steps} END)"
    return UNKNOWN


def asks_register(rule: AmountRule | None) -> bool:
    return isinstance(rule, PerUnit | Share) or (isinstance(rule, Table) and rule.of != TIER)


def of_register(rule: AmountRule, facts: RegisterFacts, population: str) -> str:
    """(id, quantity, amount) by an indicator of the year before; NULL while it is not known."""
    if isinstance(rule, Fixed):
        raise TypeError("a fixed amount asks nothing")
    field = declared()[rule.of]
    value = facts.in_year(field, LAST_YEAR).value
    known = f"({value} * 10000)" if field.unit == TEN_THOUSAND_YUAN else value
    amount = _amount(rule, "q.quantity")
    return (
        f"SELECT q.id, q.quantity, {amount} AS amount FROM (SELECT population.id,"  # noqa: S608 - compiled of checked terms
        f" {known} AS quantity FROM {facts.tables(population)}) q"
    )


def _amount(rule: PerUnit | Share | Table, quantity: str) -> str:
    if isinstance(rule, Table):
        steps = " ".join(
            f"WHEN {quantity} >= {number(s.least)} THEN {number(s.amount)}" for s in rule.steps
        )
        return f"(CASE WHEN {quantity} IS NULL THEN NULL {steps} ELSE 0 END)"
    times = number(rule.amount) if isinstance(rule, PerUnit) else f"({number(rule.percent)} / 100)"
    found = f"round({times} * greatest({quantity}, 0), 2)"
    limited = found if rule.cap is None else f"least({found}, {number(rule.cap)})"
    return f"(CASE WHEN {quantity} IS NULL THEN NULL ELSE {limited} END)"
