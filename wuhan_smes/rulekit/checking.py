"""Whether a rule set can be what it says: asked before a version is kept, answered with places."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.checking_tests import faults_of
from wuhan_smes.rulekit.choices import OBLIGING, Change, CriterionKind, Layer, Op, Role
from wuhan_smes.rulekit.fields import Dictionary, Grain, Kind
from wuhan_smes.rulekit.nodes import Leaf, leaves
from wuhan_smes.rulekit.values import Rule, Rules, overlaid

Fault_ = tuple[str, str]


def check(rules: Rules, dictionary: Dictionary) -> None:
    """Refuses what could not be compiled, or would compile to something nobody meant.

    A layer is checked line by line; whether its maxima add up, only with what it overrides.
    """
    found = [*_lines(rules, dictionary), *_headings(rules)]
    if rules.layer == Layer.NATIONAL:
        found += [*_score(rules), *_routes(rules)]
    _refuse(found)


def check_line(rules: Rules, code: str, dictionary: Dictionary) -> None:
    """Refuses what could not be meant by one line, whatever the others are still to become."""
    mine = tuple(rule for rule in rules.criteria if rule.code == code)
    _refuse([*_lines(replace(rules, criteria=mine), dictionary)])


def check_together(sets: Sequence[Rules]) -> None:
    """Refuses a layer over a set that is not there, or over lines the set does not have, or one
    after which the maxima no longer add up.
    """
    bases = {rules.code: rules for rules in sets if rules.layer == Layer.NATIONAL}
    found: list[Fault_] = []
    for layer in sets:
        if layer.layer == Layer.NATIONAL:
            continue
        base = bases.get(layer.overrides)
        if base is None:
            found.append((f"{layer.code}.overrides", f"没有名为“{layer.overrides}”的规则"))
            continue
        codes = {rule.code for rule in base.criteria}
        for rule in layer.criteria:
            if (rule.change in {Change.DISABLE, Change.REPLACE}) != (rule.code in codes):
                told = f"{base.code} 没有或已有条款“{rule.code}”"
                found += [] if rule.change == Change.NOTE else [(f"{layer.code}.{rule.code}", told)]
        for kind in {use.application_kind for use in base.uses}:
            whole = overlaid(base, [layer], kind)
            found += [*_score(whole), *_routes(whole)]
    _refuse(found)


def _refuse(found: Sequence[Fault_]) -> None:
    if found:
        raise InputRefused(*(Fault(place, "rule", f"{place}：{detail}") for place, detail in found))


def _headings(rules: Rules) -> Iterator[Fault_]:
    for code, times in Counter(rule.code for rule in rules.criteria).items():
        if times > 1:
            yield f"{rules.code}.{code}", "条款编号重复"
    if (rules.layer == Layer.NATIONAL) == bool(rules.overrides):
        yield f"{rules.code}.overrides", "细则与通知须写明所依据的规则，国家办法不写"
    if rules.layer == Layer.NATIONAL and not rules.uses:
        yield f"{rules.code}.uses", "须写明用于哪类申请、自何时起"
    for use in rules.uses:
        if use.until is not None and use.until <= use.since:
            yield f"{rules.code}.uses", f"{use.application_kind} 的截止日期早于起始日期"


def _lines(rules: Rules, dictionary: Dictionary) -> Iterator[Fault_]:
    for rule in rules.criteria:
        place = f"{rules.code}.{rule.code}"
        if rules.layer == Layer.NATIONAL and rule.change != Change.ADD:
            yield place, "国家办法只列条款，不作变更"
        if rule.change in {Change.DISABLE, Change.NOTE}:
            continue
        if not rule.name:
            yield place, "条款须有名称"
        for where, node in (
            ("test", rule.test),
            ("exempt_if", rule.exempt_if),
            *((f"bands[{n}]", band.when) for n, band in enumerate(rule.bands, 1)),
        ):
            for leaf in leaves(node):
                yield from ((f"{place}.{where}", text) for text in faults_of(leaf, dictionary))
        yield from ((place, text) for text in _shape(rule, dictionary))


def _shape(rule: Rule, dictionary: Dictionary) -> Iterator[str]:
    if (rule.kind == CriterionKind.TEST) != (rule.test is not None):
        yield "数据判定须有条件，其他类别不写条件"
    if rule.exempt_if is not None and rule.kind != CriterionKind.TEST:
        yield "只有数据判定可以豁免"
    if rule.kind == CriterionKind.BANDS:
        yield from _bands(rule)
    elif rule.bands:
        yield "只有分档计分可以分档"
    if rule.role == Role.SCORE:
        if rule.max_points is None or not rule.part:
            yield "评分指标须写明所属部分与满分"
        if rule.kind == CriterionKind.TEST:
            yield "评分指标须分档或录入分数"
    if rule.role == Role.SUBCLASS and not rule.subclass:
        yield "子类判定须写明子类"
    for name in filter(None, (rule.judgement_field, rule.points_field)):
        field = dictionary.get(name)
        if field is None:
            yield f"指标“{name}”不在指标字典中"
        elif name == rule.judgement_field and field.grain != Grain.JUDGEMENT:
            yield f"“{field.label}”不是人工判断"
        elif name == rule.points_field and field.kind != Kind.NUMBER:
            yield f"“{field.label}”不是分数"


def _bands(rule: Rule) -> Iterator[str]:
    """From the best band down, without one that nobody can fall into and without a hole."""
    if not rule.bands or rule.bands[-1].when is not None:
        yield "分档有空缺：末档须为其余情形"
    if any(band.when is None for band in rule.bands[:-1]):
        yield "分档重叠：其余情形只能在末档"
    points = [band.points for band in rule.bands]
    if any(later >= earlier for earlier, later in pairwise(points)):
        yield "分档得分须由高到低"
    if points and (min(points) < 0 or max(points) != rule.max_points):
        yield f"满分 {rule.max_points} 与最高档 {max(points)} 不一致"
    asked = [leaf for band in rule.bands for leaf in leaves(band.when)]
    for _, group in groupby(sorted(asked, key=_key), key=_key):  # a stable sort: best band first
        values = [(leaf.op, leaf.value) for leaf in group]
        for (op, better), (_, worse) in pairwise(values):
            if not isinstance(better, Decimal) or not isinstance(worse, Decimal):
                continue
            upward = op in {Op.AT_LEAST, Op.MORE}
            if op != Op.EQUAL and (worse >= better if upward else worse <= better):
                yield f"分档重叠：{worse} 一档已包含在 {better} 一档中"


def _key(leaf: Leaf) -> tuple[str, str, str, str]:
    return leaf.field, leaf.op, leaf.period, leaf.agg or ""


def _score(rules: Rules) -> Iterator[Fault_]:
    scored = [rule for rule in rules.criteria if rule.role == Role.SCORE]
    if rules.score is None:
        if scored:
            yield f"{rules.code}.scoring", "有评分指标而无总分与及格线"
        return
    sums: dict[str, Decimal] = {part.name: Decimal(0) for part in rules.score.parts}
    counted: set[str] = set()
    for rule in scored:
        if rule.part not in sums:
            yield f"{rules.code}.{rule.code}", f"评分部分“{rule.part}”未列出"
        elif not rule.alternative_group or rule.alternative_group not in counted:
            sums[rule.part] += rule.max_points or 0
            counted.add(rule.alternative_group)
    for part in rules.score.parts:
        if sums[part.name] != part.max_points:
            yield (
                f"{rules.code}.scoring.{part.name}",
                f"各项满分合计 {sums[part.name]}，与 {part.max_points} 不符",
            )
        if part.least is not None and part.least > part.max_points:
            yield f"{rules.code}.scoring.{part.name}", "最低分高于满分"
    total = sum((part.max_points for part in rules.score.parts), Decimal(0))
    if total != rules.score.max_total:
        yield (
            f"{rules.code}.scoring",
            f"各部分满分合计 {total}，与 {rules.score.max_total} 不符",
        )
    if rules.score.pass_total > rules.score.max_total:
        yield f"{rules.code}.scoring", "及格线高于满分"


def _routes(rules: Rules) -> Iterator[Fault_]:
    roles = {rule.role for rule in rules.criteria}
    place = f"{rules.code}.passing"
    if rules.passing.direct and Role.DIRECT not in roles:
        yield place, "没有直通条件"
    if rules.passing.score and rules.score is None:
        yield place, "没有评分"
    if forgotten := (roles & OBLIGING) - rules.passing.roles:
        yield place, f"未要求满足“{'、'.join(sorted(Role(role).label for role in forgotten))}”"
    if not rules.passing.roles and not rules.passing.any_subclass:
        yield place, "没有必须满足的条件"
