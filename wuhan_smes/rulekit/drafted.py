"""Whether a coming version can hold beside the others: asked before it is proposed, and again
before it is put into force.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import CharField, Model

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.checking import check, check_together
from wuhan_smes.rulekit.choices import Layer
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.queries import rules_of
from wuhan_smes.rulekit.values import Rules
from wuhan_smes.rulekit.versions import HEADING, LINE_WORDS

DAY: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CODE: Final = re.compile(r"[A-Za-z0-9]{1,12}")
SAYABLE: Final = frozenset(
    {*HEADING, "name", "document_no", "uses", "passing", "scoring", "effective_to"}
)
LINE: Final = frozenset(
    {*LINE_WORDS, "code", "change", "role", "kind", "test", "exempt_if", "bands", "max"}
    | {"applies_to"}
)


def read(said: Mapping[str, Any]) -> Rules:
    """The rules a draft says. Refuses what has not the shape of any."""
    try:
        return reading.rules(said)
    except (TypeError, AttributeError, KeyError) as error:
        detail = "内容不合规则的书写格式"
        raise InputRefused(Fault("written", "unreadable", detail)) from error


def require_heading(heading: Mapping[str, Any]) -> None:
    """Refuses what a version does not say of itself, and words that fit no column."""
    if strange := sorted(set(heading) - SAYABLE):
        raise InputRefused(*(Fault(name, "fixed", f"“{name}”不能改动") for name in strange))
    _require_fit(RuleSet, heading)
    last = heading.get("effective_to")
    if last is not None and not DAY.fullmatch(str(last)):
        raise InputRefused(Fault("effective_to", "invalid", "停用日期应形如 2026-12-31"))


def require_line(line: Mapping[str, Any]) -> None:
    """Refuses a line without a code of its own, and words that fit no column."""
    if not CODE.fullmatch(str(line.get("code") or "")):
        raise InputRefused(Fault("code", "invalid", "条款编号为 1 至 12 位字母或数字"))
    if strange := sorted(set(line) - LINE):
        raise InputRefused(*(Fault(name, "unknown", f"不认识“{name}”") for name in strange))
    _require_fit(Criterion, line)
    kinds = line.get("applies_to", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise InputRefused(Fault("applies_to", "invalid", "适用申请应为列表"))


def _require_fit(model: type[Model], values: Mapping[str, Any]) -> None:
    for column in model._meta.concrete_fields:
        value, most = values.get(column.name), column.max_length or 0
        fits = value is None or (isinstance(value, str) and len(value) <= most)
        if isinstance(column, CharField) and not fits:
            detail = f"{column.verbose_name}应为不超过 {most} 字的文字"
            raise InputRefused(Fault(column.name, "invalid", detail))


def check_whole(said: Mapping[str, Any]) -> None:
    """Refuses with every place: lines, maxima, and layers that lie over lines no longer there."""
    rules = read(said)
    check(rules, declared())
    newest = RuleSet.objects.newest()
    if rules.layer == Layer.NATIONAL:
        beside = [rules_of(one) for one in newest.over(rules.code).order_by("code")]
    else:
        beside = [rules_of(one) for one in newest.national().filter(code=rules.overrides)]
    check_together([rules, *beside])


def faults_of(said: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What still stands against a draft; nothing when it can be proposed."""
    try:
        check_whole(said)
    except InputRefused as refusal:
        return refusal.faults
    return ()
