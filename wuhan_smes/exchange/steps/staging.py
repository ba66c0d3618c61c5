"""The rows of a file on their way through SQL: temporary tables that end with the transaction.

COPY refuses tables under row policies, so everything arrives here first and is moved on by
INSERT … SELECT under the scope of whoever imports.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection
from psycopg.types.json import JsonbLoader

STAGED: Final = "exchange_staged"
MATCHED: Final = "exchange_matched"
DECIDED: Final = "exchange_decided"
TRACED: Final = "exchange_traced"
TABLES: Final = {
    STAGED: "sheet smallint, line int, section text, cells jsonb, values jsonb, faults jsonb",
    MATCHED: "sheet smallint, line int, subject_id bigint, how text, doubt text, elsewhere boolean",
    DECIDED: "sheet smallint, line int, verdict text, changes jsonb, faults jsonb, thread text",
    TRACED: "row_id bigint, target text, target_id bigint, operation text, subject_id bigint,"
    " thread text, fields text[], before jsonb, after jsonb",
}
PORTION: Final = 5_000


def make(*names: str) -> None:
    """Empty temporary tables; those of an earlier step of the transaction are dropped."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({TABLES[name]}) ON COMMIT DROP")


def pour(name: str, chunks: Iterable[bytes]) -> None:
    """Ready COPY text into a temporary table."""
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for chunk in chunks:
                copy.write(chunk)
        cursor.execute(f"ANALYZE {name}")


def put(name: str, rows: Iterable[Sequence[object]]) -> None:
    """Rows into a temporary table; JSON as text (`as_json`).

    They are taken in before COPY begins: making them may ask the database.
    """
    taken = list(rows)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {name} FROM STDIN") as copy,
    ):
        for row in taken:
            copy.write_row(row)


def portions(name: str, query: str, params: Sequence[object] = ()) -> Iterator[list[Any]]:
    """The rows of a long query, a portion at a time, JSON as Python values; other statements may
    run in between.
    """
    with connection.connection.cursor(name) as cursor:
        cursor.adapters.register_loader("jsonb", JsonbLoader)
        cursor.execute(query, params)
        while rows := cursor.fetchmany(PORTION):
            yield rows


def as_json(value: object) -> str:
    """`value` for a jsonb column; dates and decimals as text, nothing escaped needlessly."""
    return json.dumps(value, ensure_ascii=False, default=str)
