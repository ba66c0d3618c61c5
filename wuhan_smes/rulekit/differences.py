"""What one version says otherwise than another, line by line, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wuhan_smes.rulekit.fields import Dictionary
from wuhan_smes.rulekit.values import Rule, Rules, Score
from wuhan_smes.rulekit.wording import exemption, number_of, threshold


class Fate(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"

    @property
    def label(self) -> str:
        return {"added": "新增", "removed": "删去", "changed": "改动", "same": "未变"}[self.value]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a line says, before and after; empty where nothing was said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of either version; `said` names only what differs, or all of a line alone."""

    code: str
    name: str
    fate: Fate
    said: tuple[Said, ...] = ()


def heading_changes(before: Rules, after: Rules) -> tuple[Said, ...]:
    """What the heads say otherwise: document, uses, what passing takes, the score."""
    return tuple(_differing(_heading(before), _heading(after)))


def differences(before: Rules, after: Rules, dictionary: Dictionary) -> list[Difference]:
    """Every line of both in the order of the later one, those taken out at the end."""
    old = {rule.code: rule for rule in before.criteria}
    new = {rule.code: rule for rule in after.criteria}
    found = [_of(old.get(code), rule, dictionary) for code, rule in new.items()]
    gone = [_of(rule, None, dictionary) for code, rule in old.items() if code not in new]
    return [*found, *gone]


def _of(before: Rule | None, after: Rule | None, dictionary: Dictionary) -> Difference:
    one = after or before
    if one is None:
        raise ValueError("a difference of nothing")
    old = _words(before, dictionary) if before else {}
    new = _words(after, dictionary) if after else {}
    said = tuple(_differing(old, new))
    if before is None or after is None:
        return Difference(one.code, one.name, Fate.ADDED if after else Fate.REMOVED, said)
    return Difference(one.code, one.name, Fate.CHANGED if said else Fate.SAME, said)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Said]:
    for label in {**old, **new}:
        before, after = old.get(label, ""), new.get(label, "")
        if before != after:
            yield Said(label, before, after)


def _words(rule: Rule, dictionary: Dictionary) -> dict[str, str]:
    def called(name: str) -> str:
        return dictionary[name].label if name in dictionary else name

    return {
        "名称": rule.name,
        "变更": rule.change.label,
        "作用": rule.role.label,
        "判定方式": rule.kind.label,
        "门槛": threshold(rule, dictionary),
        "豁免": exemption(rule, dictionary),
        "所属部分": rule.part,
        "满分": "" if rule.max_points is None else number_of(rule.max_points),
        "择优组": rule.alternative_group,
        "人工判断": called(rule.judgement_field),
        "录入分数": called(rule.points_field),
        "适用申请": "、".join(rule.applies_to),
        "子类": rule.subclass,
        "需人工核实": rule.manual_check,
        "说明": rule.note,
        "条款出处": rule.clause,
    }


def _heading(rules: Rules) -> dict[str, str]:
    return {
        "名称": rules.name,
        "文件": rules.document_no,
        "适用申请": "；".join(
            f"{use.application_kind} 自 {use.since}"
            + (f" 至 {_last(use.until)}" if use.until else "")
            for use in rules.uses
        ),
        "必须满足": "、".join(sorted(role.label for role in rules.passing.roles)),
        "另须其一": "、".join(_routes(rules)),
        "评分": _score(rules.score) if rules.score else "",
    }


def _last(until: date) -> date:
    return until - timedelta(days=1)


def _routes(rules: Rules) -> Iterator[str]:
    if rules.passing.direct:
        yield "任一直通条件"
    if rules.passing.score:
        yield "评分合格"


def _score(score: Score) -> str:
    parts = "；".join(
        f"{part.name} {number_of(part.max_points)} 分"
        + (f"，不低于 {number_of(part.least)}" if part.least is not None else "")
        + (f"，高于 {number_of(part.above)}" if part.above is not None else "")
        for part in score.parts
    )
    return f"满分 {number_of(score.max_total)}，{number_of(score.pass_total)} 分合格；{parts}"
