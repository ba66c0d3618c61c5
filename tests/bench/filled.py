"""Tickets and visits of the invented city, copied until there are as many as are measured on.

Copies keep unit, station, state and days of their originals, so that a filter finds its share.
"""

from typing import Any, Final

import psycopg

from tests.bench.city import Bench

AT_ONCE: Final = 250_000
# Columns that differ between copies; every other one is the original's.
TICKET: Final = {
    "number": "'BENCHL-' || n",
    "client_uuid": "NULL",
    "external_no": "''",
    "merged_into_id": "NULL",
    "outcome": "CASE WHEN t.outcome = 'duplicate' THEN 'solved' ELSE t.outcome END",
    "escalate_at": "NULL",
    "visit_id": "NULL",
}
VISIT: Final = {
    "client_uuid": "gen_random_uuid()",
    "external_no": "''",
    "historical": "true",
    "visited_at": "t.visited_at - (n %% 500000) * interval '1 minute'",
}
FILL: Final = """
INSERT INTO {table} ({columns})
SELECT {values}
  FROM generate_series(%(first)s, %(last)s) n
  JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS nth
          FROM {table} WHERE id <= %(original)s) t ON t.nth = n %% %(originals)s
"""


def tickets(bench: Bench, count: int) -> None:
    """As many tickets, most of them closed, as in the city they are copied from."""
    from services.models import Ticket  # noqa: PLC0415 - only after set-up

    _filled(bench, Ticket, TICKET, count)


def visits(bench: Bench, count: int) -> None:
    """As many visits, over a year more than the city's."""
    from services.models import Visit  # noqa: PLC0415 - only after set-up

    _filled(bench, Visit, VISIT, count)


def _filled(bench: Bench, model: Any, differs: dict[str, str], count: int) -> None:
    table = model._meta.db_table
    fields = [f for f in model._meta.concrete_fields if not (f.primary_key or f.generated)]
    columns = [field.column for field in fields]
    fill = FILL.format(
        table=table,
        columns=", ".join(columns),
        values=", ".join(differs.get(column, f"t.{column}") for column in columns),
    )
    with psycopg.connect(bench.addresses.owner) as database:
        database.execute("SET statement_timeout = 0")
        there, last = _there(database, table)
        for first in range(there, count, AT_ONCE):
            to = min(first + AT_ONCE, count) - 1
            given = {"first": first, "last": to, "original": last, "originals": there}
            _portion(database, table, fill, given)
        if there < count:
            database.execute(f"ANALYZE {table}")
            database.commit()


def _portion(database: psycopg.Connection, table: str, fill: str, given: dict[str, int]) -> None:
    """The triggers tell of work that is done; copies are none."""
    database.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    database.execute("SET LOCAL role app_bootstrap")
    database.execute(fill, given)
    database.execute("SET CONSTRAINTS ALL IMMEDIATE")
    database.execute("RESET role")
    database.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    database.commit()


def _there(database: psycopg.Connection, table: str) -> tuple[int, int]:
    """How many rows there are, and the last one the copies are made from."""
    database.execute("SET LOCAL role app_bootstrap")
    row = database.execute(f"SELECT count(*), coalesce(max(id), 0) FROM {table}").fetchone()
    database.commit()
    if row is None or not row[0]:
        raise SystemExit(f"{table} is empty: load the city again with --fresh")
    return row
