"""A version between its three forms: rows, the form files hold, and rows of the next version."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from wuhan_smes.rulekit.choices import Change, CriterionKind, Layer, Role
from wuhan_smes.rulekit.conditions import plain
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.queries import written

HEADING: Final = (
    "related_documents",
    "recogniser",
    "scope",
    "valid_months",
    "terms",
    "source",
)
LINE_WORDS: Final = (
    "name",
    "part",
    "alternative_group",
    "judgement_field",
    "points_field",
    "subclass",
    "manual_check",
    "note",
    "clause",
)


def copy_of(rule_set: RuleSet) -> dict[str, Any]:
    """Everything a version says, in the form files hold: last days are days that still count."""
    lines = [_said(one.written) for one in rule_set.criteria.order_by("ordinal")]
    until = rule_set.effective_until
    return {
        **written(rule_set, ()),
        **{name: getattr(rule_set, name) for name in HEADING},
        "effective_from": rule_set.effective_from.isoformat(),
        "effective_to": (until - timedelta(days=1)).isoformat() if until else None,
        "criteria": lines,
    }


def keep(said: Mapping[str, Any], *, version: int) -> RuleSet:
    """The rows of a version that was checked before; never to be changed again."""
    last = said.get("effective_to")
    made = RuleSet.objects.create(
        code=said["code"],
        version=version,
        layer=said.get("layer", Layer.NATIONAL),
        overrides=said.get("overrides", ""),
        tier=said["tier"],
        name=said["name"],
        document_no=said["document_no"],
        effective_from=date.fromisoformat(said["effective_from"]),
        effective_until=date.fromisoformat(last) + timedelta(days=1) if last else None,
        uses=said.get("uses", []),
        passing=said.get("passing") or {},
        scoring=said.get("scoring"),
        **{name: said.get(name) for name in HEADING},
    )
    Criterion.objects.bulk_create(
        Criterion(rule_set=made, **columns_of(line), ordinal=n)
        for n, line in enumerate(said["criteria"], 1)
    )
    return made


def columns_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the written form as the columns of its row."""
    return {
        "code": line["code"],
        "change": line.get("change", Change.ADD),
        "role": line.get("role", Role.PROCESS),
        "kind": line.get("kind", CriterionKind.MANUAL),
        **{name: line.get(name, "") for name in LINE_WORDS},
        **{name: line.get(name) for name in ("test", "exempt_if", "bands")},
        "max_points": line.get("max"),
        "applies_to": line.get("applies_to", []),
    }


def _said(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line without what it does not say; numbers as JSON holds them."""
    kept = {name: value for name, value in line.items() if value not in (None, "", [])}
    if "max" in kept:
        kept["max"] = plain(kept["max"])
    return kept
