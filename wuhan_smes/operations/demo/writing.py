"""Lines into tables by COPY, the next ones being invented while the last are written."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from wuhan_smes.operations.demo.rows import columns

T = TypeVar("T")


def ahead(drawn: Iterator[T]) -> Iterator[T]:
    """The same, each drawn in a thread of its own while the one before is in use."""
    with ThreadPoolExecutor(1, "demo") as inventor:
        coming = inventor.submit(next, drawn, None)
        while (one := coming.result()) is not None:
            coming = inventor.submit(next, drawn, None)
            yield one


def copy(table: str, lines: Sequence[str]) -> None:
    """Add the lines to one of the register's tables, in the order of its columns."""
    copy_into(f"{table} ({', '.join(columns(table))})", lines)


def copy_into(target: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as into:
        into.write("\n".join(lines) + "\n")
