"""Finding who is owed: the facts of a matter compiled to one statement, for one and a million."""

from measures.queries.finding.group import Group, group_of
from measures.queries.finding.moment import Moment
from measures.queries.finding.statement import lines_sql, options_sql

__all__ = ["Group", "Moment", "group_of", "lines_sql", "options_sql"]
