"""Statements that nearly every request makes: planned once for each connection, not each time."""

from typing import Any

import psycopg
from django.db import connection


def rows_of(statement: str, words: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement written out by us, its words bound by the server.

    Only for statements whose best plan is the same whatever the words are. Behind a pooler that
    hands connections around (PGBOUNCER=1) each is planned anew, and so while statements are
    logged, which shows them with their words.
    """
    if connection.queries_logged:
        with connection.cursor() as logged:
            logged.execute(statement, words)
            return list(logged.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), words).fetchall()
