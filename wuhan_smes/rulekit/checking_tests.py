"""Whether one comparison makes sense for the field it asks about."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wuhan_smes.rulekit.choices import NUMERIC, SINCE, YEARS, Agg, Op, Period
from wuhan_smes.rulekit.fields import CompoundGrowth, Dictionary, Field, Grain, Kind
from wuhan_smes.rulekit.nodes import Leaf

OPS: Final = {
    Kind.NUMBER: NUMERIC,
    Kind.POSITION: frozenset({Op.AT_MOST, Op.LESS}),
    Kind.YES_NO: frozenset({Op.IS_TRUE, Op.IS_FALSE}),
    Kind.WORD: frozenset({Op.EQUAL, Op.IN}),
    Kind.RANKED: frozenset({Op.AT_LEAST}),
    Kind.SET: frozenset({Op.CONTAINS_ANY, Op.CONTAINS_NONE}),
}


def faults_of(leaf: Leaf, dictionary: Dictionary) -> Iterator[str]:
    """Every reason why `leaf` cannot be asked."""
    field = dictionary.get(leaf.field)
    if field is None:
        yield f"指标“{leaf.field}”不在指标字典中"
        return
    if leaf.op not in OPS[field.kind]:
        yield f"“{field.label}”不能用“{leaf.op.label}”比较"
        return
    yield from _value(leaf, field)
    yield from _period(leaf, field)
    if leaf.unit != field.unit:
        yield f"“{field.label}”的单位是“{field.unit or '无'}”，不是“{leaf.unit or '无'}”"


def _value(leaf: Leaf, field: Field) -> Iterator[str]:
    value = leaf.value
    if field.kind is Kind.YES_NO:
        if value is not None:
            yield f"“{field.label}”只问是否，不写数值"
    elif field.kind in {Kind.NUMBER, Kind.POSITION}:
        if not isinstance(value, Decimal):
            yield f"“{field.label}”须与数字比较"
        elif isinstance(field.derived, CompoundGrowth) and value <= -100:
            yield "复合增长率须高于 -100%"
    else:
        words = (value,) if isinstance(value, str) else value
        several = leaf.op in {Op.IN, Op.CONTAINS_ANY, Op.CONTAINS_NONE}
        if not isinstance(words, tuple) or not words or several == isinstance(value, str):
            yield f"“{field.label}”须与{'几个取值' if several else '一个取值'}比较"
        elif strange := set(words) - set(field.words):
            yield f"“{field.label}”没有取值“{'、'.join(sorted(strange))}”"


def _period(leaf: Leaf, field: Field) -> Iterator[str]:
    several = len(YEARS.get(leaf.period, ())) > 1
    if several != (leaf.agg is not None):
        yield "多年的指标须写明如何合并，单年的不写"
    if field.derived is not None and leaf.period not in YEARS:
        yield f"“{field.label}”按年计算，须写明年度"
    if leaf.agg in {Agg.SUM, Agg.AVG} and (
        field.kind is not Kind.NUMBER or isinstance(field.derived, CompoundGrowth)
    ):
        yield f"“{field.label}”不能合计或平均"
    if field.grain is Grain.EVENT:
        if leaf.period not in SINCE:
            yield f"“{field.label}”按起止时间统计，须写“……以来”"
        # Records that are not complete prove that something happened, never how often.
        if field.kind is Kind.NUMBER and (leaf.op, leaf.value) not in {
            (Op.EQUAL, Decimal(0)),
            (Op.AT_LEAST, Decimal(1)),
        }:
            yield f"“{field.label}”只能问有没有：等于 0，或不低于 1"
    elif leaf.period in SINCE:
        yield f"“{field.label}”不是按时间累计的记录"
    elif field.grain is not Grain.YEAR and leaf.period != Period.AS_OF:
        yield f"“{field.label}”只有申报之日的情况"
