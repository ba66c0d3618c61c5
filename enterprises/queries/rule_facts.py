"""Where rules find the facts of enterprises: the register as a fact source.

Y is the year of the day asked. Money is kept in 元 and compared in 万元: multiplied, for a product
is exact. A year nobody spoke of is unknown, and so is everything in it.
"""

from datetime import date, datetime
from typing import Final

from enterprises.choices import OwnershipKind, Tier
from enterprises.queries.rule_fields import RANKS, TEN_THOUSAND_YUAN
from wuhan_smes.rulekit.compiling.sources import Fact
from wuhan_smes.rulekit.fields import Field, Kind

# Told with every year: nought of these awards are no awards of any rank.
AWARDS: Final = "award_provincial_up_count"
PLACE: Final = "位"
CASTS: Final = {Kind.WORD: "::text", Kind.RANKED: "::text", Kind.SET: "::text[]"}


def known(row: str, known_at: datetime | None) -> str:
    """Whether `row`, a dated fact or a version of a title, was what we held true at a moment;
    now, where none is named.
    """
    if known_at is None:
        return f"{row}.superseded_at IS NULL"
    moment = f"TIMESTAMPTZ '{known_at.isoformat()}'"
    after = f"({row}.superseded_at IS NULL OR {row}.superseded_at > {moment})"
    return f"{row}.recorded_at <= {moment} AND {after}"


class RegisterFacts:
    """The facts of enterprises whose ids a population selects, for applications of one day; as
    they were known at a moment, where one is named.
    """

    def __init__(self, on: date, known_at: datetime | None = None) -> None:
        self._on = on
        self._known_at = known_at
        self._years: set[int] = set()
        self._sizes: set[int] = set()

    def in_year(self, field: Field, year: int) -> Fact:
        if field.name == "size_class":
            self._sizes.add(year)
            return Fact(f"{_alias('s', year)}.size_class::text")
        return self._told(field, year)

    def today(self, field: Field) -> Fact:
        """What the year of the day says, or else the year before; or what other rows tell."""
        if field.name == "years_since_founding":
            return Fact(_age(self._day))
        if field.name == "valid_titles":
            return Fact(f"ARRAY({self._titles('r.enterprise_id = population.id')})")
        now, before = self._told(field, 0), self._told(field, -1)
        kept = f"coalesce({now.value}, {before.value})"
        if field.name == "lg_control_link":
            return Fact(f"(population.id IN ({self._controlled()}) OR {kept})")
        return Fact(kept)

    def since(self, field: Field, year: int) -> tuple[Fact, ...]:
        """One fact a year: each says what happened in it."""
        return tuple(self._told(field, one) for one in range(year, 1))

    def tables(self, population: str) -> str:
        joins = [
            f"({population}) population (id)",
            "JOIN enterprises_enterprise e ON e.id = population.id",
        ]
        joins += [
            f"LEFT JOIN enterprises_annualindicators {_alias('y', year)}"
            f" ON {_alias('y', year)}.enterprise_id = population.id"
            f" AND {_alias('y', year)}.year = {self._on.year + year}"
            f" AND {known(_alias('y', year), self._known_at)}"
            for year in sorted(self._years)
        ]
        joins += [
            f"LEFT JOIN enterprises_sizeyear {_alias('s', year)}"
            f" ON {_alias('s', year)}.enterprise_id = population.id"
            f" AND {_alias('s', year)}.during @> DATE '{self._on.year + year}-12-31'"
            f" AND {known(_alias('s', year), self._known_at)}"
            for year in sorted(self._sizes)
        ]
        return " ".join(joins)

    @property
    def _day(self) -> str:
        return f"DATE '{self._on.isoformat()}'"

    def _told(self, field: Field, year: int) -> Fact:
        self._years.add(year)
        row = _alias("y", year)
        column = f"{row}.{field.name}"
        if field.unit == TEN_THOUSAND_YUAN:
            return Fact(f"({column} * 0.0001)")
        if field.name in RANKS:
            none = f"({column} IS NULL AND {row}.{AWARDS} = 0 OR {column} = 0)"
            return Fact(f"nullif({column}, 0)", none)
        if field.unit == PLACE:
            return Fact(f"nullif({column}, 0)")  # the first place is 1: 0 is no answer
        return Fact(f"{column}{CASTS.get(field.kind, '')}")

    def _titles(self, whose: str) -> str:
        """A title under review is in force: `in_force` says so."""
        return (
            f"SELECT r.tier::text FROM enterprises_recognition r WHERE {whose}"  # noqa: S608 - constants and a date
            f" AND {known('r', self._known_at)} AND r.in_force @> {self._day}"
        )

    def _controlled(self) -> str:
        """Whoever controls, or is controlled by, a little giant; of links that are recorded."""
        giants = (
            "SELECT r.enterprise_id FROM enterprises_recognition r"  # noqa: S608 - constants and a date
            f" WHERE r.tier = '{Tier.LITTLE_GIANT}' AND {known('r', self._known_at)}"
            f" AND r.in_force @> {self._day}"
        )
        links = (
            "FROM enterprises_ownershiplink o"
            " JOIN enterprises_enterprise t ON t.uscc = o.other_uscc"
            f" WHERE o.kind = '{OwnershipKind.CONTROLS}' AND o.valid_from <= {self._day}"
            f" AND (o.valid_until IS NULL OR o.valid_until > {self._day})"
        )
        return (
            f"SELECT o.enterprise_id {links} AND t.id IN ({giants})"
            f" UNION ALL SELECT t.id {links} AND o.enterprise_id IN ({giants})"
        )


def _alias(letter: str, year: int) -> str:
    return f"{letter}{-year}"


def _age(day: str) -> str:
    """Whole years on every anniversary, a little more the day after, never less."""
    lived = f"age({day}, e.established_on)"
    parts = f"extract(month FROM {lived}) / 12 + extract(day FROM {lived}) / 372"
    return f"(CASE WHEN e.established_on <= {day} THEN extract(year FROM {lived}) + {parts} END)"
