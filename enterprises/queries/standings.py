"""How enterprises stand against rules: the same statement for one and for all of them."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.queries.rule_facts import RegisterFacts
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
