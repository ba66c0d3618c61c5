"""Loading into bare tables: rows go in without indexes and keys, which are then built at once.

Row by row, a million enterprises would take hours of key checks and index inserts. Everything is
dropped and rebuilt inside the caller's transaction from the database's own words, so that after
it nothing is missing, and after a failure nothing was gone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

# Keys and constraints of the tables (all but primary keys and checks), and keys of other tables
# that lean on a unique constraint of these. References first: they rest on the others.
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, contype = 'f', pg_get_constraintdef(oid)
  FROM pg_constraint c
 WHERE (conrelid = ANY (%(tables)s::regclass[]) AND contype IN ('f', 'u', 'x'))
    OR (contype = 'f' AND conindid IN (
        SELECT conindid FROM pg_constraint
         WHERE contype = 'u' AND conrelid = ANY (%(tables)s::regclass[])))
 ORDER BY contype <> 'f', conrelid::regclass::text, conname
"""
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i
 WHERE i.indrelid = ANY (%(tables)s::regclass[])
   AND NOT EXISTS (SELECT 1 FROM pg_constraint c
                    WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
 ORDER BY 1
"""
FORCED = """
SELECT oid::regclass::text FROM pg_class
 WHERE oid = ANY (%(tables)s::regclass[]) AND relforcerowsecurity ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Constraint:
    table: str
    name: str
    is_reference: bool
    definition: str


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """The tables without indexes and keys inside, with every one of them after.

    Must run as the tables' owner. Row-level security is not forced on the owner meanwhile: a
    reference checked by somebody who sees no rows would be declared valid unseen.
    """
    named = {"tables": list(tables)}
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, named)
        constraints = [Constraint(*row) for row in cursor.fetchall()]
        cursor.execute(INDEXES, named)
        indexes = cursor.fetchall()
        cursor.execute(FORCED, named)
        forced = [name for (name,) in cursor.fetchall()]
        for each in constraints:
            _run(cursor, f"ALTER TABLE {each.table} DROP CONSTRAINT {{}}", each.name)
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for table in forced:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for _, definition in indexes:
            cursor.execute(definition)
        for each in sorted(constraints, key=lambda c: c.is_reference):
            _run(
                cursor, f"ALTER TABLE {each.table} ADD CONSTRAINT {{}} ", each.name, each.definition
            )
        for table in forced:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _run(cursor: object, text: str, name: str, rest: str = "") -> None:
    """The statement with `name` as an identifier; `rest` is the database's own definition."""
    cursor.execute(sql.SQL(text).format(sql.Identifier(name)) + sql.SQL(rest))  # type: ignore[attr-defined] # Django's wrapper
