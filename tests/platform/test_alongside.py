"""What is written while somebody thinks is written in order, wholly, and no failure is lost."""

import threading
import time

import pytest
from django.db import DataError, connection, transaction

from wuhan_smes.alongside import AT_ONCE, alongside, slices

MANY = AT_ONCE + 1
ADD = "INSERT INTO told SELECT %s::int"


@pytest.fixture
def told(db):
    """A table of what was written, in order, and by which thread of ours it is read."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (n int, at int GENERATED ALWAYS AS IDENTITY)")
    yield lambda: _all("SELECT n FROM told ORDER BY at")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.told")


def _all(statement: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [n for (n,) in cursor.fetchall()]


def test_everything_is_there_in_order_when_the_block_ends(told):
    with alongside(MANY) as line:
        for n in range(50):
            line.execute(ADD, [n])

    assert told() == list(range(50))
    assert [it.name for it in threading.enumerate() if it.name.startswith("alongside")] == []


def test_python_goes_on_while_the_database_is_at_work(told):
    begun = time.monotonic()
    with alongside(MANY) as line:
        line.execute("INSERT INTO told SELECT 1 FROM pg_sleep(0.3)", [])
        gone_on = time.monotonic() - begun
    took = time.monotonic() - begun

    assert gone_on < 0.3 <= took


def written(*numbers: object, then: type[Exception] | None = None) -> None:
    """In a savepoint of its own, as an action writes."""
    with transaction.atomic(), alongside(MANY) as line:
        for number in numbers:
            line.execute(ADD, [number])
        if then is not None:
            raise then


@pytest.mark.parametrize("numbers", [["1", "no number"], ["1", "no number", "2", "3"]])
def test_what_the_database_refused_is_raised_at_the_next_or_at_the_end(told, numbers):
    with pytest.raises(DataError):
        written(*numbers)

    assert told() == []


def test_a_failure_of_our_own_waits_for_what_runs_and_is_the_one_told(told):
    with pytest.raises(LookupError):
        written(1, 2, then=LookupError)

    assert told() == []


def test_few_rows_are_written_on_the_spot(told):
    with alongside(AT_ONCE) as line:
        line.execute(ADD, [1])

        assert told() == [1]


def test_slices_are_taken_when_they_are_asked_for():
    taken = []
    some = next(slices(taken.append(n) or n for n in range(AT_ONCE * 2)))

    assert some == taken == list(range(AT_ONCE))
