"""The rows of a file on their way through SQL: temporary tables that end with the transaction.

COPY refuses tables under row policies, so everything arrives here first and is moved on by
INSERT … SELECT under the scope of whoever imports.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

STAGED: Final = "exchange_staged"
MATCHED: Final = "exchange_matched"
MATTERS: Final = "exchange_matters"
TABLES: Final = {
    STAGED: "sheet smallint, line int, section text, cells jsonb, values jsonb, faults jsonb",
    MATCHED: "sheet smallint, line int, subject_id bigint, how text, doubt text, elsewhere boolean",
    MATTERS: "sheet smallint, line int, about bigint, said bigint, idle boolean",
}
PORTION: Final = 5_000
NOTHING: Final[Mapping[type, str]] = {dict: "{}", list: "[]", tuple: "[]"}


class FastJson(Loader):
    """JSON as Python values without a question of encoding: PostgreSQL's is known."""

    format = Format.TEXT
    scan = staticmethod(json.JSONDecoder().raw_decode)

    def load(self, data: Buffer) -> Any:
        return self.scan(str(data, "utf-8"))[0]


def make(*names: str) -> None:
    """Empty temporary tables; those of an earlier step of the transaction are dropped."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({TABLES[name]}) ON COMMIT DROP")


def pour(name: str, chunks: Iterable[bytes]) -> None:
    """Ready COPY text into a temporary table, where each row is found by its place."""
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for chunk in chunks:
                copy.write(chunk)
        cursor.execute(f"CREATE UNIQUE INDEX ON {name} (sheet, line)")
        # Of JSON nobody plans by, the statistics would cost more than the index.
        cursor.execute(f"ANALYZE {name} (sheet, line)")


def portions(name: str, query: str, params: Sequence[object] = ()) -> Iterator[list[Any]]:
    """The rows of a long query, a portion at a time, JSON as Python values; other statements may
    run in between, and nobody looks for cycles while a portion is worked on.
    """
    with connection.connection.cursor(name) as cursor:
        cursor.adapters.register_loader("jsonb", FastJson)
        cursor.execute(query, params)
        rows: list[Any] = [()]
        while rows:
            with _without_collecting():
                if rows := cursor.fetchmany(PORTION):
                    yield rows


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows leave no cycles behind, and looking through hundreds of thousands of them again and
    again takes half of Python's time. Between portions what did arise is collected.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def as_json(value: object) -> str:
    """`value` for a jsonb column; dates and decimals as text, nothing escaped needlessly."""
    empty = None if value else NOTHING.get(type(value))
    return empty or _encode(value)


_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=str).encode
