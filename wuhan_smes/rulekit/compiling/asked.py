"""The facts a rule set asks for: each is read once, as a column of the innermost select."""

from wuhan_smes.rulekit.choices import SINCE, YEARS, Period
from wuhan_smes.rulekit.compiling.sources import Fact, FactSource
from wuhan_smes.rulekit.fields import Dictionary, Field
from wuhan_smes.rulekit.nodes import Leaf


class Asked:
    """Hands out the columns facts are read into, and remembers what has to be read."""

    def __init__(self, source: FactSource, dictionary: Dictionary) -> None:
        self._source, self._dictionary = source, dictionary
        self._columns: dict[str, str] = {}

    def field(self, name: str) -> Field:
        return self._dictionary[name]

    def in_year(self, name: str, year: int) -> str:
        """The column with a yearly amount."""
        return self._kept(self._source.in_year(self.field(name), year)).value

    def facts(self, leaf: Leaf) -> tuple[Fact, ...]:
        """The columns a comparison looks at: one for each year, or the records of a period."""
        field = self.field(leaf.field)
        if leaf.period in SINCE:
            found = self._source.since(field, SINCE[leaf.period])
        elif leaf.period == Period.AS_OF:
            found = (self._source.today(field),)
        else:
            found = tuple(self._source.in_year(field, year) for year in YEARS[leaf.period])
        return tuple(self._kept(fact) for fact in found)

    def today(self, name: str) -> str:
        """The column with a judgement or typed points."""
        return self._kept(self._source.today(self.field(name))).value

    def columns(self) -> dict[str, str]:
        """Column → SQL of everything asked for so far."""
        return {column: sql for sql, column in self._columns.items()}

    def _kept(self, fact: Fact) -> Fact:
        return Fact(self._column(fact.value), self._column(fact.empty) if fact.empty else "")

    def _column(self, sql: str) -> str:
        return self._columns.setdefault(sql, f"f{len(self._columns) + 1}")
