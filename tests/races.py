"""Two people at once, for certain: the second acts while the first has not committed yet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from django.db import connection, transaction

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import scoped

T = TypeVar("T")
PATIENCE = 0.4  # long enough for an unlocked second act to finish, and to be caught


def race(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    as_first: Access,
    as_second: Access,
) -> tuple[str, str]:
    """What became of each: "done", or the code of the refusal.

    `second` starts when `first` has done everything but commit. With a lock it waits, sees the
    new state and is refused; without one it decides on the old state, and the test fails.
    Needs `@pytest.mark.django_db(transaction=True)`.
    """
    acted, finished = Event(), Event()

    def lead() -> str:
        try:
            with scoped(as_first):
                outcome = attempt(first)
                acted.set()
                finished.wait(PATIENCE)
            return outcome
        finally:
            acted.set()
            connection.close()

    def follow() -> str:
        acted.wait(10)
        try:
            with scoped(as_second):
                return attempt(second)
        finally:
            finished.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(lead), pool.submit(follow)
        return one.result(), two.result()


def attempt(act: Callable[[], object]) -> str:
    """ "done", or the code of the refusal; whatever was refused is undone."""
    try:
        with transaction.atomic():
            act()
    except ActionRefused as refusal:
        return refusal.code
    return "done"
