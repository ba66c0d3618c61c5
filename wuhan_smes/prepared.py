"""Statements that come again: planned once for each connection, not each time."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import BaseIterable
from psycopg.adapt import AdaptersMap, Loader
from psycopg.types.string import TextLoader

from wuhan_smes.frames import text_of
from wuhan_smes.scope import current_scope

PAGE: Final = 201  # the longest page and the row that says whether another follows


def rows_of(statement: str, words: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement written out by us, its words bound by the server.

    Only for statements whose best plan is the same whatever the words are. Behind a pooler that
    hands connections around (PGBOUNCER=1) each is planned anew, and so while statements are
    logged, which shows them with their words.
    """
    if connection.queries_logged:
        return _logged(statement, words)
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), words, prepare=True).fetchall()


class SaidRows(BaseIterable):  # type: ignore[type-arg] # generic in its stubs alone
    """The rows of `queryset.values(…)` as an answer says them: days and moments as text.

    The words stand in the statement, so that each has the plan that suits it. What is asked for a
    second time is planned for good, on that connection and under that role. The ids of a page are
    bound instead: rows are fetched by their keys, whichever they are, and one plan does for all.
    """

    def __iter__(self) -> Iterator[dict[str, Any]]:
        query = self.queryset.query
        names = tuple(query.selected or ())
        try:
            statement, words = text_of(query)
        except EmptyResultSet:
            return
        for row in _said(statement, words):
            yield dict(zip(names, row, strict=True))


def said(rows: QuerySet[Any, dict[str, Any]]) -> QuerySet[Any, dict[str, Any]]:
    """`rows`, a queryset of values, read as SaidRows."""
    rows._iterable_class = SaidRows  # noqa: SLF001 - how values() itself chooses what is read
    return rows


class MomentText(Loader):
    """A moment as the API writes it, 2026-01-31T09:00:00Z: connections speak UTC."""

    def load(self, data: Any) -> str:
        text = bytes(data).decode()
        clock = text[11:-3]
        if 8 < len(clock) < 15:
            clock = clock.ljust(15, "0")  # six digits, though the last be zeros
        return f"{text[:10]}T{clock}Z"


class SayingCursor(psycopg.Cursor[Any]):
    """Reads what it fetches as an answer says it."""

    @property
    def adapters(self) -> AdaptersMap:
        return _saying()


@cache
def _saying() -> AdaptersMap:
    adapters = AdaptersMap(connection.connection.adapters)
    _register(adapters)
    return adapters


def _register(adapters: AdaptersMap) -> None:
    adapters.register_loader("date", TextLoader)
    adapters.register_loader("timestamptz", MomentText)


def _said(statement: str, words: Any) -> list[tuple[Any, ...]]:
    if connection.queries_logged:
        return _logged(statement, words, _register)
    connection.ensure_connection()
    scope = current_scope()
    with connection.wrap_database_errors, SayingCursor(connection.connection) as cursor:
        role = scope.role if scope else ""  # a plan holds under one role
        if any(map(_ids_of_a_page, words)):
            return cursor.execute(f"{statement} /* {role} */", words, prepare=True).fetchall()
        text = psycopg.ClientCursor(connection.connection).mogrify(statement, words)
        return cursor.execute(f"{text} /* {role} */".encode()).fetchall()


def _ids_of_a_page(word: Any) -> bool:
    return isinstance(word, list) and 0 < len(word) <= PAGE and isinstance(word[0], int)


def _logged(
    statement: str, words: Any, register: Callable[[AdaptersMap], None] | None = None
) -> list[tuple[Any, ...]]:
    with connection.cursor() as logged:
        if register:
            register(logged.cursor.adapters)
        logged.execute(statement, words)
        return list(logged.fetchall())
