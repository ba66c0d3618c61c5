"""Worked cases put to the compiled rules: facts in, readings out."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from wuhan_smes.rulekit.compiling import Reading, compile_rules
from wuhan_smes.rulekit.compiling.documents import DocumentFacts
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.queries import pinned
from wuhan_smes.rulekit.values import Rules

Facts = dict[str, Any]
SPRING = date(2026, 5, 4)


def judged(rules: Rules, application_kind: str, cases: Sequence[Facts]) -> list[Reading]:
    """How each set of facts stands, in the order given."""
    source = DocumentFacts()
    compiled = compile_rules(rules, application_kind, source, declared())
    sql = compiled.select(source.population)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY id", [json.dumps(cases)])
        return [compiled.read(row) for row in cursor.fetchall()]


def standing(
    code: str, application_kind: str, facts: Facts, *, layers: Sequence[str] = ()
) -> Reading:
    """One set of facts against a kept set; no layer over it unless named."""
    rules = pinned(code, application_kind, on=SPRING, layers=layers)
    return judged(rules, application_kind, [facts])[0]


def results(reading: Reading) -> dict[str, str]:
    return {one.rule.code: str(one.result.value) for one in reading.criteria}


def changed(facts: Facts, changes: Facts) -> Facts:
    """`facts` with some said otherwise; a change to null takes the fact away."""
    found = {**facts, **changes}
    return {name: value for name, value in found.items() if value is not None}
