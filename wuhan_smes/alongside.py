"""Statements that the database carries out while Python goes on.

A long list is worked on a slice at a time: while one slice is written the next is thought about, so
that two processors have work. It stays one connection and one transaction: statements run one after
the other in the order they are given. What is asked of the connection meanwhile is answered before
or after the one that runs, so it must not depend on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import connection
from psycopg import Connection

AT_ONCE: Final = 1_000
T = TypeVar("T")


class Alongside:
    """What is being written while somebody thinks; one statement at a time."""

    def __init__(self, thread: ThreadPoolExecutor | None) -> None:
        self._thread = thread
        self._running: Future[None] | None = None

    def execute(self, statement: str, values: Sequence[Any]) -> None:
        """Have `statement` carried out, after those before it. Raises what one of them raised."""
        if self._thread is None:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
            return
        self.settle()
        line = connection.connection
        self._running = self._thread.submit(_carried_out, line, statement, values)

    def settle(self) -> None:
        """Wait until everything given so far is done. Raises what it raised."""
        running, self._running = self._running, None
        if running is not None:
            with connection.wrap_database_errors:
                running.result()


@contextmanager
def alongside(rows: int) -> Iterator[Alongside]:
    """For so many rows; no more than a slice are written on the spot. Everything given to it is
    done when the block ends. What the database refused is raised then or at the next statement,
    before anything that came of it.
    """
    if rows <= AT_ONCE:
        yield Alongside(None)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="alongside") as thread:
        line = Alongside(thread)
        try:
            yield line
        finally:
            line.settle()


def slices(rows: Iterable[T]) -> Iterator[list[T]]:
    """As many at once as are worth a statement, taken when they are asked for."""
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _carried_out(line: Connection[Any], statement: str, values: Sequence[Any]) -> None:
    with line.cursor() as cursor:
        cursor.execute(statement, values)
