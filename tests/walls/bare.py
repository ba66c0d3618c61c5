"""The second wall without the product: what a scope may do to rows of others by plain statements.

Everything happens in one transaction that is undone, and rows are named by where they lie.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.walls.seeding import UNIT_OF, scoped_tables
from wuhan_smes.scope import Scope

KINDS: Final = ("read", "insert", "update", "delete")
OPENED: Final = {
    "read": "USING (true)",
    "insert": "WITH CHECK (true)",
    "update": "USING (true) WITH CHECK (true)",
    "delete": "USING (true)",
}
COLUMNS: Final = """
    SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
       AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum
"""
NOT_GRANTED: Final = "permission denied"
BY_POLICY: Final = "row-level security"


@dataclass(frozen=True)
class Table:
    """A scoped table, where the rows of other units lie, and one of them."""

    name: str
    columns: tuple[str, ...]
    foreign: tuple[str, ...]
    sample: Any


def tables(admin: psycopg.Connection, home: int, units: list[int]) -> Iterator[Table]:
    """Those of `units` other than `home` whose rows are known to be theirs."""
    others = [unit for unit in units if unit != home]
    for name in scoped_tables(admin):
        columns = tuple(column for (column,) in admin.execute(COLUMNS, [name]).fetchall())
        unit = sql.SQL(next(UNIT_OF[column] for column in UNIT_OF if column in columns))
        rows = admin.execute(
            sql.SQL("SELECT t.ctid::text, to_jsonb(t) FROM {} t WHERE ({}) = ANY(%s)").format(
                sql.Identifier(name), unit
            ),
            [others],
        ).fetchall()
        yield Table(name, columns, tuple(place for place, _ in rows), rows[0][1] if rows else None)


@contextmanager
def opened(admin: psycopg.Connection, table: str, *policies: str) -> Iterator[None]:
    """A transaction, undone at the end, in which these policies of `table` let everything by."""
    with suppress(psycopg.Rollback), admin.transaction():
        for policy in policies:
            words = sql.SQL("ALTER POLICY {} ON {} " + OPENED[policy])
            admin.execute(words.format(sql.Identifier(policy), sql.Identifier(table)))
        yield
        raise psycopg.Rollback


def got_past(admin: psycopg.Connection, table: Table, scope: Scope, kind: str) -> bool | None:
    """Whether `scope` does `kind` to rows of others; None where no right to try is granted."""
    name, foreign = sql.Identifier(table.name), list(table.foreign)
    first = sql.Identifier(table.columns[0])
    if kind == "insert":
        columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        statement = sql.SQL(
            "INSERT INTO {name} ({columns}) SELECT {columns}"
            " FROM jsonb_populate_record(null::{name}, %s)"
        ).format(name=name, columns=columns)
        words: Any = Jsonb(table.sample)
    else:
        statement = {
            "read": sql.SQL("SELECT FROM {} WHERE ctid = ANY(%s::tid[])").format(name),
            "update": sql.SQL("UPDATE {} SET {c} = {c} WHERE ctid = ANY(%s::tid[])").format(
                name, c=first
            ),
            "delete": sql.SQL("DELETE FROM {} WHERE ctid = ANY(%s::tid[])").format(name),
        }[kind]
        words = foreign
    past: bool | None = False
    with suppress(psycopg.Rollback), admin.transaction():
        admin.execute(scope.statement())
        try:
            with admin.transaction():
                past = admin.execute(statement, [words]).rowcount > 0
        except psycopg.errors.InsufficientPrivilege as refusal:
            if NOT_GRANTED in str(refusal):
                past = None
            else:  # by a policy, or by a trigger that the row came to
                past = BY_POLICY not in str(refusal) and kind != "insert"
        except psycopg.Error:  # past the policy, and stopped by what comes after
            past = True
        raise psycopg.Rollback
    return past
