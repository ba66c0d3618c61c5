"""A long list as csv straight from PostgreSQL: COPY, in a scope of its own, first bytes at once."""

from collections.abc import Generator, Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg import Copy, sql
from psycopg.abc import PQGen

from wuhan_smes.access import Access
from wuhan_smes.reporting.cells import FORMULA_STARTS, INCOMPLETE
from wuhan_smes.reporting.sheet import Column
from wuhan_smes.reporting.tally import Tally
from wuhan_smes.reporting.transaction import writing

CHUNK: Final = 128 * 1024
# What a spreadsheet reads as the start of a formula, and what it drops before looking for one;
# a text that begins with an apostrophe is looked at more closely (cells.GUARDED).
SUSPECT: Final = sorted({*map(ord, FORMULA_STARTS), *range(1, 32), ord("'")})
# Most texts begin with a letter or a character of ours, in between: two comparisons tell them.
HALVES: Final = 128
PLAIN: Final = (
    max(it for it in SUSPECT if it < HALVES) + 1,
    min(it for it in SUSPECT if it >= HALVES) - 1,
)
GUARDED: Final = r"^'*[=+\-@\u0001-\u001f＝＋－＠]"


def stream_csv(
    access: Access,
    queryset: QuerySet[Any],
    columns: Sequence[Column],
    tally: Tally | None = None,
) -> Generator[bytes]:
    """The rows of `queryset` as csv with a BOM; a column's key is its name in the queryset.

    Opens its own transaction under `access`, because the request's ended before streaming began.
    A stream that dies ends with a line saying so, then raises.
    """
    yield b"\xef\xbb\xbf" + (",".join(c.label for c in columns) + "\r\n").encode()
    try:
        text, params = queryset.values_list(*(c.key for c in columns)).query.sql_with_params()
    except EmptyResultSet:
        return
    tally = tally or Tally()
    try:
        with (
            writing(access),
            connection.cursor() as cursor,
            cursor.copy(_statement(text, columns), params) as copy,
        ):
            yield from _chunks(copy, tally)
    except Exception:
        yield f"{INCOMPLETE}\r\n".encode()
        raise


def _statement(text: str, columns: Sequence[Column]) -> sql.Composable:
    names = [sql.Identifier(f"c{index}") for index in range(len(columns))]
    cells = (_cell(column, name) for column, name in zip(columns, names, strict=True))
    return sql.SQL("COPY (SELECT {} FROM ({}) AS listed({})) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join(cells), sql.SQL(text), sql.SQL(", ").join(names)
    )


def _cell(column: Column, name: sql.Identifier) -> sql.Composable:
    """Text that would start a formula is quoted; numbers, dates and our own words cannot.

    Asked of the number of its first character: that costs half of comparing text.
    """
    if column.kind != "text":
        return name
    return sql.SQL(
        "CASE WHEN ascii({0}) BETWEEN {3} AND {4} THEN {0}"
        " WHEN ascii({0}) = ANY({1}) AND {0} ~ {2} THEN '''' || {0} ELSE {0} END"
    ).format(name, sql.Literal(SUSPECT), sql.Literal(GUARDED), *map(sql.Literal, PLAIN))


def _chunks(copy: Copy, tally: Tally) -> Iterator[bytes]:
    """The rows as they come, many at a time."""
    line = copy.connection
    while True:
        buffered, rows = line.wait(_gathered(copy))
        tally.rows += rows
        if not rows:
            return
        yield buffered


def _gathered(copy: Copy) -> PQGen[tuple[bytes, int]]:
    """One chunk of rows; the connection is waited for once a chunk instead of once a row."""
    buffered, rows = bytearray(), 0
    while len(buffered) < CHUNK:
        row = yield from copy._read_gen()  # noqa: SLF001 - reading row by row costs a half more
        if not row:
            break
        buffered += row
        rows += 1
    return bytes(buffered), rows
