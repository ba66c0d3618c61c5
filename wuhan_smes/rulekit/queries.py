"""Which rules hold: by the set a round pins, or else by kind of application and day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wuhan_smes.errors import ActionRefused
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.values import Rules, Use, overlaid


class NoRuleSet(ActionRefused):
    """Nothing says by what an application of this kind would be judged on that day."""

    code = "no_rule_set"


def written(rule_set: RuleSet, criteria: Iterable[Criterion]) -> dict[str, Any]:
    """A version in the form files hold, and reading takes."""
    return {
        "code": rule_set.code,
        "version": rule_set.version,
        "layer": rule_set.layer,
        "overrides": rule_set.overrides,
        "tier": rule_set.tier,
        "name": rule_set.name,
        "document_no": rule_set.document_no,
        "passing": rule_set.passing,
        "scoring": rule_set.scoring,
        "uses": rule_set.uses,
        "criteria": [one.written for one in criteria],
    }


def rules_of(rule_set: RuleSet) -> Rules:
    """One kept version as a value."""
    lines = Criterion.objects.filter(rule_set=rule_set).order_by("ordinal")
    return reading.rules(written(rule_set, lines))


def current_rules() -> list[Rules]:
    """The newest version of every national set, in order of their codes."""
    return [rules_of(one) for one in RuleSet.objects.newest().national().order_by("code")]


def rules_for(tier: str, application_kind: str, *, on: date) -> Rules:
    """What an application of this kind would be judged by on that day, layers included.

    Only where no round pins a set: the round of a batch may keep an older standard.
    """
    sets = RuleSet.objects.standing(on=on).national().filter(tier=tier).order_by("code")
    found = [
        rules
        for rules in map(rules_of, sets)
        if any(_used(use, application_kind, on) for use in rules.uses)
    ]
    if not found:
        raise NoRuleSet(f"{on} 没有适用于该梯度、该类申请的认定规则，请指定规则")
    if len(found) > 1:
        codes = "、".join(rules.code for rules in found)
        raise NoRuleSet(f"{on} 有几套规则适用（{codes}），请指定规则")
    return _laid_over(found[0], application_kind, _layers(found[0].code, on))


def pinned(
    code: str,
    application_kind: str,
    *,
    on: date,
    version: int | None = None,
    layers: Sequence[str] | None = None,
) -> Rules:
    """A set by name, with the layers named, or else with those in force that day."""
    base = RuleSet.objects.standing(on=on).national().filter(code=code)
    if version is not None:
        base = RuleSet.objects.national().filter(code=code, version=version)
    rule_set = base.first()
    if rule_set is None:
        raise NoRuleSet(f"没有名为“{code}”的认定规则")
    if layers is None:
        over = _layers(code, on)
    else:
        over = list(RuleSet.objects.standing(on=on).over(code).filter(code__in=layers))
        if missing := set(layers) - {one.code for one in over}:
            raise NoRuleSet(f"“{code}”没有细则或通知“{'、'.join(sorted(missing))}”")
    return _laid_over(rules_of(rule_set), application_kind, over)


def _layers(code: str, on: date) -> list[RuleSet]:
    return list(RuleSet.objects.standing(on=on).over(code).effective(on=on).order_by("code"))


def _laid_over(base: Rules, application_kind: str, layers: Iterable[RuleSet]) -> Rules:
    return overlaid(base, [rules_of(one) for one in layers], application_kind)


def _used(use: Use, application_kind: str, on: date) -> bool:
    covers = use.since <= on and (use.until is None or on < use.until)
    return use.application_kind == application_kind and covers
