"""Lines into tables by COPY, the next ones being invented while the last are written."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import connection

from wuhan_smes.operations.demo.rows import columns

T = TypeVar("T")
NUMBER: Final = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"


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
    """Add the lines to `target`, a table or a table with its columns; none is nothing to do."""
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as into:
        into.write("\n".join(lines) + "\n")


def continue_numbers(numbers: Mapping[str, int]) -> None:
    """What people add later is numbered after what was invented; only the owner may say so."""
    with connection.cursor() as cursor:
        for table, number in numbers.items():
            if number:
                cursor.execute(NUMBER, [table, number])
