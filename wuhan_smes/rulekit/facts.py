"""Facts said from outside: whether they can be what they claim, answered with places."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.compiling.documents import NONE_KNOWN
from wuhan_smes.rulekit.fields import Dictionary, Field, Grain, Kind

YEAR: Final = re.compile(r"Y(-[1-9])?")
MOST: Final = Decimal(10) ** 14
MOST_FACTS: Final = 300


def check_facts(facts: object, dictionary: Dictionary, *, place: str = "facts") -> None:
    """Refuses what no field can hold; what is left out or null is unknown and needs no reason."""
    if not isinstance(facts, Mapping) or len(facts) > MOST_FACTS:
        raise InputRefused(Fault(place, "invalid", "应为“指标: 值”的对象"))
    faults = [
        Fault(f"{place}/{where}", "invalid", f"{where}：{detail}")
        for name, value in facts.items()
        for where, detail in _faults(str(name), value, dictionary)
    ]
    if faults:
        raise InputRefused(*faults)


def _faults(name: str, value: object, dictionary: Dictionary) -> Iterator[tuple[str, str]]:
    field = dictionary.get(name)
    if field is None:
        yield name, "不在指标字典中"
    elif field.derived is not None:
        yield name, "由其他指标算出，不直接填写"
    elif not isinstance(value, Mapping):
        yield from _plain(name, value, field)
    elif field.grain in {Grain.STATE, Grain.JUDGEMENT}:
        yield name, "只填申报之日的情况，不分年度"
    else:
        for year, one in value.items():
            if not YEAR.fullmatch(str(year)):
                yield f"{name}/{year}", "年度应写成 Y、Y-1 … Y-9"
            else:
                yield from _plain(f"{name}/{year}", one, field)


def _plain(place: str, value: object, field: Field) -> Iterator[tuple[str, str]]:
    holds, told = HOLDS[field.kind]
    if value is not None and not holds(value, field):
        yield place, told + (f"（{'、'.join(field.words)}）" if field.words else "")


def _is_number(value: object, field: Field) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return False
    return found.is_finite() and abs(found) < MOST and len(found.as_tuple().digits) <= 40


def _is_word(value: object, field: Field) -> bool:
    return isinstance(value, str) and value in field.words


Holds = Callable[[Any, Field], bool]
HOLDS: Final[Mapping[Kind, tuple[Holds, str]]] = {
    Kind.NUMBER: (_is_number, "应为数字"),
    Kind.POSITION: (
        lambda value, field: value == NONE_KNOWN or _is_number(value, field),
        f"应为位次，或 {NONE_KNOWN}（已核实没有）",
    ),
    Kind.YES_NO: (lambda value, field: isinstance(value, bool), "应为 true 或 false"),
    Kind.WORD: (_is_word, "没有这个取值"),
    Kind.RANKED: (_is_word, "没有这个取值"),
    Kind.SET: (
        lambda value, field: isinstance(value, list) and all(_is_word(one, field) for one in value),
        "应为取值的列表",
    ),
}
