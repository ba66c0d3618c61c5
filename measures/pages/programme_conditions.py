"""Lines about figures as a clerk writes them: 技术改造设备投资额 ≥ 500, one a line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.choices import Op, Period
from wuhan_smes.rulekit.fields import Field, Grain, Kind, declared

SIGNS: Final[Mapping[str, Op]] = {
    "≥": Op.AT_LEAST,
    ">=": Op.AT_LEAST,
    "≤": Op.AT_MOST,
    "<=": Op.AT_MOST,
    ">": Op.MORE,
    "<": Op.LESS,
}
SHOWN: Final = {Op.AT_LEAST: "≥", Op.AT_MOST: "≤", Op.MORE: ">", Op.LESS: "<"}
WRITTEN: Final = re.compile(
    r"(?P<what>[^<>=≥≤]+?)\s*(?P<sign>>=|<=|≥|≤|>|<)\s*(?P<value>[^<>=≥≤]+)"
)
PERIODS: Final = {Grain.YEAR: Period.LAST_YEAR, Grain.STATE: Period.AS_OF}
CODE: Final = re.compile(r"C[0-9]+")


def criteria(text: str) -> list[dict[str, Any]]:
    """The lines as criteria: of a yearly figure the year before, of a state the day itself."""
    return [
        _criterion(number, line.strip())
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1)
    ]


def text_of(written: Sequence[Mapping[str, Any]]) -> str:
    """The same lines as they would have been typed; others are left out."""
    return "\n".join(_lines(written))


def _lines(written: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for line in written:
        test = line.get("test") or {}
        field = declared().get(str(test.get("field")))
        if CODE.fullmatch(str(line.get("code"))) and field is not None and test.get("op") in SHOWN:
            yield f"{field.label} {SHOWN[test['op']]} {test.get('value')}"


def _criterion(number: int, line: str) -> dict[str, Any]:
    found = WRITTEN.fullmatch(line)
    if found is None:
        raise _refused(f"“{line}”应形如：营业收入总额 ≥ 5000")
    field, op = _field(found["what"].strip()), SIGNS[found["sign"]]
    value = found["value"].strip()
    if field.unit:
        value = value.removesuffix(field.unit).strip()
    test = {
        "field": field.name,
        "op": op.value,
        "value": _number(value),
        "period": PERIODS[field.grain].value,
        **({"unit": field.unit} if field.unit else {}),
    }
    return {
        "code": f"C{number}",
        "name": f"{field.label}{op.label} {value} {field.unit}".strip(),
        "role": "base",
        "kind": "test",
        "test": test,
    }


def _field(word: str) -> Field:
    field = next((one for one in declared().values() if word in (one.name, one.label)), None)
    if field is None or field.kind is not Kind.NUMBER or field.grain not in PERIODS:
        raise _refused(f"没有可以比较的指标“{word}”")
    return field


def _number(word: str) -> int | str:
    try:
        found = Decimal(word)
    except InvalidOperation:
        raise _refused(f"“{word}”不是数") from None
    if not found.is_finite():
        raise _refused(f"“{word}”不是数")
    return int(found) if found == int(found) else str(found)


def _refused(why: str) -> InputRefused:
    return InputRefused(Fault("conditions", "terms", why))
