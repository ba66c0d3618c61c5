"""How enterprises stand against rules: the one entry, and the same statement for one and for all.

Whoever asks says by what (`Basis`) and of whom: a population already within a reach that may see
indicators, or facts said in a document.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.queries.rule_facts import RegisterFacts
from wuhan_smes.errors import ActionRefused
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.compiling import Compiled, Reading, compile_rules
from wuhan_smes.rulekit.compiling.documents import DocumentFacts
from wuhan_smes.rulekit.compiling.verdict import SCORED
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.queries import pinned, rules_for
from wuhan_smes.rulekit.values import Rules

ROUTES = "得分或直通条件"


@dataclass(frozen=True, slots=True)
class Basis:
    """By which rules, for which kind of application, and on which day."""

    rules: Rules
    application_kind: str
    on: date

    def compiled(self) -> Compiled:
        """The statement that judges enterprises of the register."""
        source = RegisterFacts(self.on)
        return compile_rules(self.rules, self.application_kind, source, declared())

    def name_of(self, code: str) -> str:
        """What a code among `lacking` and `open` is called."""
        names = {rule.code: rule.name for rule in self.rules.criteria}
        return ROUTES if code == SCORED else names.get(code, code)

    @property
    def layers(self) -> str:
        """Every version the answer rests on: LG-2022/1 + LG-2025-190/1."""
        return " + ".join(self.rules.layers)


def basis_for(
    tier: str,
    application_kind: str,
    *,
    on: date,
    rule_set: str = "",
    version: int | None = None,
    layers: Sequence[str] | None = None,
) -> Basis:
    """The set named, or else what holds for this kind on that day; refuses one of another tier."""
    if not rule_set:
        return Basis(rules_for(tier, application_kind, on=on), application_kind, on)
    rules = pinned(rule_set, application_kind, on=on, version=version, layers=layers)
    if tier and rules.tier != tier:
        raise ActionRefused(f"规则“{rules.code}”不是该梯度的认定规则")
    return Basis(rules, application_kind, on)


def assessed(population: QuerySet[Enterprise], basis: Basis) -> list[Reading]:
    """Every enterprise of `population`, in order of id: one, a set, or the whole register."""
    compiled = basis.compiled()
    chosen, params = ids_of(population)
    with connection.cursor() as cursor:
        cursor.execute(f"{compiled.select(chosen)} ORDER BY id", params)
        return [compiled.read(row) for row in cursor.fetchall()]


def played(facts: Mapping[str, Any], basis: Basis) -> Reading:
    """Facts said in a document instead of kept: nothing is read of the register, nothing saved."""
    source = DocumentFacts()
    compiled = compile_rules(basis.rules, basis.application_kind, source, declared())
    with connection.cursor() as cursor:
        cursor.execute(compiled.select(source.population), [json.dumps([facts], default=str)])
        (row,) = cursor.fetchall()
    return compiled.read(row)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand how; `only` counts, by criterion, those who lack that one thing."""

    verdicts: Mapping[Result, int]
    only: Mapping[str, int]


def tally(population: QuerySet[Enterprise], basis: Basis) -> Tally:
    """Every enterprise of `population` counted where it stands, in one statement."""
    chosen, params = ids_of(population)
    verdicts: Counter[Result] = Counter()
    only: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verdict, CASE WHEN cardinality(lacking) = 1 THEN lacking[1] END, count(*)"  # noqa: S608 - compiled of checked rules
            f" FROM ({basis.compiled().select(chosen, criteria=False)}) judged GROUP BY 1, 2",
            params,
        )
        for verdict, sole, count in cursor.fetchall():
            verdicts[Result(verdict)] += count
            if sole is not None:
                only[sole] += count
    return Tally(verdicts, only)


def ids_of(population: QuerySet[Enterprise]) -> tuple[str, tuple[Any, ...]]:
    """A population as SQL that selects ids."""
    return population.order_by().values("pk").query.sql_with_params()
