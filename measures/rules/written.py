"""Reading terms from JSON: exact numbers, and a refusal with its place for what cannot be read."""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from wuhan_smes.errors import Fault, InputRefused

E = TypeVar("E", bound=Enum)


def refused(place: str, detail: str) -> InputRefused:
    return InputRefused(Fault(place, "terms", detail))


def decimal_of(written: object, place: str) -> Decimal:
    """Exact: what JSON read as 0.1 is a tenth."""
    if isinstance(written, int | float | str | Decimal) and not isinstance(written, bool):
        with suppress(InvalidOperation):
            found = Decimal(str(written))
            if found.is_finite():
                return found
    raise refused(place, f"应为数字，实为“{written}”")


def text_of(written: Mapping[str, Any], name: str, place: str) -> str:
    found = written.get(name)
    if not isinstance(found, str) or not found.strip():
        raise refused(f"{place}.{name}", "不能为空")
    return found.strip()


def word_of(words: type[E], written: object, place: str) -> E:
    try:
        return words(written)
    except ValueError:
        raise refused(place, f"不认识“{written}”") from None


def known_only(written: object, names: frozenset[str], place: str) -> Mapping[str, Any]:
    """The object, with no name that nobody will read."""
    if not isinstance(written, Mapping):
        raise refused(place, "应为对象")
    if strange := set(written) - names:
        raise refused(place, f"不认识“{'、'.join(sorted(map(str, strange)))}”")
    return written
