"""A long list as csv straight from PostgreSQL: COPY, in a scope of its own, first bytes at once."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from psycopg import sql

from wuhan_smes.access import Access
from wuhan_smes.reporting.cells import FORMULA_STARTS
from wuhan_smes.reporting.sheet import Column
from wuhan_smes.scope import scoped

INCOMPLETE: Final = "# 文件不完整：导出中途出错，请重新导出"
CHUNK: Final = 64 * 1024


def stream_csv(
    access: Access, queryset: QuerySet[Any], columns: Sequence[Column]
) -> Iterator[bytes]:
    """The rows of `queryset` as csv with a BOM; a column's key is its name in the queryset.

    Opens its own transaction under `access`, because the request's ended before streaming began.
    A stream that dies ends with a line saying so, then raises.
    """
    text, params = queryset.values_list(*(c.key for c in columns)).query.sql_with_params()
    names = [sql.Identifier(f"c{index}") for index in range(len(columns))]
    cells = (_cell(column, name) for column, name in zip(columns, names, strict=True))
    statement = sql.SQL("COPY (SELECT {} FROM ({}) AS listed({})) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join(cells),
        sql.SQL(text),
        sql.SQL(", ").join(names),
    )
    yield b"\xef\xbb\xbf" + (",".join(c.label for c in columns) + "\r\n").encode()
    try:
        with scoped(access), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '15min'")
            with cursor.copy(statement, params) as copy:
                buffered = bytearray()
                for piece in copy:
                    buffered += piece
                    if len(buffered) >= CHUNK:
                        yield bytes(buffered)
                        buffered.clear()
                yield bytes(buffered)
    except Exception:
        yield f"{INCOMPLETE}\r\n".encode()
        raise


def _cell(column: Column, name: sql.Identifier) -> sql.Composable:
    """Text that would start a formula is quoted; numbers and dates cannot."""
    if column.kind != "text":
        return name
    starts = sql.Literal(list(FORMULA_STARTS))
    return sql.SQL("CASE WHEN left({0}, 1) = ANY({1}) THEN '''' || {0} ELSE {0} END").format(
        name, starts
    )
