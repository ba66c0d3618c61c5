"""Personal words and stored files turned to the key that stands first, or enciphered where they
never were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from psycopg import sql

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.ciphers import ring
from wuhan_smes.enciphered import Enciphered, enciphered_columns
from wuhan_smes.files.turning import COLUMN as FILES
from wuhan_smes.files.turning import pieces_left, turn_pieces
from wuhan_smes.scope import scoped

AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Turned:
    """How many rows of a column were turned, and how many are left under another key or none."""

    column: str
    rows: int
    left: int


def turn_everything(
    access: Access, *, at: datetime, most_pieces: int | None = None
) -> Iterator[Turned]:
    """Column by column, then the stored files, of these at most about so many megabytes. Each
    leaves an entry, one that had nothing to turn as well.
    """
    for field in enciphered_columns():
        turned = turn_to_current_key(field, access)
        with scoped(access):
            _tell(field.about, turned, access, at)
            yield Turned(field.about, turned, left(field))
    turned = turn_pieces(access, most=most_pieces)
    with scoped(access):
        _tell(FILES, turned, access, at)
        yield Turned(FILES, turned, pieces_left())


def _tell(column: str, rows: int, access: Access, at: datetime) -> None:
    changes = {"column": column, "rows": rows, "key": ring().current}
    trail.record_fact("personal.enciphered", column, access=access, at=at, changes=changes)


def turn_to_current_key(field: Enciphered, access: Access) -> int:
    """Portion by portion, each in a transaction of its own; returns how many. Safe to stop and to
    run again, and beside whoever works: a row being changed is waited for.
    """
    turned, last = 0, 0
    while True:
        with scoped(access):
            portion = _turn_some(field, last)
        if not portion:
            return turned
        turned, last = turned + len(portion), portion[-1]


def _turn_some(field: Enciphered, after: int) -> list[int]:
    """Those that come next, by their keys: what was turned is not looked through again."""
    model: Any = field.model
    words = [after, field.head, AT_ONCE]
    rows = list(model._base_manager.raw(_SELECT.format(**_names(field)).as_string(), words))
    with connection.cursor() as cursor:
        cursor.executemany(
            _UPDATE.format(**_names(field)).as_string(),
            [[field.sealed(getattr(row, field.name)), row.pk] for row in rows],
        )
    return [row.pk for row in rows]


def left(field: Enciphered) -> int:
    """How many rows still stand under another key, or under none."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT.format(**_names(field)).as_string(), [field.head])
        (count,) = cursor.fetchone() or (0,)
    return int(count)


_SELECT: Final = sql.SQL(
    "SELECT {key}, {column} FROM {table} WHERE {key} > %s AND {column} <> ''"
    " AND NOT starts_with({column}, %s)"
    " ORDER BY {key} LIMIT %s FOR NO KEY UPDATE"
)
_UPDATE: Final = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s")
_LEFT: Final = sql.SQL(
    "SELECT count(*) FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s)"
)


def _names(field: Enciphered) -> dict[str, sql.Composable]:
    told, column = field.model._meta, str(field.column)
    words = {"table": told.db_table, "key": str(told.pk.column), "column": column}
    return {name: sql.Identifier(word) for name, word in words.items()}
