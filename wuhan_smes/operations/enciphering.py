"""Personal words turned to the key that stands first, or enciphered where they never were."""

from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from wuhan_smes.ciphers import VERSION, ring
from wuhan_smes.enciphered import EncipheredField

AT_ONCE: Final = 1_000


def turn_to_current_key(field: EncipheredField) -> int:
    """Portion by portion, each in a transaction of its own; returns how many. Safe to stop and to
    run again, and beside whoever works: a row being changed is waited for.
    """
    turned = 0
    while portion := _turn_some(field):
        turned += portion
    return turned


@transaction.atomic
def _turn_some(field: EncipheredField) -> int:
    model: Any = field.model
    rows = list(
        model._base_manager.raw(_SELECT.format(**_names(field)).as_string(), [_head(), AT_ONCE])
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            _UPDATE.format(**_names(field)).as_string(),
            [[ring().enciphered(getattr(row, field.name), field.about), row.pk] for row in rows],
        )
    return len(rows)


def left(field: EncipheredField) -> int:
    """How many rows still stand under another key, or under none."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT.format(**_names(field)).as_string(), [_head()])
        (count,) = cursor.fetchone() or (0,)
    return int(count)


_SELECT: Final = sql.SQL(
    "SELECT {key}, {column} FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s)"
    " ORDER BY {key} LIMIT %s FOR NO KEY UPDATE"
)
_UPDATE: Final = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s")
_LEFT: Final = sql.SQL(
    "SELECT count(*) FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s)"
)


def _names(field: EncipheredField) -> dict[str, sql.Composable]:
    told, column = field.model._meta, str(field.column)
    words = {"table": told.db_table, "key": str(told.pk.column), "column": column}
    return {name: sql.Identifier(word) for name, word in words.items()}


def _head() -> str:
    return f"{VERSION}:{ring().current}:"
