"""The facts an assessment looked at, as a document: what is kept with it, and what to play with.

Put back as a document they give the same answer as the register gave, for they are read by the same
source. A fact that is not known is left out.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.queries.assessment import Basis, ids_of
from enterprises.queries.rule_facts import RegisterFacts
from wuhan_smes.rulekit.choices import SINCE, YEARS, Period
from wuhan_smes.rulekit.compiling.documents import NONE_KNOWN, year_name
from wuhan_smes.rulekit.compiling.sources import Fact
from wuhan_smes.rulekit.fields import CompoundGrowth, Field, Growth, Share, declared
from wuhan_smes.rulekit.nodes import Leaf, leaves
from wuhan_smes.rulekit.values import Rule

Place = tuple[str, int | None]  # a field, and of which year; None is the day itself
Facts = dict[str, Any]


def facts_told(population: QuerySet[Enterprise], basis: Basis) -> dict[int, Facts]:
    """Enterprise → the facts the rules ask of it, in the shape of what-if questions."""
    source, places = RegisterFacts(basis.on), sorted(asked_places(basis), key=_order)
    facts = [_fact(source, declared()[name], year) for name, year in places]
    columns = ", ".join(f"{one.value}, {one.empty or 'false'}" for one in facts)
    chosen, params = ids_of(population)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT population.id, {columns or 'NULL'} FROM {source.tables(chosen)}",  # noqa: S608 - a fact source's own text
            params,
        )
        return {row[0]: _document(places, row[1:]) for row in cursor.fetchall()}


def asked_places(basis: Basis) -> set[Place]:
    """Every field the rules of this kind ask, with the years they ask it for."""
    return {
        place
        for rule in basis.rules.criteria
        if rule.covers(basis.application_kind)
        for place in places_of(rule)
    }


def places_of(rule: Rule) -> Iterator[Place]:
    """Every field one line asks, with its years; in the order written."""
    for name in filter(None, (rule.judgement_field, rule.points_field)):
        yield name, None
    for node in (rule.test, rule.exempt_if, *(band.when for band in rule.bands)):
        for leaf in leaves(node):
            yield from _places_asked(leaf)


def _places_asked(leaf: Leaf) -> Iterator[Place]:
    derived = declared()[leaf.field].derived
    if leaf.period == Period.AS_OF:
        yield leaf.field, None
        return
    if leaf.period in SINCE:
        yield from ((leaf.field, year) for year in range(SINCE[leaf.period], 1))
        return
    for year in YEARS[leaf.period]:
        if isinstance(derived, Share):
            yield from ((derived.part, year), (derived.whole, year))
        elif isinstance(derived, Growth):
            yield from ((derived.of, year), (derived.of, year - 1))
        elif isinstance(derived, CompoundGrowth):
            yield from ((derived.of, year), (derived.of, year - 2))
        else:
            yield leaf.field, year


def _fact(source: RegisterFacts, field: Field, year: int | None) -> Fact:
    return source.today(field) if year is None else source.in_year(field, year)


def _document(places: list[Place], cells: tuple[Any, ...]) -> Facts:
    found: Facts = {}
    for (name, year), value, empty in zip(places, cells[::2], cells[1::2], strict=True):
        said = NONE_KNOWN if empty and value is None else _said(value)
        if said is None:
            continue
        if year is None:
            found.setdefault(name, said)
        else:
            found.setdefault(name, {})[year_name(year)] = said
    return found


def _said(value: Any) -> Any:
    """Plain JSON. A number no binary fraction can hold is said in words."""
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value.normalize())


def _order(place: Place) -> tuple[str, int]:
    """By year before the day, so that what is told by year stays so."""
    name, year = place
    return name, 1 if year is None else year
