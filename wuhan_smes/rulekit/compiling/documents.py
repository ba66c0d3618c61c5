"""Facts said in JSON instead of kept in tables: what-if questions and worked cases.

A population is a JSON array; the facts of the nth are its nth object. A yearly fact is a map of
years ("Y-1": 1500), any other a plain value; dated records are said once for the period asked, or
year by year. "none_known" is a record that is complete and empty; a fact left out or null is
unknown.
"""

from typing import Final

from wuhan_smes.rulekit.compiling.literals import quoted
from wuhan_smes.rulekit.compiling.sources import Fact
from wuhan_smes.rulekit.fields import Field, Grain, Kind

NONE_KNOWN: Final = "none_known"
CASTS: Final = {
    Kind.NUMBER: "({})::numeric",
    Kind.POSITION: "(nullif({}, 'none_known'))::numeric",
    Kind.YES_NO: "({})::boolean",
    Kind.WORD: "({})",
    Kind.RANKED: "({})",
}


def year_name(year: int) -> str:
    """How a year is written: Y, Y-1 …"""
    return f"Y{year}" if year else "Y"


class DocumentFacts:
    """The fact source of such a population: `%s` stands for the array."""

    population: Final = (
        "SELECT row_number AS id, facts"
        " FROM ROWS FROM (jsonb_array_elements(%s::jsonb)) WITH ORDINALITY AS d (facts, row_number)"
    )

    def in_year(self, field: Field, year: int) -> Fact:
        return self._fact(field, (field.name, year_name(year)))

    def today(self, field: Field) -> Fact:
        """A yearly field said by year is that of the last full year."""
        if field.grain is Grain.YEAR and field.kind in CASTS:
            last, plain = self._path(field.name, year_name(-1)), self._path(field.name)
            by_year = f"jsonb_typeof(population.facts #> ARRAY[{quoted(field.name)}]) = 'object'"
            return Fact(
                CASTS[field.kind].format(f"CASE WHEN {by_year} THEN {last} ELSE {plain} END")
            )
        return self._fact(field, (field.name,))

    def since(self, field: Field, year: int) -> tuple[Fact, ...]:
        """Given for the period asked, whichever it is; or as a map, one fact a year."""
        return tuple(self._dated(field, one) for one in range(year, 1))

    def tables(self, population: str) -> str:
        return f"({population}) population"

    def _dated(self, field: Field, year: int) -> Fact:
        by_year = f"jsonb_typeof(population.facts #> ARRAY[{quoted(field.name)}]) = 'object'"
        told, plain = self._path(field.name, year_name(year)), self._path(field.name)
        found = f"CASE WHEN {by_year} THEN {told} ELSE {plain} END"
        empty = f"({found}) = '{NONE_KNOWN}'" if field.kind is Kind.POSITION else ""
        return Fact(CASTS[field.kind].format(f"({found})"), empty)

    def _fact(self, field: Field, path: tuple[str, ...]) -> Fact:
        if field.kind is Kind.SET:
            found = f"(population.facts #> ARRAY[{', '.join(quoted(step) for step in path)}])"
            return Fact(
                f"CASE WHEN jsonb_typeof({found}) = 'array'"
                f" THEN ARRAY(SELECT jsonb_array_elements_text({found})) END"
            )
        found = self._path(*path)
        empty = f"({found}) = '{NONE_KNOWN}'" if field.kind is Kind.POSITION else ""
        return Fact(CASTS[field.kind].format(found), empty)

    def _path(self, *steps: str) -> str:
        return f"population.facts #>> ARRAY[{', '.join(quoted(step) for step in steps)}]"
