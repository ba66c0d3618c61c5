"""How enterprises stand against rules: the same statement for one and for all of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.queries.rule_facts import RegisterFacts
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.compiling import Compiled, Reading, compile_rules
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.values import Rules


def compiled_for(rules: Rules, application_kind: str, *, on: date) -> Compiled:
    """The statement that judges enterprises by `rules` on a day."""
    return compile_rules(rules, application_kind, RegisterFacts(on), declared())


def standings(
    population: QuerySet[Enterprise], rules: Rules, application_kind: str, *, on: date
) -> list[Reading]:
    """Every enterprise of `population` against `rules`, in order of id.

    `population` is already within a reach that may see indicators.
    """
    compiled = compiled_for(rules, application_kind, on=on)
    chosen, params = population.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{compiled.select(chosen)} ORDER BY id", params)
        return [compiled.read(row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand how; `only` counts, by criterion, those who lack that one thing."""

    verdicts: Mapping[Result, int]
    only: Mapping[str, int]


def tally(
    population: QuerySet[Enterprise], rules: Rules, application_kind: str, *, on: date
) -> Tally:
    """Every enterprise of `population` counted where it stands, in one statement."""
    compiled = compiled_for(rules, application_kind, on=on)
    chosen, params = population.order_by().values("pk").query.sql_with_params()
    verdicts: Counter[Result] = Counter()
    only: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verdict, CASE WHEN cardinality(lacking) = 1 THEN lacking[1] END, count(*)"  # noqa: S608 - compiled of checked rules
            f" FROM ({compiled.select(chosen, criteria=False)}) judged GROUP BY 1, 2",
            params,
        )
        for verdict, sole, count in cursor.fetchall():
            verdicts[Result(verdict)] += count
            if sole is not None:
                only[sole] += count
    return Tally(verdicts, only)
