"""Terms in Chinese, with the names of the indicators and titles they speak of."""

from enterprises.choices import Tier
from measures.models import Programme
from measures.rules.amounts import amount_rule, told
from measures.rules.deferral import deferral
from measures.rules.eligibility import eligibility
from measures.rules.naming import NAMED
from wuhan_smes.rulekit.fields import declared


def amount_told(programme: Programme) -> str:
    """How much, or 未明确."""
    labels = {field.name: field.label for field in declared().values()}
    every = {**labels, **dict(Tier.choices), **NAMED}
    return told(amount_rule(programme.amount_rule), every)


def conditions_told(programme: Programme) -> list[str]:
    """Who may claim, a line each; of what the register does not know, that a list names them."""
    if programme.eligibility is None:
        return ["由名单列入"]
    found = eligibility(programme.eligibility)
    events = "或".join(event.told for event in found.events)
    return [events, *(rule.name for rule in found.criteria)]


def deferral_told(programme: Programme) -> str:
    """What is checked later, if anything."""
    rule = deferral(programme.deferral)
    return "" if rule is None else rule.told
