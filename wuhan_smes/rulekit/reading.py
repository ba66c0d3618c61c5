"""From the written form of a rule set to its value. What cannot be read is refused with its place.

The written form is what files and rows hold: plain JSON, days inclusive, numbers exact.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final, TypeVar

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.choices import Agg, Change, CriterionKind, Layer, Op, Period, Role
from wuhan_smes.rulekit.nodes import AllOf, AnyOf, Leaf, Node
from wuhan_smes.rulekit.values import Band, Part, Passing, Rule, Rules, Score, Use

E = TypeVar("E", bound=Enum)
ROUTES: Final = frozenset({"any:direct", "score"})


def refused(place: str, detail: str) -> InputRefused:
    return InputRefused(Fault(place, "rule", f"{place}：{detail}"))


def rules(written: Mapping[str, Any]) -> Rules:
    """One version of one layer, its criteria in the order written."""
    place = _text(written, "code", "规则")
    passing = written.get("passing") or {}
    scoring = written.get("scoring")
    document = _text(written, "document_no", place)
    return Rules(
        code=place,
        version=int(written.get("version", 1)),
        layer=_word(Layer, written.get("layer", Layer.NATIONAL), f"{place}.layer"),
        tier=_text(written, "tier", place),
        name=_text(written, "name", place),
        document_no=document,
        passing=_passing(passing, f"{place}.passing"),
        score=_score(scoring, f"{place}.scoring") if scoring else None,
        criteria=tuple(
            replace(rule(one, f"{place}.{one.get('code', n)}"), document=document)
            for n, one in enumerate(written.get("criteria", ()), 1)
        ),
        uses=tuple(_use(use, f"{place}.uses") for use in written.get("uses", ())),
        overrides=str(written.get("overrides") or ""),
    )


def rule(written: Mapping[str, Any], place: str) -> Rule:
    """One criterion of a layer."""
    return Rule(
        code=_text(written, "code", place),
        name=str(written.get("name") or ""),
        change=_word(Change, written.get("change", Change.ADD), f"{place}.change"),
        role=_word(Role, written.get("role", Role.PROCESS), f"{place}.role"),
        kind=_word(CriterionKind, written.get("kind", CriterionKind.MANUAL), f"{place}.kind"),
        test=_node(written.get("test"), f"{place}.test"),
        exempt_if=_node(written.get("exempt_if"), f"{place}.exempt_if"),
        bands=tuple(
            Band(
                _node(band.get("when"), f"{place}.bands[{n}]"),
                _number(band.get("points"), f"{place}.bands[{n}].points"),
            )
            for n, band in enumerate(written.get("bands") or (), 1)
        ),
        part=str(written.get("part") or ""),
        max_points=_optional(written.get("max"), f"{place}.max"),
        **{
            name: str(written.get(name) or "")
            for name in (
                "alternative_group",
                "judgement_field",
                "points_field",
                "subclass",
                "manual_check",
                "note",
                "clause",
            )
        },
        applies_to=tuple(written.get("applies_to") or ()),
    )


def _node(written: Any, place: str) -> Node | None:
    if written is None:
        return None
    if not isinstance(written, Mapping):
        raise refused(place, "应为条件")
    for word, join in (("all", AllOf), ("any", AnyOf)):
        if word in written:
            parts = [_node(part, f"{place}.{word}[{n}]") for n, part in enumerate(written[word], 1)]
            if not parts or None in parts or len(written) > 1:
                raise refused(place, f"“{word}”下应有条件，且不与其他内容并列")
            return join(tuple(part for part in parts if part is not None))
    return _leaf(written, place)


def _leaf(written: Mapping[str, Any], place: str) -> Leaf:
    if unknown := set(written) - {"field", "op", "value", "unit", "period", "agg"}:
        raise refused(place, f"不认识“{'、'.join(sorted(unknown))}”")
    agg = written.get("agg")
    return Leaf(
        field=_text(written, "field", place),
        op=_word(Op, written.get("op"), f"{place}.op"),
        value=_value(written.get("value"), place),
        period=_word(Period, written.get("period"), f"{place}.period"),
        unit=str(written.get("unit") or ""),
        agg=_word(Agg, agg, f"{place}.agg") if agg else None,
    )


def _value(written: Any, place: str) -> Decimal | str | tuple[str, ...] | None:
    if written is None or isinstance(written, str):
        return written
    if isinstance(written, list):
        return tuple(str(word) for word in written)
    return _number(written, f"{place}.value")


def _passing(written: Mapping[str, Any], place: str) -> Passing:
    routes = set(written.get("and_one_of") or ())
    if routes - ROUTES:
        raise refused(place, f"不认识“{'、'.join(sorted(routes - ROUTES))}”")
    return Passing(
        roles=frozenset(_word(Role, role, place) for role in written.get("must_meet_roles") or ()),
        direct="any:direct" in routes,
        score="score" in routes,
        any_subclass=bool(written.get("any_subclass")),
    )


def _score(written: Mapping[str, Any], place: str) -> Score:
    return Score(
        max_total=_number(written.get("max_total"), f"{place}.max_total"),
        pass_total=_number(written.get("pass_total"), f"{place}.pass_total"),
        parts=tuple(
            Part(
                name,
                _number(part.get("max"), f"{place}.{name}.max"),
                _optional(part.get("min"), f"{place}.{name}.min"),
                _optional(part.get("min_exclusive"), f"{place}.{name}.min_exclusive"),
            )
            for name, part in (written.get("parts") or {}).items()
        ),
    )


def _use(written: Mapping[str, Any], place: str) -> Use:
    since, until = _day(written.get("from"), place), written.get("to")
    if since is None:
        raise refused(place, "缺少起始日期")
    last = _day(until, place)
    return Use(_text(written, "application_kind", place), since, last and last + timedelta(days=1))


def _text(written: Mapping[str, Any], name: str, place: str) -> str:
    found = written.get(name)
    if not isinstance(found, str) or not found.strip():
        raise refused(f"{place}.{name}", "不能为空")
    return found


def _word(words: type[E], written: object, place: str) -> E:
    try:
        return words(written)
    except ValueError:
        raise refused(place, f"不认识“{written}”") from None


def _number(written: object, place: str) -> Decimal:
    """Exact: what JSON read as 0.1 is a tenth."""
    if isinstance(written, int | float | str | Decimal) and not isinstance(written, bool):
        with suppress(InvalidOperation):
            return Decimal(str(written))
    raise refused(place, f"应为数字，实为“{written}”")


def _optional(written: object, place: str) -> Decimal | None:
    return None if written is None else _number(written, place)


def _day(written: object, place: str) -> date | None:
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:
        raise refused(place, f"应为日期，实为“{written}”") from None
